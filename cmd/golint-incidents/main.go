// The golint-incidents command finds in Go code what takes services down.
//
//	golint-incidents ./...                          # on its own
//	go vet -vettool=$(which golint-incidents) ./... # under go vet
//	golint-incidents explain timerreset             # what, why, how to fix
//	golint-incidents stacks ./...                   # the heaviest stack frames
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
	"github.com/golint-incidents/golint-incidents/internal/driver"
)

func main() {
	if driver.IsTool(os.Args[1:]) {
		driver.Tool(analyzers.All) // does not return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the standalone command. It returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case "explain":
			return explain(args[1:], stdout, stderr)
		case "stacks":
			return stacks(ctx, args[1:], stdout, stderr)
		case "help":
			usage(stdout)
			return driver.ExitClean
		}
	}
	o, err := parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "golint-incidents: %v\n", err)
		return driver.ExitFailure
	}
	switch {
	case o.help:
		usage(stdout)
		return driver.ExitClean
	case o.version:
		fmt.Fprintln(stdout, version())
		return driver.ExitClean
	case o.chdir != "":
		if err := errors.Join(os.Chdir(o.chdir), os.Unsetenv("PWD")); err != nil {
			fmt.Fprintf(stderr, "golint-incidents: -C: %v\n", err)
			return driver.ExitFailure
		}
	}
	o.Stdout, o.Stderr = stdout, stderr
	o.Refine = exactCounts(stderr)
	o.Flags = append(o.Flags, "-"+stackptr.Analyzer.Name+".candidates")
	return o.Run(ctx)
}
