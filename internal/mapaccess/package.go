package mapaccess

import (
	"fmt"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A Package is what is known of the package while it is summarized.
type Package struct {
	*place.Resolver
	Fset *token.FileSet
	// Funcs are the functions of the package.
	Funcs []*ssa.Function
	Types *types.Package
	prog  *ssa.Program
	facts *importer
	// hierarchy finds the methods behind calls of interface methods.
	hierarchy *callgraph.Hierarchy
	// tables finds the functions behind calls of elements of tables.
	tables *callgraph.Tables
	// holders are the fields and variables of interface types.
	holders map[types.Object]*holder
	// lookup returns the summaries that are known so far.
	lookup    summary.Lookup[*Summary]
	Functions map[*ssa.Function]*Function
	// Called holds the functions that are called by name in the package, used
	// those whose value is used otherwise.
	Called, used map[*ssa.Function]bool
	// init is the initializer of the package.
	init *ssa.Function
	// serves is set if the package has a handler.
	serves bool
	// Registered holds those that are handed to another package.
	Registered map[*ssa.Function]bool
	// exports holds the types of which exported functions return values: see handedOut.
	exports map[*types.TypeName]bool
	// spawners holds the fields of which goroutines call what they keep.
	spawners map[*types.Var]*spawner
	// calledFields holds the fields of which the package calls what they keep.
	calledFields map[*types.Var]bool
	// reassigned holds the fields that are assigned other than in new objects.
	reassigned map[*types.Var]bool
	// condLocks holds the locks of the condition variables in fields.
	condLocks map[*types.Var]*place.Place
	// reset holds the fields of type sync.Once that are assigned to.
	reset map[*types.Var]bool
	// cleared holds the fields that are set to zero, or to what is not known.
	cleared map[*types.Var]bool
	// Reloaded holds the fields whose maps are replaced while the object is in use.
	Reloaded map[*types.Var]bool
	// Lent holds the fields that are given locks which others have.
	Lent map[*types.Var]bool
	// channels are the fields whose channels serve as locks.
	channels lockset.Channels
	// anchors are the roots of paths that belong to no function: see anchorOf.
	anchors map[*types.Var]*ssa.Parameter
	// steps numbers the steps that are no fields: a variable that a literal of another function
	// captured, the key of a context.
	steps map[any]int
	// filling holds the containers whose elements are looked for.
	filling map[ssa.Value]bool
	// relevance holds what was asked of types.
	relevance map[types.Type]bool
}

// bottom is the summary of a function that nothing is known about, and where
// a recursion starts.
func (p *Package) bottom(fn *ssa.Function) *Summary {
	sum := &Summary{}
	for _, param := range fn.Params {
		sum.params = append(sum.params, param)
	}
	return sum
}

func newPackage(pass *analysis.Pass, pkg *ssa.Package) *Package {
	p := &Package{
		Resolver:  place.NewResolver(),
		Fset:      pass.Fset,
		Types:     pass.Pkg,
		prog:      pkg.Prog,
		lookup:    func(*ssa.Function) (*Summary, bool) { return nil, false },
		Functions: make(map[*ssa.Function]*Function),
		anchors:   make(map[*types.Var]*ssa.Parameter),
		steps:     make(map[any]int),
		filling:   make(map[ssa.Value]bool),
		relevance: make(map[types.Type]bool),
	}
	p.facts = newImporter(pass, p, pkg)
	p.Result, p.Content, p.Has = p.resultOf, p.contentOf, p.mayHave
	return p
}

// resultOf returns the place of a call's result, if the callee returns what a
// caller gave it.
func (p *Package) resultOf(call *ssa.Call, i int) *place.Place {
	if op, addr, _ := atomicOp(&call.Call); op == "Load" && referring(call.Type()) {
		return p.Deref(p.Value(addr)) // what is published there
	}
	if lockset.IsSync(call.Call.StaticCallee(), "RWMutex", "RLocker") {
		return p.Value(call.Call.Args[0]) // by another name
	}
	if addr := loadsEntry(&call.Call); addr != nil && i == 0 {
		return p.Deref(p.Sub(p.Value(addr), place.Elem, nil))
	}
	if at := p.contextOf(call, i); at != nil {
		return at
	}
	c := p.callee(call.Common())
	if c.Fn == nil {
		return nil
	}
	sum, ok := p.lookup(c.Fn)
	if !ok || i >= len(sum.results) || sum.results[i].place == nil {
		return nil
	}
	return p.Subst(sum.results[i].place, p.binder(sum, c))
}

// A callee is a function with what it is given in a call.
type callee struct {
	Fn       *ssa.Function
	args     []ssa.Value
	bindings []ssa.Value    // of a closure
	made     *maker         // of a literal that a call returned
	places   []*place.Place // what is given where args are nil
	call     *ssa.Call      // that is looked at, nil for another goroutine's
}

// with returns the callee with arguments that are known by their places.
func (c callee) with(args []*place.Place) callee {
	c.places = append(make([]*place.Place, len(c.args)), args...)
	c.args = append(slices.Clip(c.args), make([]ssa.Value, len(args))...)
	return c
}

// callee returns the function that a call surely calls, or none.
func (p *Package) callee(call *ssa.CallCommon) callee { return p.calleeBy(call, nil) }

// calleeBy is callee for a call that others led to.
func (p *Package) calleeBy(call *ssa.CallCommon, calls []*ssa.Call) callee {
	if call.IsInvoke() {
		return callee{}
	}
	c := p.functionBy(call.Value, calls)
	c.args = append(c.args, call.Args...)
	return c
}

// function returns the function that v surely is: a name, a literal, a method
// value, or a variable that holds one of these.
func (p *Package) function(v ssa.Value) callee { return p.functionBy(v, nil) }

// functionBy is function for a value that calls led to. One of them may lead to itself:
//
//	d.layout = d.layout(samples)
func (p *Package) functionBy(v ssa.Value, calls []*ssa.Call) callee {
	switch v := v.(type) {
	case *ssa.Function:
		fn, _ := callgraph.Declared(v)
		return callee{Fn: fn}
	case *ssa.MakeClosure:
		fn, bound := callgraph.Declared(v.Fn.(*ssa.Function))
		switch {
		case bound && len(v.Bindings) == 1: // a method value: x.M
			return callee{Fn: fn, args: v.Bindings[:1:1]}
		case fn.Synthetic != "" && !isLoopBody(fn):
			return callee{} // of an interface
		}
		return callee{Fn: fn, bindings: v.Bindings}
	case *ssa.Builtin:
		return callee{}
	}
	at := p.Value(v)
	if at.Root == v {
		return p.resultBy(v, calls)
	}
	return p.functionAt(at, calls)
}

// functionAt returns the function that a place surely holds, or none.
func (p *Package) functionAt(at *place.Place, calls []*ssa.Call) callee {
	if at.Parent == nil {
		switch at.Root.(type) {
		case *ssa.Function, *ssa.MakeClosure:
			return p.functionBy(at.Root, calls)
		}
		return p.resultBy(at.Root, calls)
	}
	if made, ok := at.Root.(*ssa.Alloc); ok && at.Field == place.Deref {
		for _, field := range p.Fields(made) {
			if field.Place == at.Parent {
				return p.functionBy(field.Value, calls)
			}
		}
	}
	return callee{}
}

// resultBy returns the function that a call surely returned, or none.
func (p *Package) resultBy(v ssa.Value, calls []*ssa.Call) callee {
	if call, i := returnedBy(v); call != nil {
		return p.returned(call, i, calls)
	}
	return callee{}
}

// isLoopBody reports whether fn is the body of a loop over an iterator.
func isLoopBody(fn *ssa.Function) bool { return fn.Synthetic == "range-over-func yield" }

// binder maps the roots of a callee's summary to places of the caller.
func (p *Package) binder(sum *Summary, c callee) func(ssa.Value) *place.Place {
	return func(root ssa.Value) *place.Place {
		switch root := root.(type) {
		case *ssa.Parameter:
			for i, param := range sum.params {
				switch {
				case param != root || i >= len(c.args):
					continue
				case c.args[i] == nil && i < len(c.places):
					return c.places[i]
				case c.args[i] == nil:
					return nil
				}
				return p.Value(c.args[i])
			}
		case *ssa.FreeVar:
			for i, fv := range c.Fn.FreeVars {
				if fv == root && i < len(c.bindings) {
					return p.Value(c.bindings[i])
				}
			}
		}
		if c.call != nil {
			return p.returnedAs(sum, c.call, root)
		}
		return nil
	}
}

// returnedAs returns what the caller has of a root that the callee of a call returns, nil if
// it returns something else:
//
//	func New() *cache { c := &cache{}; go c.expire(); return c }
func (p *Package) returnedAs(sum *Summary, call *ssa.Call, root ssa.Value) *place.Place {
	i := slices.IndexFunc(sum.results, func(r result) bool { return r.root == root })
	if i < 0 {
		return nil
	}
	if got := component(call, len(sum.results) > 1, i); got != nil {
		return p.Value(got)
	}
	return nil
}

// Posn renders a position for a message.
func (p *Package) Posn(pos token.Pos) string {
	at := p.Fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
}

// Site returns the place of an instruction of fn.
func (p *Package) Site(fn *ssa.Function, pos token.Pos) Site {
	return Site{Pos: pos, Posn: p.Posn(pos), Fn: fn, Name: p.Name(fn)}
}

// Name renders a function for a message: "(*Server).status".
func (p *Package) Name(fn *ssa.Function) string {
	if isLoopBody(fn) {
		return p.Name(fn.Parent())
	}
	if parent := fn.Parent(); parent != nil {
		for parent.Parent() != nil {
			parent = parent.Parent()
		}
		return "a function literal in " + p.Name(parent)
	}
	name := fn.RelString(p.Types)
	if i := strings.IndexByte(name, '['); i >= 0 { // type parameters tell nothing
		if j := strings.LastIndexByte(name, ']'); j > i {
			name = name[:i] + name[j+1:]
		}
	}
	return name
}

// InTest reports whether pos is in a file of tests.
func (p *Package) InTest(pos token.Pos) bool {
	file := p.Fset.File(pos)
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// Global reports whether a root is a package variable, of this or an imported package.
func Global(root ssa.Value) bool {
	_, ok := place.Global(root)
	return ok
}

// Rebase returns the path from base, one of q's ancestors, to q, from anchor.
func (p *Package) Rebase(q, base, anchor *place.Place) *place.Place {
	if q == base {
		return anchor
	}
	return p.Sub(p.Rebase(q.Parent, base, anchor), q.Field, q.Var)
}

// AnchorOf returns what stands for the object of which a path starts with a
// field. Each field has an anchor of its own: places do not tell the fields of
// different structs apart.
func (p *Package) AnchorOf(field *types.Var) *place.Place {
	root := p.anchors[field]
	if root == nil {
		root = new(ssa.Parameter)
		p.anchors[field] = root
	}
	return p.Root(root)
}
