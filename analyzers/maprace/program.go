package maprace

import (
	"fmt"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A program is what is known of the package while it is summarized.
type program struct {
	*place.Resolver
	fset *token.FileSet
	pkg  *types.Package
	// dynamic finds the methods behind calls of interface methods.
	dynamic *callgraph.Hierarchy
	// lookup returns the summaries that are known so far.
	lookup summary.Lookup[*summarized]
	bodies map[*ssa.Function]*body
	// called holds the functions that are called by name in the package, used
	// those whose value is used otherwise.
	called, used map[*ssa.Function]bool
	// registered holds those that are handed to another package.
	registered map[*ssa.Function]bool
	// spawners holds the fields of which goroutines call what they keep.
	spawners map[*types.Var]*spawner
	// calledFields holds the fields of which the package calls what they keep.
	calledFields map[*types.Var]bool
	// reset holds the fields of type sync.Once that are assigned to.
	reset map[*types.Var]bool
	// cleared holds the fields that are set to zero, or to what is not known.
	cleared map[*types.Var]bool
	// channels are the fields whose channels serve as locks.
	channels lockset.Channels
	// anchors are the roots of paths that belong to no function: see anchorOf.
	anchors map[*types.Var]*ssa.Parameter
	// locals numbers the variables that literals of other functions captured.
	locals map[ssa.Value]int
}

// analyze returns what the functions of a package do to maps.
func analyze(pass *analysis.Pass, pkg *ssa.Package, funcs []*ssa.Function) *program {
	prog := newProgram(pass)
	prog.reset, prog.cleared = findResets(funcs), findCleared(funcs)
	prog.spawners, prog.calledFields = findSpawners(funcs), findCalledFields(funcs)
	prog.channels = lockset.FindChannels(funcs)
	facts := newImporter(pass, prog, pkg)
	prog.dynamic = newHierarchy(pkg, facts)
	table := summary.Solve(funcs, summary.Domain[*summarized]{
		Bottom: prog.unknown,
		Unknown: func(fn *ssa.Function) *summarized {
			delete(prog.bodies, fn)
			return prog.unknown(fn)
		},
		Transfer: func(fn *ssa.Function, callees summary.Lookup[*summarized]) *summarized {
			prog.lookup = callees
			return prog.summarize(fn)
		},
		Join:    func(_, b *summarized) *summarized { return b },
		Equal:   (*summarized).equal,
		Dynamic: prog.dynamic.Callees,
	}, summary.Resolver[*summarized]{Fact: facts.summary})
	prog.lookup = table.Of
	facts.export(funcs)

	prog.index(funcs)
	return prog
}

// unknown is the summary of a function that nothing is known about, and where
// a recursion starts.
func (p *program) unknown(fn *ssa.Function) *summarized {
	sum := &summarized{}
	for _, param := range fn.Params {
		sum.params = append(sum.params, param)
	}
	return sum
}

func newProgram(pass *analysis.Pass) *program {
	p := &program{
		Resolver: place.NewResolver(),
		fset:     pass.Fset,
		pkg:      pass.Pkg,
		lookup:   func(*ssa.Function) (*summarized, bool) { return nil, false },
		bodies:   make(map[*ssa.Function]*body),
		anchors:  make(map[*types.Var]*ssa.Parameter),
		locals:   make(map[ssa.Value]int),
	}
	p.Result = p.resultOf
	return p
}

// resultOf returns the place of a call's result, if the callee returns what a
// caller gave it.
func (p *program) resultOf(call *ssa.Call, i int) *place.Place {
	c := p.callee(call.Common())
	if c.fn == nil {
		return nil
	}
	sum, ok := p.lookup(c.fn)
	if !ok || i >= len(sum.results) || sum.results[i].place == nil {
		return nil
	}
	return p.Subst(sum.results[i].place, p.binder(sum, c))
}

// A callee is a function with what it is given in a call.
type callee struct {
	fn       *ssa.Function
	args     []ssa.Value
	bindings []ssa.Value // of a closure
	made     *maker      // of a literal that a call returned
}

// callee returns the function that a call surely calls, or none.
func (p *program) callee(call *ssa.CallCommon) callee {
	if call.IsInvoke() {
		return callee{}
	}
	c := p.function(call.Value)
	c.args = append(c.args, call.Args...)
	return c
}

// function returns the function that v surely is: a name, a literal, a method
// value, or a variable that holds one of these.
func (p *program) function(v ssa.Value) callee {
	switch v := v.(type) {
	case *ssa.Function:
		fn, _ := callgraph.Declared(v)
		return callee{fn: fn}
	case *ssa.MakeClosure:
		fn, bound := callgraph.Declared(v.Fn.(*ssa.Function))
		switch {
		case bound && len(v.Bindings) == 1: // a method value: x.M
			return callee{fn: fn, args: v.Bindings[:1:1]}
		case fn.Synthetic != "" && !isLoopBody(fn):
			return callee{} // of an interface
		}
		return callee{fn: fn, bindings: v.Bindings}
	case *ssa.Builtin:
		return callee{}
	}
	at := p.Value(v)
	if at.Parent != nil {
		return callee{}
	}
	switch root := at.Root.(type) {
	case *ssa.Function, *ssa.MakeClosure:
		if at.Root != v {
			return p.function(at.Root)
		}
	case *ssa.Call:
		return p.returned(root, 0)
	case *ssa.Extract:
		if call, ok := root.Tuple.(*ssa.Call); ok {
			return p.returned(call, root.Index)
		}
	}
	return callee{}
}

// isLoopBody reports whether fn is the body of a loop over an iterator.
func isLoopBody(fn *ssa.Function) bool { return fn.Synthetic == "range-over-func yield" }

func origin(fn *ssa.Function) *ssa.Function {
	if o := fn.Origin(); o != nil {
		return o
	}
	return fn
}

// binder maps the roots of a callee's summary to places of the caller.
func (p *program) binder(sum *summarized, c callee) func(ssa.Value) *place.Place {
	return func(root ssa.Value) *place.Place {
		switch root := root.(type) {
		case *ssa.Parameter:
			for i, param := range sum.params {
				if param == root && i < len(c.args) {
					return p.Value(c.args[i])
				}
			}
		case *ssa.FreeVar:
			for i, fv := range c.fn.FreeVars {
				if fv == root && i < len(c.bindings) {
					return p.Value(c.bindings[i])
				}
			}
		}
		return nil
	}
}

// posn renders a position for a message.
func (p *program) posn(pos token.Pos) string {
	at := p.fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
}

// site returns the place of an instruction of fn.
func (p *program) site(fn *ssa.Function, pos token.Pos) site {
	return site{pos: pos, posn: p.posn(pos), fn: fn, name: p.name(fn)}
}

// name renders a function for a message: "(*Server).status".
func (p *program) name(fn *ssa.Function) string {
	if isLoopBody(fn) {
		return p.name(fn.Parent())
	}
	if parent := fn.Parent(); parent != nil {
		for parent.Parent() != nil {
			parent = parent.Parent()
		}
		return "a function literal in " + p.name(parent)
	}
	name := fn.RelString(p.pkg)
	if i := strings.IndexByte(name, '['); i >= 0 { // type parameters tell nothing
		if j := strings.LastIndexByte(name, ']'); j > i {
			name = name[:i] + name[j+1:]
		}
	}
	return name
}

// inTest reports whether pos is in a file of tests.
func (p *program) inTest(pos token.Pos) bool {
	file := p.fset.File(pos)
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

func global(root ssa.Value) bool {
	_, ok := place.Global(root)
	return ok
}

// rebase returns the path from base, one of q's ancestors, to q, from anchor.
func (p *program) rebase(q, base, anchor *place.Place) *place.Place {
	if q == base {
		return anchor
	}
	return p.Sub(p.rebase(q.Parent, base, anchor), q.Field, q.Var)
}

// anchorOf returns what stands for the object of which a path starts with a
// field. Each field has an anchor of its own: places do not tell the fields of
// different structs apart.
func (p *program) anchorOf(field *types.Var) *place.Place {
	root := p.anchors[field]
	if root == nil {
		root = new(ssa.Parameter)
		p.anchors[field] = root
	}
	return p.Root(root)
}
