package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/driver"
)

// explain prints the documentation of an analyzer, or the list of all.
func explain(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		list(stdout)
		return driver.ExitClean
	}
	for _, name := range args {
		a, err := find(name)
		if err != nil {
			fmt.Fprintf(stderr, "golint-incidents: %v\n", err)
			return driver.ExitFailure
		}
		fmt.Fprintln(stdout, strings.TrimSpace(a.Doc))
	}
	return driver.ExitClean
}

// list prints a line per analyzer.
func list(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, a := range analyzers.All {
		fmt.Fprintf(tw, "  %s\t%s\n", a.Name, doc.Synopsis(a.Doc))
	}
	tw.Flush() // the error is that of w
}

// find returns the analyzer with the given name.
func find(name string) (*analysis.Analyzer, error) {
	var names []string
	for _, a := range analyzers.All {
		if a.Name == name {
			return a, nil
		}
		names = append(names, a.Name)
	}
	if near := driver.Nearest(name, names); near != "" {
		return nil, fmt.Errorf("unknown analyzer %q; did you mean %s?", name, near)
	}
	return nil, fmt.Errorf("unknown analyzer %q; golint-incidents explain lists them", name)
}

// version returns what was built, and with which Go.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "golint-incidents (unknown version)"
	}
	return fmt.Sprintf("golint-incidents %s (%s)", info.Main.Version, info.GoVersion)
}
