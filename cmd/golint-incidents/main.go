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
	"strings"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/driver"
)

func main() {
	if driver.IsTool(os.Args[1:]) {
		driver.Tool(analyzers.All, analyzers.Directives, analyzers.Known) // does not return
	}
	ctx, interrupted := notify(context.Background())
	code, err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if sig := interrupted(); sig != 0 {
		fmt.Fprintf(os.Stderr, "golint-incidents: %v\n", sig)
		os.Exit(128 + int(sig)) // as shells have it
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "golint-incidents: %s\n", strings.TrimSpace(err.Error()))
		code = driver.ExitFailure
	}
	os.Exit(code)
}

// run is the command. It returns the exit code, or why it could not run.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	if len(args) > 0 {
		if c := lookup(args[0]); c != nil {
			return c.run(ctx, args[1:], stdout, stderr)
		}
		if err := mistyped(args[0]); err != nil {
			return 0, err
		}
	}
	o, err := parse(args)
	if err != nil {
		return 0, err
	}
	switch {
	case o.help:
		return driver.ExitClean, usage(stdout)
	case o.version:
		return driver.ExitClean, printVersion(stdout)
	}
	if err := o.enter(); err != nil {
		return 0, err
	}
	if err := o.selecting(ctx); err != nil {
		return 0, err
	}
	return o.analyze(ctx, stdout, stderr)
}

// enter changes to the folder of -C.
func (o *options) enter() error {
	if o.chdir == "" {
		return nil
	}
	if err := errors.Join(os.Chdir(o.chdir), os.Unsetenv("PWD")); err != nil {
		return fmt.Errorf("-C: %w", err)
	}
	return nil
}

// analyze runs the analyzers and returns the exit code.
func (o *options) analyze(ctx context.Context, stdout, stderr io.Writer) (int, error) {
	o.Stdout, o.Stderr = stdout, stderr
	o.Refine = exactCounts(stderr)
	o.describe()
	o.showProgress()
	o.Flags = append(o.Flags, "-"+stackptr.Analyzer.Name+".candidates")
	if o.debug {
		o.Flags = append(o.Flags, "-debug")
	}
	code, err := o.Run(ctx)
	if o.Done != nil {
		o.Done() // where it ended early
	}
	return code, err
}

// printVersion prints what was built, with which Go, and from which commit.
func printVersion(w io.Writer) error {
	text := contain.Version()
	if revision := contain.Revision(); revision != "" {
		text += "\n" + revision
	}
	_, err := fmt.Fprintln(w, text)
	return err
}
