package origin

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A frame evaluates one function: the origin of each of its values. It does
// not mind the order of instructions: what is ever stored in a variable is
// joined. A pointer and what it points to are one value, but for the fields of
// a struct, one level deep, which are told apart.
type frame struct {
	p       *program
	fn      *ssa.Function
	sums    summary.Lookup[*Node]
	env     map[ssa.Value]Value
	fields  map[fieldKey]Value
	tuples  map[ssa.Value][]Value
	index   map[ssa.Value]int // of parameters and free variables
	node    *Node
	loops   map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool
	memory  *memory
	picks   picks
	returns []*ssa.Return
	block   *ssa.BasicBlock // under evaluation
	// changed is set when the pass over the function learned something.
	changed bool
	// emitting is set in the last pass, which notes decodes and calls.
	emitting bool
	// The blocks of the node's decodes and calls.
	decodeBlocks, callBlocks []*ssa.BasicBlock
}

type fieldKey struct {
	root  ssa.Value
	field int
}

const (
	maxInstrs = 20000 // of a function that is evaluated
	maxPasses = 12    // over a function until it is given up
)

// evaluate summarizes fn.
func (p *program) evaluate(fn *ssa.Function, sums summary.Lookup[*Node]) *Node {
	f := &frame{
		p: p, fn: fn, sums: sums,
		env: make(map[ssa.Value]Value), fields: make(map[fieldKey]Value),
		tuples: make(map[ssa.Value][]Value), index: make(map[ssa.Value]int),
		node: newNode(fn),
	}
	n := 0
	for _, b := range fn.Blocks {
		n += len(b.Instrs)
	}
	if n > maxInstrs {
		return unknownNode(fn)
	}
	for i, param := range fn.Params {
		f.index[param] = i
	}
	for i, free := range fn.FreeVars {
		f.index[free] = len(fn.Params) + i
	}
	f.picks, f.returns = picksOf(fn), returnsOf(fn)
	for pass := 0; ; pass++ {
		if pass == maxPasses {
			return unknownNode(fn)
		}
		f.changed = false
		f.pass()
		if !f.changed {
			break
		}
	}
	f.loops = cfg.Cycles(fn)
	f.memory = &memory{fn: fn, guards: make(map[*ssa.BasicBlock][]guard)}
	f.emitting = true
	f.pass()
	f.outs()
	f.keeps()
	f.makesResults()
	p.frames[fn] = f
	return f.node
}

func (f *frame) pass() {
	for _, b := range f.fn.Blocks {
		f.block = b
		for _, instr := range b.Instrs {
			f.transfer(instr)
		}
	}
	f.block = nil
}

// outs notes what the function writes to its parameters and free variables.
func (f *frame) outs() {
	note := func(v ssa.Value, i int) {
		out := f.env[v]
		for k, field := range f.fields {
			if k.root == v && !f.p.owner(v) {
				out = Join(out, field)
			}
		}
		own := uint32(1) << i
		if i == 0 {
			own |= made
		}
		if out.Class != None || out.Params&^own != 0 {
			f.node.Outs = append(f.node.Outs, Out{Param: i, Value: out})
		}
	}
	for i, param := range f.fn.Params {
		note(param, i)
	}
	for i, free := range f.fn.FreeVars {
		note(free, len(f.fn.Params)+i)
	}
}

// value returns the origin of v and all that it holds.
func (f *frame) value(v ssa.Value) Value { return f.choose(v, f.whole(v)) }

// whole returns the origin of v, whichever element of a collection it is.
func (f *frame) whole(v ssa.Value) Value {
	if dataless(v.Type()) {
		return Value{}
	}
	switch v := v.(type) {
	case *ssa.Const:
		return constantValue(v)
	case *ssa.Global:
		return f.p.global(v)
	case *ssa.Function, *ssa.Builtin:
		return Value{}
	case *ssa.Parameter, *ssa.FreeVar:
		return Join(f.input(v), f.held(v))
	case *ssa.Alloc:
		if carrier(v.Type()) {
			return Value{Class: Request} // a variable that a literal captures
		}
	}
	return f.held(v)
}

// held returns what was stored in v and its fields.
func (f *frame) held(v ssa.Value) Value {
	out := f.env[v]
	if f.p.owner(v) {
		return out
	}
	switch v.(type) {
	case *ssa.Alloc, *ssa.Parameter, *ssa.FreeVar, *ssa.Call, *ssa.MakeMap, *ssa.MakeSlice, *ssa.Extract, *ssa.Phi:
		for i := range fieldCount(v.Type()) {
			out = Join(out, f.fields[fieldKey{v, i}])
		}
	}
	return out
}

// fieldCount returns the number of fields of the struct that t is or points
// to, through up to two pointers.
func fieldCount(t types.Type) int {
	for range 3 {
		switch u := t.Underlying().(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Struct:
			return u.NumFields()
		}
	}
	return 0
}

// input returns what a parameter or free variable stands for.
func (f *frame) input(v ssa.Value) Value {
	if carrier(v.Type()) {
		return Value{Class: Request}
	}
	return param(f.index[v])
}

// carrier reports whether values of type t, or what they point to, are request
// data.
func carrier(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok && model.Carrier(p.Elem()) != "" {
		return true
	}
	return model.Carrier(t) != ""
}

// dataless reports whether values of type t hold nothing that is ever decoded.
func dataless(t types.Type) bool {
	switch u := t.(type) {
	case *types.Named:
		obj := u.Obj()
		if obj.Pkg() == nil {
			return obj.Name() == "error"
		}
		if obj.Pkg().Path() == "context" {
			return true
		}
	case *types.Alias:
		return dataless(types.Unalias(u))
	case *types.Pointer:
		return dataless(u.Elem())
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok || codec(t)
}

// codec reports whether values of type t say how data is encoded, and are none:
// an interface that has Marshal and Unmarshal, both of what they are given.
func codec(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	n := 0
	for m := range iface.Methods() {
		if name := m.Name(); (name == "Marshal" || name == "Unmarshal") && m.Signature().Params().Len() > 0 {
			n++
		}
	}
	return n == 2
}

func constantValue(c *ssa.Const) Value {
	if c.Value == nil {
		return Value{}
	}
	if s, ok := stringOf(c); ok {
		return literal(s)
	}
	return Value{Class: Const}
}

// resolve returns the variable that addr is part of, and the field of it, or -1.
func resolve(addr ssa.Value) (root ssa.Value, field int) {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			root, field := resolve(a.X)
			if field < 0 {
				field = a.Field
			}
			return root, field
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.Slice:
			addr = a.X
		case *ssa.UnOp:
			if a.Op != token.MUL {
				return addr, -1
			}
			addr = a.X
		case *ssa.ChangeType:
			addr = a.X
		case *ssa.ChangeInterface:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		case *ssa.TypeAssert:
			if a.CommaOk {
				return addr, -1
			}
			addr = a.X
		default:
			return addr, -1
		}
	}
}

// store joins v to what addr points to.
func (f *frame) store(addr ssa.Value, v Value) {
	if v == (Value{}) {
		return // nothing to learn
	}
	root, field := resolve(addr)
	if carrier(root.Type()) {
		return // request data anyway
	}
	f.p.noteStore(f, addr, root, v)
	if _, ok := root.(*ssa.Global); ok {
		return // noted
	}
	if field >= 0 {
		k := fieldKey{root, field}
		if old := f.fields[k]; Join(old, v) != old {
			f.fields[k] = Join(old, v)
			f.changed = true
		}
		return
	}
	f.set(root, v)
}

// set joins v to what is known of a value.
func (f *frame) set(at ssa.Value, v Value) {
	if old := f.env[at]; Join(old, v) != old {
		f.env[at] = Join(old, v)
		f.changed = true
	}
}

// load returns the origin of what addr points to.
func (f *frame) load(addr ssa.Value) Value {
	all := f.there(addr)
	for at := addr; ; {
		switch a := at.(type) {
		case *ssa.FieldAddr:
			at = a.X
			continue
		case *ssa.IndexAddr:
			all = chosen(all, f.value(a.Index))
			at = a.X
			continue
		case *ssa.UnOp:
			if a.Op == token.MUL {
				at = a.X
				continue
			}
		}
		return f.choose(addr, all)
	}
}

// there returns the origin of what addr points to, whichever element of a
// collection it is.
func (f *frame) there(addr ssa.Value) Value {
	if a, ok := addr.(*ssa.FieldAddr); ok {
		if v, ok := f.known(a.X, a.Field); ok {
			return v
		}
	}
	root, field := resolve(addr)
	if carrier(root.Type()) {
		return Value{Class: Request}
	}
	if shared(root) {
		if v, ok := f.p.state(addr); ok {
			return v
		}
		if readable(pointee(addr.Type())) {
			return Unknown // a stream gives other data each time
		}
	}
	if field < 0 {
		return f.value(root)
	}
	var out Value
	switch root := root.(type) {
	case *ssa.Global:
		return f.p.global(root)
	case *ssa.Parameter, *ssa.FreeVar:
		out = f.input(root)
		if out == param(0) && f.fn.Signature.Recv() != nil && f.p.service(root.Type()) && f.p.fixed(addr) {
			out = Value{Params: made}
		}
	}
	return Join(Join(out, f.env[root]), f.fields[fieldKey{root, field}])
}

// shared reports whether a variable outlives the function, so that others may
// change it.
func shared(root ssa.Value) bool {
	switch root.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
		return true
	}
	return false
}

func pointee(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// readable reports whether t is a stream: it has a method Read([]byte).
func readable(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Read")
	fn, ok := obj.(*types.Func)
	return ok && fn.Signature().Params().Len() == 1
}
