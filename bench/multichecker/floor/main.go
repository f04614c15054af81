// The floor command is a multichecker that only loads: its analyzers have a fact,
// so that dependencies are loaded from source, and do nothing.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/multichecker"
)

type nothing struct{ N int }

func (*nothing) AFact() {}

func run(*analysis.Pass) (any, error) { return nil, nil }

func main() {
	multichecker.Main(
		&analysis.Analyzer{Name: "first", Doc: "first: do nothing", Run: run, FactTypes: []analysis.Fact{new(nothing)}},
		&analysis.Analyzer{Name: "second", Doc: "second: do nothing", Run: run},
	)
}
