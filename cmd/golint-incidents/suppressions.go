package main

import (
	"cmp"
	"context"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/changes"
	"github.com/golint-incidents/golint-incidents/internal/directive"
	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// suppressionsUsage is the help for suppressions.
const suppressionsUsage = "usage: golint-incidents suppressions [flags of analyzers] [packages]"

// suppressions lists the directives in packages, with who wrote them and when, until when
// they hold, and whether they still suppress something.
func suppressions(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	o, err := parse(args)
	if err != nil {
		return 0, fmt.Errorf("suppressions: %w", err)
	}
	if o.help {
		_, err := fmt.Fprintln(stdout, suppressionsUsage)
		return 0, err
	}
	if o.JSON || o.Diff || o.Fix {
		return 0, fmt.Errorf("suppressions: it takes no flags of output and fixes; %s", suppressionsUsage)
	}
	if err := o.enter(); err != nil {
		return 0, err
	}
	o.Outputs = nil
	var list []suppression
	var dir string
	o.Select = func(ctx context.Context, run *finding.Run, _ *finding.Sources) error {
		dir = run.Dir
		idle := make(map[finding.Position]bool) // what directives suppress nothing
		for _, f := range run.Findings {
			if f.Directive() {
				idle[finding.Position{File: f.Start.File, Line: f.Start.Line}] = true
			}
		}
		for folder := range run.Folders {
			files, err := filepath.Glob(filepath.Join(run.Root, filepath.FromSlash(folder), "*.go"))
			if err != nil {
				return err
			}
			for _, file := range files {
				list = append(list, suppressionsOf(file, idle)...)
			}
		}
		run.Findings = nil // this is a list, no report
		return ctx.Err()
	}
	code, err := o.analyze(ctx, stdout, stderr)
	if err != nil {
		return code, err
	}
	slices.SortFunc(list, func(a, b suppression) int {
		return cmp.Or(cmp.Compare(a.Position.Filename, b.Position.Filename), cmp.Compare(a.Position.Line, b.Position.Line))
	})
	if len(list) == 0 {
		_, err := fmt.Fprintln(stdout, "no suppressions")
		return code, err
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "at\tdirective\tuntil\tage\tby\tstate\treason") // an error comes with Flush
	for _, s := range list {
		age, by := "-", "-"
		if line, err := changes.Blame(ctx, s.Position.Filename, s.Position.Line); err == nil {
			age, by = fmt.Sprintf("%d d", line.Days), line.Author
		}
		at := s.Position.Filename
		if rel, err := filepath.Rel(dir, at); err == nil {
			at = rel
		}
		fmt.Fprintf(w, "%s:%d\t%s\t%s\t%s\t%s\t%s\t%s\n", at, s.Position.Line, s.Text, cmp.Or(s.Until, "-"), age, by, s.state, cmp.Or(s.Reason, "-"))
	}
	return code, w.Flush()
}

// A suppression is a directive and what it does.
type suppression struct {
	directive.Suppression
	state string
}

// suppressionsOf returns the directives of a file, each once, though several analyzers may
// read it.
func suppressionsOf(file string, idle map[finding.Position]bool) []suppression {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil // go vet has something to say about it
	}
	var list []suppression
	for _, a := range analyzers.All {
		var ids []string
		for _, r := range analyzers.Rules {
			if r.Analyzer == a.Name {
				ids = append(ids, r.ID)
			}
		}
		for _, s := range directive.List(fset, f, a.Name, ids...) {
			if slices.ContainsFunc(list, func(other suppression) bool { return other.Position == s.Position }) {
				continue // one that names several, or all
			}
			state := "in use"
			switch {
			case s.Problem != "":
				s.Text, state = "(malformed)", s.Problem
			case s.Until != "" && directive.Over(s.Until):
				state = "expired"
			case idle[finding.Position{File: file, Line: s.Position.Line}]:
				state = "suppresses nothing"
			}
			list = append(list, suppression{s, state})
		}
	}
	return list
}
