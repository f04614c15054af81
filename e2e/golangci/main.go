// The golangci command is golangci-lint with the plugin of this project, as
// golangci-lint custom would build it.
package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/golint-incidents/golint-incidents/plugin"
)

func main() {
	// With any other version golangci-lint serves what it has cached, even after
	// the plugin was changed; with this one it hashes the executable.
	err := commands.Execute(commands.BuildInfo{Version: "(devel)", GoVersion: "unknown", Commit: "?"})
	if err != nil {
		fmt.Fprintf(os.Stderr, "golangci-lint: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}
