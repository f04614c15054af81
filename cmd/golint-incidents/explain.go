package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// explain prints the documentation of analyzers and rules, or the list of all.
func explain(_ context.Context, args []string, stdout io.Writer) error {
	if len(args) == 0 {
		return list(stdout)
	}
	var pages []string
	for _, name := range args {
		if strings.Contains(name, "/") {
			page, err := rulePage(name)
			if err != nil {
				return err
			}
			pages = append(pages, page)
			continue
		}
		a, err := find(name)
		if err != nil {
			return err
		}
		pages = append(pages, strings.TrimSpace(a.Doc)+"\n\n# Rules\n\n"+ruleTable(a.Name))
	}
	_, err := io.WriteString(stdout, strings.Join(pages, "\n"))
	return err
}

// rulePage returns what there is to know of one rule.
func rulePage(id string) (string, error) {
	if err := analyzers.Known([]string{id}); err != nil {
		return "", err
	}
	i := slices.IndexFunc(analyzers.Rules, func(r analyzers.Rule) bool { return r.ID == id })
	return analyzers.Rules[i].Text(), nil
}

// ruleTable lists the rules of an analyzer.
func ruleTable(analyzer string) string {
	var b strings.Builder
	tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, r := range analyzers.Rules {
		if r.Analyzer == analyzer {
			fmt.Fprintf(tw, "  %s\t%s\n", r.ID, r.Summary)
		}
	}
	tw.Flush() // a builder has no errors
	return b.String()
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
