// The floor command is a go vet tool that does the least that an
// interprocedural analysis on SSA form must do: in each package it builds the
// SSA form and exports a fact about each function that is declared.
package main

import (
	"os"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/buildssa"

	"github.com/golint-incidents/golint-incidents/internal/driver"
)

var analyzer = &analysis.Analyzer{
	Name:      "floor",
	Doc:       "floor: build SSA form, export a fact per function and report nothing",
	Requires:  []*analysis.Analyzer{buildssa.Analyzer},
	FactTypes: []analysis.Fact{new(blocks)},
	Run:       run,
}

// blocks is the fact: how many basic blocks a function has.
type blocks struct{ N int }

func (*blocks) AFact() {}

func run(pass *analysis.Pass) (any, error) {
	for _, fn := range pass.ResultOf[buildssa.Analyzer].(*buildssa.SSA).SrcFuncs {
		if obj := fn.Object(); obj != nil { // closures have none
			pass.ExportObjectFact(obj, &blocks{len(fn.Blocks)})
		}
	}
	return nil, nil
}

func main() {
	if driver.IsTool(os.Args[1:]) {
		driver.Tool([]*analysis.Analyzer{analyzer}, nil, func([]string) error { return nil }) // does not return
	}
	os.Stderr.WriteString("floor: use it as go vet -vettool\n")
	os.Exit(2)
}
