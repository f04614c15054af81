package origin

import (
	"fmt"
	"go/token"
	"go/types"
	"path/filepath"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A program is one package and what is known of those it imports.
type program struct {
	pass   *analysis.Pass
	user   bool // whether it is the user's
	pkg    *ssa.Package
	funcs  []*ssa.Function
	index  summary.Index[string] // methods by what interfaces they implement
	sums   map[string]*Summary   // of imported packages
	own    map[string]*Summary   // of this one
	frames map[*ssa.Function]*Frame
	// written are the paths of files that the package writes: what it reads there
	// may be data of its own.
	written []filePath
	// hierarchy finds the methods of the package behind calls of interface methods.
	hierarchy *callgraph.Hierarchy
	// tables finds the functions behind calls of elements of tables.
	tables  *callgraph.Tables
	methods summary.Methods
	// imported tells which variables of imported packages change.
	imported map[string]bool         // package path: its variables are known
	mutable  map[string]bool         // full names
	embedded map[types.Object]string // the file that //go:embed fills it with

	// What the functions of the package store where others see it.
	fieldStores  map[*types.Var]*stores
	globalStores map[*ssa.Global]*stores
	changedMaps  map[types.Object]bool
	funcVars     map[types.Object]*funcs
	services     map[types.Type]bool // types of which it was asked whether they are
	// entries are the entry points of the package, owners the types whose values
	// have them as methods and are made at start.
	entries []goroutine.Entry
	owners  map[types.Type]bool
	helpers map[*ssa.Function]bool // methods that are only called by name
	// serving are the functions that run while others serve, called those that the package
	// itself calls or hands on.
	serving, called map[*ssa.Function]bool
	// settled is set when they were all seen once.
	settled bool
}

func newProgram(pass *analysis.Pass) *program {
	return &program{
		pass: pass, user: pass.Module == nil || pass.Module.Version == "",
		sums: make(map[string]*Summary), own: make(map[string]*Summary),
		frames:   make(map[*ssa.Function]*Frame),
		imported: make(map[string]bool), mutable: make(map[string]bool), embedded: make(map[types.Object]string),
		fieldStores: make(map[*types.Var]*stores), globalStores: make(map[*ssa.Global]*stores),
		changedMaps: make(map[types.Object]bool), funcVars: make(map[types.Object]*funcs), services: make(map[types.Type]bool),
	}
}

// find returns the summary that goes by a name, nil if there is none.
func (p *program) find(name string) *Summary {
	if sum := p.own[name]; sum != nil {
		return sum
	}
	return p.sums[name]
}

// place renders a position for a message.
func (p *program) place(at token.Pos) string {
	position := p.pass.Fset.Position(at)
	return fmt.Sprintf("%s:%d", filepath.Base(position.Filename), position.Line)
}

// isOption reports whether fn is what a functional option returns, which runs
// when a value is made: func(*T) or func(*T) error.
func isOption(fn *ssa.Function) bool {
	parent := fn.Parent()
	if parent == nil || parent.Signature.Results().Len() != 1 || fn.Signature.Params().Len() != 1 {
		return false
	}
	result, ok := parent.Signature.Results().At(0).Type().Underlying().(*types.Signature)
	if !ok || !types.Identical(result, fn.Signature) {
		return false
	}
	_, ok = fn.Signature.Params().At(0).Type().Underlying().(*types.Pointer)
	return ok && !Carrier(fn.Signature.Params().At(0).Type())
}

// service reports whether values of a type are services: it is a struct of this
// package that has something to call, an interface or a function, no field that
// is filled from outside by its tag, and none that holds a request.
func (p *program) service(t types.Type) bool {
	t = Pointee(t)
	known, ok := p.services[t]
	if !ok {
		known = p.isService(t)
		p.services[t] = known
	}
	return known
}

func (p *program) isService(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != p.pass.Pkg || HoldsRequest(t) {
		return false
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	calls := false
	for i := range st.NumFields() {
		if st.Tag(i) != "" {
			return false
		}
		switch u := st.Field(i).Type().Underlying().(type) {
		case *types.Interface:
			calls = calls || u.NumMethods() > 0 && !Dataless(st.Field(i).Type())
		case *types.Signature:
			calls = true
		}
	}
	return calls
}
