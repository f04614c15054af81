package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/analyzers"
)

// usage prints the help for people who see the command for the first time.
func usage(out io.Writer) error {
	w := bufio.NewWriter(out) // remembers the first error
	fmt.Fprint(w, `golint-incidents finds in Go code what takes services down.

Usage:

  golint-incidents [flags] [packages]      analyze packages; without any: ./...
  golint-incidents config                  the settings in effect, and where each comes from
  golint-incidents explain [name]          what an analyzer or a rule reports, why, and how to fix it
  golint-incidents baseline [packages]     write what is found now to a file for -baseline (-o file, -prune)
  golint-incidents stacks [packages]       the heaviest stack frames, as the compiler makes them (-json, -top n)
  golint-incidents suppressions [packages] the directives, with age, owner, expiry, and whether they still match
  golint-incidents triage < crash.log      the findings that explain a crash, a dump, a race report or a profile
  golint-incidents repro FILE:LINE         write a test that fails because of the finding there, and run it
  golint-incidents lsp                     a language server: diagnostics on save, fixes, suppressions
  golint-incidents help [analyzer]         this text, or the same as explain
  golint-incidents version                 what was built, and with which Go

  go vet -vettool=$(which golint-incidents) ./...       the same findings under go vet
  go fix -fixtool=$(which golint-incidents) ./...       apply the suggested fixes

Packages are written as for the go command. A pattern with ... also reaches the
modules nested below it, if -nested=false does not say otherwise.

Each finding is printed as

  file.go:12:3: what happens (analyzer/rule)

with what explains it indented beneath. To keep one on purpose, put

  //lint:ignore timerreset/stale-value the reason

on the line above it.

The exit code is 0 if nothing was found, 1 if something was, and 2 if something
could not be analyzed; 130 and 143 after an interrupt and a request to terminate.

Flags:

`)
	fs := new(options).flagSet()
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, name := range []string{"baseline", "c", "color", "config", "cpuprofile", "debug", "diff", "disable", "exclude", "files", "fix", "format", "h", "json", "memprofile", "nested", "new-from", "stats", "tags", "test", "version", "C"} {
		printFlag(tw, fs.Lookup(name))
	}
	tw.Flush() // an error stays in w
	fmt.Fprint(w, `
Analyzers, all on. Name some (-timerreset) to run only those, or switch some off
(-timerreset=false):

`)
	list(w) // an error stays in w
	more := false
	for _, a := range analyzers.All {
		a.Flags.VisitAll(func(*flag.Flag) { more = true })
	}
	if !more {
		return w.Flush() // no analyzer has flags of its own
	}
	fmt.Fprint(w, "\nFlags of analyzers:\n\n")
	for _, a := range analyzers.All {
		a.Flags.VisitAll(func(f *flag.Flag) { printFlag(tw, fs.Lookup(a.Name+"."+f.Name)) })
	}
	tw.Flush() // an error stays in w
	return w.Flush()
}

// printFlag prints one flag with its argument, if any, and its default, if that says something.
func printFlag(w io.Writer, f *flag.Flag) {
	arg, text := flag.UnquoteUsage(f)
	name := "-" + f.Name
	if arg != "" {
		name += " " + arg
	}
	switch f.DefValue {
	case "", "0", "-1", "false":
		// not given means not wanted
	default:
		text += " (default " + f.DefValue + ")"
	}
	fmt.Fprintf(w, "  %s\t%s\n", name, text)
}
