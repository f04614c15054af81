package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// A command is what the first argument may name instead of a package.
type command struct {
	name string
	run  func(ctx context.Context, args []string, stdout, stderr io.Writer) (code int, err error)
}

// lookup returns the command of that name, or nil.
func lookup(name string) *command {
	for _, c := range commands() {
		if c.name == name {
			return &c
		}
	}
	return nil
}

func commands() []command {
	return []command{
		{"baseline", makeBaseline},
		{"config", printing(showConfig)},
		{"explain", printing(explain)},
		{"lsp", serveEditor},
		{"repro", reproduce},
		{"stacks", printing(stacks)},
		{"help", printing(help)},
		{"suppressions", suppressions},
		{"triage", explainIncident},
		{"version", printing(func(_ context.Context, args []string, stdout io.Writer) error {
			if len(args) > 0 {
				return fmt.Errorf("version takes no arguments")
			}
			return printVersion(stdout)
		})},
	}
}

// printing makes a command of a function that prints something, and finds nothing.
func printing(fn func(ctx context.Context, args []string, stdout io.Writer) error) func(context.Context, []string, io.Writer, io.Writer) (int, error) {
	return func(ctx context.Context, args []string, stdout, _ io.Writer) (int, error) {
		return driver.ExitClean, fn(ctx, args, stdout)
	}
}

// mistyped returns an error if the first argument is no package, but nearly a
// command.
func mistyped(arg string) error {
	if strings.HasPrefix(arg, "-") || strings.ContainsAny(arg, "./\\") {
		return nil // a flag or a package
	}
	if _, err := os.Stat(arg); err == nil {
		return nil // go has something to say about a folder without ./
	}
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	if near := spell.Nearest(arg, names); near != "" && !standard[arg] {
		return fmt.Errorf("unknown command %q; did you mean %s? (golint-incidents help lists all)", arg, near)
	}
	return nil
}

// standard has the packages of the standard library whose names are nearly a command's.
var standard = map[string]bool{"hash": true, "html": true, "slices": true, "maps": true, "heap": true}

// help prints the page of an analyzer or the usage of a command, or that of all.
func help(ctx context.Context, args []string, stdout io.Writer) error {
	switch {
	case len(args) == 0:
		return usage(stdout)
	case args[0] == "stacks" && len(args) == 1:
		_, err := fmt.Fprintln(stdout, stacksUsage)
		return err
	case args[0] == "suppressions" && len(args) == 1:
		_, err := fmt.Fprintln(stdout, suppressionsUsage)
		return err
	case args[0] == "lsp" && len(args) == 1:
		_, err := fmt.Fprintln(stdout, lspUsage)
		return err
	case args[0] == "triage" && len(args) == 1:
		_, err := fmt.Fprintln(stdout, triageUsage)
		return err
	case args[0] == "repro" && len(args) == 1:
		_, err := fmt.Fprintln(stdout, reproUsage)
		return err
	case args[0] == "baseline" && len(args) == 1:
		_, err := fmt.Fprintln(stdout, baselineUsage)
		return err
	case lookup(args[0]) != nil && len(args) == 1:
		return usage(stdout)
	}
	return explain(ctx, args, stdout)
}
