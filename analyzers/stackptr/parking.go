package stackptr

import (
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A parking tells whether a goroutine parks in a function.
type parking int

const (
	goesOn  parking = iota
	mayPark         // on some ways through it
	rests           // on the way to its end, or in each round of a loop there
)

// A parkFact holds the names of a package's exported functions that may park,
// a line for each, with a question mark behind those that only may. Methods of
// its interfaces are among them.
type parkFact struct{ Names string }

// AFact makes it a fact.
func (*parkFact) AFact() {}

func (f *parkFact) String() string { return f.Names }

// of looks up a function.
func (f *parkFact) of(obj *types.Func) parking {
	line := "\n" + callgraph.LocalName(obj)
	switch names := "\n" + f.Names; {
	case strings.Contains(names, line+"\n"):
		return rests
	case strings.Contains(names, line+"?\n"):
		return mayPark
	}
	return goesOn
}

// parksAnalyzer yields the [parks] of a package. It exports what it finds.
var parksAnalyzer = &analysis.Analyzer{
	Name:       "incidentparks",
	Doc:        "find the functions in which goroutines park, for stackptr",
	Run:        contain.Engine(runParks),
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	ResultType: reflect.TypeFor[*parks](),
	FactTypes:  []analysis.Fact{new(parkFact)},
}

// parks knows where goroutines park.
type parks struct {
	*callgraph.Hierarchy
	find func(*ssa.Function) parking
	told func(*types.Package) *parkFact
}

func runParks(pass *analysis.Pass) (any, error) {
	p := newParks(pass)
	_, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).BuildNaive()
	if escape.IsStandard(pass.Pkg.Path()) { // which is in a table, and exports no fact
		table := sync.OnceValue(func() func(*ssa.Function) parking { return p.solve(funcs) })
		p.find = func(fn *ssa.Function) parking { return table()(fn) }
		return p, nil
	}
	p.find = p.solve(funcs)
	if names := p.names(pass.Pkg, funcs); len(names) > 0 {
		pass.ExportPackageFact(&parkFact{strings.Join(names, "")})
	}
	return p, nil
}

func newParks(pass *analysis.Pass) *parks {
	facts := make(map[*types.Package]*parkFact)
	told := func(pkg *types.Package) *parkFact {
		fact, ok := facts[pkg]
		if !ok {
			fact = new(parkFact)
			pass.ImportPackageFact(pkg, fact) // empty if there is none
			facts[pkg] = fact
		}
		return fact
	}
	pkg, _ := pass.ResultOf[ir.Analyzer].(*ir.Package).BuildNaive()
	h := callgraph.NewHierarchy(pkg)
	for _, imp := range pkg.Pkg.Imports() {
		if told(imp).Names != "" {
			h.AddPackage(pkg.Prog.Package(imp))
		}
	}
	return &parks{Hierarchy: h, told: told}
}

// solve finds the functions of the package that may park, by summary.
func (p *parks) solve(funcs []*ssa.Function) func(*ssa.Function) parking {
	known := func(v parking) func(*ssa.Function) parking { return func(*ssa.Function) parking { return v } }
	table := summary.Solve(funcs, summary.Domain[parking]{
		Bottom:  known(goesOn),
		Unknown: known(goesOn), // what is not known to park does not
		Transfer: func(fn *ssa.Function, callees summary.Lookup[parking]) parking {
			var ways *ways
			most := goesOn
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					level := p.at(instr, false, callees)
					if level == rests {
						if ways == nil {
							ways = waysOf(fn)
						}
						if !ways.usual(b) {
							level = mayPark
						}
					}
					most = max(most, level)
				}
			}
			return most
		},
		Join:    func(a, b parking) parking { return max(a, b) },
		Equal:   func(a, b parking) bool { return a == b },
		Dynamic: p.callees,
	}, summary.Resolver[parking]{Fact: func(obj *types.Func) (parking, bool) {
		if obj.Pkg() == nil {
			return goesOn, false // a method of error
		}
		return p.told(obj.Pkg()).of(obj), true
	}})
	return func(fn *ssa.Function) parking {
		level, _ := table.Of(fn) // unknown ones go on
		return level
	}
}

// known is what was found, as a lookup.
func (p *parks) known(fn *ssa.Function) (parking, bool) { return p.find(fn), true }

// names returns the lines of the fact, sorted.
func (p *parks) names(pkg *types.Package, funcs []*ssa.Function) []string {
	var out []string
	add := func(obj *types.Func, level parking) {
		switch level {
		case rests:
			out = append(out, callgraph.LocalName(obj)+"\n")
		case mayPark:
			out = append(out, callgraph.LocalName(obj)+"?\n")
		}
	}
	for _, fn := range funcs {
		if obj, ok := ir.Func(fn); ok && obj.Exported() {
			add(obj, p.find(fn))
		}
	}
	for _, name := range pkg.Scope().Names() {
		tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || !tn.Exported() || tn.IsAlias() || !types.IsInterface(tn.Type()) {
			continue // nobody else calls methods of it
		}
		iface := tn.Type().Underlying().(*types.Interface)
		for m := range iface.ExplicitMethods() {
			add(m, p.least(p.Methods(tn.Type(), m)))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// least returns what all of the functions do that an interface's method may be.
func (p *parks) least(methods []*ssa.Function) parking {
	if len(methods) == 0 {
		return goesOn
	}
	level := rests
	for _, fn := range methods {
		level = min(level, p.find(fn))
	}
	return level
}

// at tells whether a goroutine parks in an instruction, as its function sees
// it, or as callers do.
func (p *parks) at(instr ssa.Instruction, here bool, callees summary.Lookup[parking]) parking {
	if blocks(instr, here) {
		return rests
	}
	common := waited(instr)
	if common == nil {
		return goesOn // go does not wait
	}
	if isParker(common) {
		return rests
	}
	funcs := p.reaches(common)
	if common.IsInvoke() {
		if strings.HasPrefix(common.Method.Name(), "Send") && isStream(common.Value.Type()) {
			return goesOn // as other writes: gRPC waits for slow peers
		}
		if pkg := common.Method.Pkg(); len(funcs) == 0 && pkg != nil {
			return p.told(pkg).of(common.Method)
		}
	}
	if len(funcs) == 0 {
		return goesOn // dynamic, or error's
	}
	level := rests
	for _, fn := range funcs {
		one, _ := callees(fn)
		level = min(level, one)
	}
	return level
}

// waited returns the call that an instruction makes, or that it defers to when the frame is
// done: a literal's frame is another.
func waited(instr ssa.Instruction) *ssa.CallCommon {
	switch instr := instr.(type) {
	case *ssa.Call:
		return instr.Common()
	case *ssa.Defer:
		if fn := instr.Call.StaticCallee(); fn != nil && fn.Parent() != nil {
			return instr.Common()
		}
	}
	return nil
}

// reaches returns the functions that a call may run.
func (p *parks) reaches(call *ssa.CallCommon) []*ssa.Function {
	if call.IsInvoke() {
		return p.Targets(call)
	}
	return callgraph.Functions(call.Value)
}

// callees returns the functions that fn calls in ways that its instructions do not name.
func (p *parks) callees(fn *ssa.Function) []*ssa.Function {
	out := p.Callees(fn)
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok && !call.Common().IsInvoke() && call.Common().StaticCallee() == nil {
				out = append(out, callgraph.Functions(call.Common().Value)...)
			}
		}
	}
	return out
}
