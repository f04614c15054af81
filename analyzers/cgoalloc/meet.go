package cgoalloc

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// dispatchFact is what a package leaves to those that import it: the methods
// whose results are C memory, and the calls through interfaces that drop what
// such a method returns, if one is called. It holds those of the packages below,
// too: a fact about a package reaches its direct importers only.
type dispatchFact struct {
	Impls   []summary.Implementation[memory]
	Dropped []dropped
	// Reported are the drops, of any package, for which this one knew the
	// method.
	Reported []token.Position
}

// AFact marks a dispatchFact as what is known of a package.
func (*dispatchFact) AFact() {}

func (f *dispatchFact) String() string {
	return fmt.Sprintf("cgoalloc %d types, %d calls", len(f.Impls), len(f.Dropped))
}

// A dropped is a call through an interface whose result is not freed.
type dropped struct {
	Method summary.Method
	Index  int            // of the result
	Pos    token.Position // of the call
	In     string         // the function that calls
	at     token.Pos
}

// dispatch reports the drops of this package and of those that it imports for
// which a method is known that returns C memory, unless an import did so
// before. It exports what importers need to do the same.
func dispatch(pass *analysis.Pass, rep *report.Reporter, own []dropped, impls []summary.Implementation[memory]) {
	fact := &dispatchFact{Impls: impls}
	all := slices.Clone(own)
	for _, pf := range pass.AllPackageFacts() {
		imported, ok := pf.Fact.(*dispatchFact)
		if !ok || pf.Package == pass.Pkg {
			continue // another's
		}
		fact.Impls = append(fact.Impls, imported.Impls...)
		fact.Reported = append(fact.Reported, imported.Reported...)
		all = append(all, imported.Dropped...)
	}
	// The same comes by several ways.
	fact.Impls = once(fact.Impls, compareImpls)
	all = once(all, compareDropped)
	var index summary.Index[memory]
	index.Add(fact.Impls)
	reported := make(map[token.Position]bool)
	for _, pos := range fact.Reported {
		reported[pos] = true
	}
	for _, d := range all {
		if reported[d.Pos] {
			continue // by an import
		}
		targets := index.Dispatch(d.Method)
		i := slices.IndexFunc(targets, func(t summary.Target[memory]) bool { return t.Sum.Index == d.Index })
		if i < 0 {
			continue // no such method, as far as is known here
		}
		reported[d.Pos] = true
		fact.Reported = append(fact.Reported, d.Pos)
		pos := rep.Locate(d.Pos)
		if !pos.IsValid() {
			continue // the file is gone
		}
		t := targets[i]
		rep.Add(report.Finding{Tag: report.Tag{Rule: "never-freed"}, Diagnostic: analysis.Diagnostic{Pos: pos, Message: fmt.Sprintf(
			"C memory of %s in %s is never freed: %s.%s returns memory of %s, pass it to C.%s",
			d.Method.Name, d.In, t.Type, methodName(d.Method), t.Sum.C, t.Sum.Frees[0])}})
	}
	fact.Reported = once(fact.Reported, comparePositions)
	if report.Own(pass) && !model.Standard(pass.Pkg) {
		fact.Dropped = slices.DeleteFunc(all, func(d dropped) bool { return reported[d.Pos] })
		for _, d := range own {
			if !reported[d.Pos] {
				if pos := rep.Locate(d.Pos); pos.IsValid() {
					rep.Pending(pos)
				}
			}
		}
	}
	if len(fact.Impls)+len(fact.Dropped)+len(fact.Reported) > 0 {
		pass.ExportPackageFact(fact)
	}
}

// once sorts a list, and leaves out what is in it already.
func once[E any](list []E, compare func(a, b E) int) []E {
	slices.SortStableFunc(list, compare)
	return slices.CompactFunc(list, func(a, b E) bool { return compare(a, b) == 0 })
}

func compareImpls(a, b summary.Implementation[memory]) int { return cmp.Compare(a.Type, b.Type) }

func compareDropped(a, b dropped) int {
	return cmp.Or(comparePositions(a.Pos, b.Pos), cmp.Compare(a.Index, b.Index))
}

func comparePositions(a, b token.Position) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Offset, b.Offset))
}

// implementations returns the types of the package with methods that return C
// memory; only the first result that is memory counts.
func implementations(pass *analysis.Pass, sum func(*types.Func) (*effect, bool)) []summary.Implementation[memory] {
	return summary.Implementations(pass.Pkg, func(fn *types.Func) (memory, bool) {
		e, ok := sum(fn)
		if !ok {
			return memory{}, false
		}
		for i, mem := range e.Results {
			if mem.Frees != nil {
				mem.Index = i
				return mem, true
			}
		}
		return memory{}, false
	})
}

// methodName returns what follows the interface in a method's name.
func methodName(m summary.Method) string {
	for i := len(m.Name) - 1; i >= 0; i-- {
		if m.Name[i] == '.' {
			return m.Name[i+1:]
		}
	}
	return m.Name
}
