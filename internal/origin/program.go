package origin

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A program is one package and what is known of those it imports.
type program struct {
	pass   *analysis.Pass
	pkg    *ssa.Package
	funcs  []*ssa.Function
	index  summary.Index[string] // methods by what interfaces they implement
	nodes  map[string]*Node      // of imported packages
	own    map[string]*Node      // of this one
	graph  *Graph                // of this package, being made
	files  map[string]int
	frames map[*ssa.Function]*frame
	// written are the paths of files that the package writes: what it reads there
	// may be data of its own.
	written []filePath
	// hierarchy finds the methods of the package behind calls of interface methods.
	hierarchy *callgraph.Hierarchy
	// imported tells which variables of imported packages change.
	imported map[string]bool // package path: its variables are known
	mutable  map[string]bool // full names
	embedded map[types.Object]int

	// What the functions of the package store where others see it.
	fieldStores  map[*types.Var]*stores
	globalStores map[*ssa.Global]*stores
	changedMaps  map[types.Object]bool
	services     map[types.Type]bool // types of which it was asked whether they are
	// entries are the entry points of the package, owners the types whose values
	// have them as methods and are made at start.
	entries []goroutine.Entry
	owners  map[types.Type]bool
	// settled is set when they were all seen once.
	settled bool
}

// stores joins what is stored in a variable or field after its making.
type stores struct {
	value Value
	// atStart is what functions store that run before anything is served.
	atStart Value
	seen    bool // in the course of serving
	// made is what it is made with, by a literal or an option.
	made Value
}

func newNode(fn *ssa.Function) *Node {
	n := &Node{
		Name: nodeName(fn), Params: len(fn.Params), Recv: fn.Signature.Recv() != nil,
		Line:    fn.Prog.Fset.Position(fn.Pos()).Line,
		Results: make([]Value, fn.Signature.Results().Len()),
	}
	for i, param := range fn.Params {
		if i < maxParams && (i > 0 || !n.Recv) && text(param.Type()) {
			n.Texts |= 1 << i
		}
	}
	return n
}

// text reports whether t is a text or a stream: what a helper is given to
// decode.
func text(t types.Type) bool {
	if u, ok := t.Underlying().(*types.Interface); ok && u.Empty() {
		return true
	}
	return isText(t) || readable(t)
}

// unknownNode is the summary of a function that is not understood: results that
// may be anything.
func unknownNode(fn *ssa.Function) *Node {
	n := newNode(fn)
	for i := range n.Results {
		n.Results[i] = Unknown
	}
	return n
}

// nodeName returns the name of a function in graphs: its full name, or for a
// literal that of the function around it, and a number.
func nodeName(fn *ssa.Function) string {
	if origin := fn.Origin(); origin != nil {
		fn = origin
	}
	if parent := fn.Parent(); parent != nil {
		for i, anon := range parent.AnonFuncs {
			if anon == fn {
				return fmt.Sprintf("%s$%d", nodeName(parent), i+1)
			}
		}
	}
	if obj, ok := ir.Func(fn); ok {
		return model.Name(obj)
	}
	return fn.String()
}

// node returns the summary that goes by a name, nil if there is none.
func (p *program) node(name string) *Node {
	if n := p.own[name]; n != nil {
		return n
	}
	return p.nodes[name]
}

func (p *program) pos(at token.Pos) Pos {
	position := p.pass.Fset.Position(at)
	i, ok := p.files[position.Filename]
	if !ok {
		i = len(p.graph.Files)
		p.files[position.Filename] = i
		p.graph.Files = append(p.graph.Files, position.Filename)
		if p.generated(at) {
			p.graph.Generated = append(p.graph.Generated, i)
		}
	}
	return Pos{i, position.Line, position.Column}
}

// generated reports whether a file of the package says that a generator made it.
func (p *program) generated(at token.Pos) bool {
	for _, file := range p.pass.Files {
		if file.FileStart <= at && at < file.FileEnd {
			return ast.IsGenerated(file)
		}
	}
	return false
}

// place renders a position for a message.
func (p *program) place(at token.Pos) string {
	position := p.pass.Fset.Position(at)
	return fmt.Sprintf("%s:%d", filepath.Base(position.Filename), position.Line)
}

// starts reports whether fn, or the function it is a literal of, runs when a
// service starts or its configuration changes, by the verb that its name begins
// with.
func starts(fn *ssa.Function) bool {
	if isOption(fn) {
		return true
	}
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return model.Begins("start", fn.Name())
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
	return ok && !carrier(fn.Signature.Params().At(0).Type())
}

// service reports whether values of a type are services: it is a struct of this
// package that has something to call, an interface or a function, no field that
// is filled from outside by its tag, and none that holds a request.
func (p *program) service(t types.Type) bool {
	t = pointee(t)
	known, ok := p.services[t]
	if !ok {
		known = p.isService(t)
		p.services[t] = known
	}
	return known
}

func (p *program) isService(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != p.pass.Pkg || holdsRequest(t) {
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
			calls = calls || u.NumMethods() > 0 && !dataless(st.Field(i).Type())
		case *types.Signature:
			calls = true
		}
	}
	return calls
}

// noteStore notes what is stored in a field of a struct that others may hold,
// or in a package variable.
func (p *program) noteStore(f *frame, addr, root ssa.Value, v Value) {
	if p.settled {
		return // known
	}
	if g, ok := root.(*ssa.Global); ok {
		p.globalStore(g).add(f, v)
	}
	field := fieldVar(addr)
	if field == nil || field.Pkg() != p.pass.Pkg {
		return // no field, or of a type that others make
	}
	s := p.fieldStores[field]
	if s == nil {
		s = new(stores)
		p.fieldStores[field] = s
	}
	if isOption(f.fn) {
		v.Params = 0 // whatever it says
	}
	s.made = Join(s.made, v)
	if shared(root) {
		s.add(f, v)
	}
}

func (p *program) globalStore(g *ssa.Global) *stores {
	s := p.globalStores[g]
	if s == nil {
		s = new(stores)
		p.globalStores[g] = s
	}
	return s
}

func (s *stores) add(f *frame, v Value) {
	if starts(f.fn) && !(v.Class == Request && f.fn.Name() != "init" && !strings.HasPrefix(f.fn.Name(), "init#")) {
		s.atStart = Join(s.atStart, v)
		return
	}
	if f.fn.Signature.Recv() != nil && v.Class <= Lookup && v.Params&^(1|made) == 0 {
		s.atStart = Join(s.atStart, v) // made when it is first needed, of the receiver's own
		return
	}
	s.value = Join(s.value, v)
	s.seen = true
}

// fieldVar returns the field that addr is in, the innermost one.
func fieldVar(addr ssa.Value) *types.Var {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			st, ok := pointee(a.X.Type()).Underlying().(*types.Struct)
			if !ok {
				return nil
			}
			return st.Field(a.Field).Origin()
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.Slice:
			addr = a.X
		case *ssa.UnOp:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		default:
			return nil
		}
	}
}

// state returns what a field of a value that outlives its function holds, if
// that is not simply a part of the value: because it changes as the service
// runs.
func (p *program) state(addr ssa.Value) (Value, bool) {
	field := fieldVar(addr)
	if field == nil {
		return Value{}, false
	}
	s := p.fieldStores[field]
	if s == nil || !s.seen {
		return Value{}, false // set before it is shared
	}
	if v := s.value; v.Params == 0 && (v.Class == Const || v.Class == Config) {
		return v, true // refreshed from configuration
	}
	return Unknown, true
}

// fixed reports whether addr is in a field that only this package sets, to what
// the program or an option says: the same for all that are made.
func (p *program) fixed(addr ssa.Value) bool {
	field := fieldVar(addr)
	if field == nil || field.Exported() {
		return false
	}
	s := p.fieldStores[field]
	return s != nil && !s.seen && s.made.Params == 0 && s.made.Class <= Config
}

// noteMap notes that a function changes a map that others see.
func (p *program) noteMap(f *frame, m ssa.Value) {
	if root, _ := resolve(m); p.settled || !shared(root) || starts(f.fn) {
		return // of its own, or at start
	}
	if obj := mapObject(m); obj != nil {
		p.changedMaps[obj] = true
	}
}

// mapChanges reports whether m is a map that changes as the service runs.
func (p *program) mapChanges(m ssa.Value) bool {
	obj := mapObject(m)
	return obj != nil && p.changedMaps[obj]
}

// mapObject returns the field or variable that holds a map.
func mapObject(m ssa.Value) types.Object {
	if field := fieldVar(m); field != nil {
		return field
	}
	if root, _ := resolve(m); root != nil {
		if g, ok := root.(*ssa.Global); ok {
			return g.Object()
		}
	}
	return nil
}

// global returns what a package variable holds.
func (p *program) global(g *ssa.Global) Value {
	obj := g.Object()
	if obj == nil {
		return Value{} // the guard of init
	}
	if readable(pointee(g.Type())) {
		return Unknown // a stream
	}
	source := Value{Class: Config, Source: "package variable " + obj.Name(), Place: p.place(obj.Pos())}
	if g.Pkg != p.pkg {
		switch path := obj.Pkg().Path(); {
		case p.mutable[path+"."+obj.Name()]:
			return Unknown
		case p.imported[path]:
			source.Place = ""
			return source
		}
		if model.Standard(obj.Pkg()) {
			return Value{} // base64.StdEncoding and its kind
		}
		return Unknown
	}
	if size, ok := p.embedded[obj]; ok {
		source.Source, source.Size = "embedded "+obj.Name(), size
		return source
	}
	s := p.globalStores[g]
	switch {
	case s == nil:
		return Value{} // always zero, as far as it can be seen
	case s.seen && !(s.value.Params == 0 && s.value.Class <= Config):
		return Unknown
	case p.changedMaps[obj]:
		return Unknown
	case s.seen && s.value.Class == Config:
		return s.value
	case s.atStart.Class == Const && s.atStart.Params == 0:
		source.Class = Const
	}
	return source
}
