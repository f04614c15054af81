// Package mapaccess tells what functions do to maps: the domain of RacerD (Blackshear,
// Gorogiannis, O'Hearn, Sergey, OOPSLA 2018), for maps only.
//
// An [Access] is a map as a place, what is done to it, the locks that surely and that
// perhaps are held, what orders its goroutine, the goroutine, and the calls that lead to
// it. A [Function] collects the accesses of its own instructions and, by substitution of
// places, those of its callees; its [Summary] is what a caller can come to need, and
// travels as a fact. A function that calls what it was given has that in its summary
// too, with the goroutine that makes the call: pools and errgroups need no table. Calls
// through interfaces go to the types that the package or its imports declare. Functions
// that are given to code which nobody knows run in the caller's frame, or at any time if
// they are registered, or on the goroutine that takes them from a field, channel or slice.
//
// What is beyond its bounds is forgotten: that removes accesses, it never adds any. It
// decides nothing: which pairs of accesses are a race is for the rules to say.
package mapaccess

import (
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// Analyzer is the engine. Its result is nil for a package that needs no analysis.
var Analyzer = &analysis.Analyzer{
	Name:       "incidentmaps",
	Doc:        "tell what functions do to maps, for the analyzers of golint-incidents",
	Run:        contain.Engine(runEngine),
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	ResultType: reflect.TypeFor[*Package](),
	FactTypes:  []analysis.Fact{(*fact)(nil)},
}

func runEngine(pass *analysis.Pass) (any, error) {
	if !concerned(pass) {
		return (*Package)(nil), nil // nothing to build SSA for
	}
	pkg, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).Build()
	return analyze(pass, pkg, funcs), nil
}

// analyze returns what the functions of a package do to maps.
func analyze(pass *analysis.Pass, pkg *ssa.Package, funcs []*ssa.Function) *Package {
	p := newPackage(pass, pkg)
	p.init = pkg.Func("init") // which assigns variables
	funcs = append(slices.Clip(funcs), p.init)
	p.reset, p.cleared = findResets(funcs), findCleared(funcs)
	p.spawners, p.calledFields = findSpawners(funcs), findCalledFields(funcs)
	p.reassigned = findReassigned(funcs)
	p.condLocks = p.findCondLocks(funcs)
	p.channels = lockset.FindChannels(funcs)
	p.hierarchy = p.newHierarchy(pkg, funcs)
	p.tables = callgraph.NewTables(funcs)
	p.holders = p.findHolders(funcs)
	p.serves = slices.ContainsFunc(funcs, func(fn *ssa.Function) bool { _, ok := goroutine.IsHandler(fn); return ok })
	table := summary.New(summary.Domain[*Summary]{
		Bottom: p.bottom,
		Unknown: func(fn *ssa.Function) *Summary {
			delete(p.Functions, fn)
			return p.bottom(fn)
		},
		Transfer: func(fn *ssa.Function, _ summary.Lookup[*Summary]) *Summary { return p.summarize(fn) },
		Join:     func(_, b *Summary) *Summary { return b },
		Equal:    (*Summary).equal,
		Dynamic:  p.dynamicCallees,
	}, summary.Resolver[*Summary]{Fact: p.facts.summary})
	p.lookup = p.facts.known(table.Of)
	table.Solve(funcs)
	p.dropStripes()
	p.facts.export(funcs)
	p.Funcs = funcs
	p.index(funcs)
	p.Lent, p.Reloaded = findLent(funcs), p.findReloaded()
	return p
}
