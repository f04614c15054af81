// The golint-incidents command finds in Go code what takes services down.
package main

import (
	"os"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/driver"
)

func main() {
	if driver.IsTool(os.Args[1:]) {
		driver.Tool(analyzers.All) // does not return
	}
}
