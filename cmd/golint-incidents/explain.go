package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// explain prints the documentation of analyzers, or the list of all.
func explain(_ context.Context, args []string, stdout io.Writer) error {
	if len(args) == 0 {
		return list(stdout)
	}
	var pages []string
	for _, name := range args {
		a, err := find(name)
		if err != nil {
			return err
		}
		pages = append(pages, strings.TrimSpace(a.Doc)+"\n")
	}
	_, err := io.WriteString(stdout, strings.Join(pages, "\n"))
	return err
}

// list prints a line per analyzer.
func list(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, a := range analyzers.All {
		fmt.Fprintf(tw, "  %s\t%s\n", a.Name, doc.Synopsis(a.Doc))
	}
	return tw.Flush()
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
	if near := spell.Nearest(name, names); near != "" {
		return nil, fmt.Errorf("unknown analyzer %q; did you mean %s?", name, near)
	}
	return nil, fmt.Errorf("unknown analyzer %q; golint-incidents explain lists them", name)
}
