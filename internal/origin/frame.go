package origin

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A Frame evaluates one function: the origin of each of its values. It does
// not mind the order of instructions: what is ever stored in a variable is
// joined. A pointer and what it points to are one value, but for the fields of
// a struct, one level deep, which are told apart.
type Frame struct {
	p       *program
	fn      *ssa.Function
	sums    summary.Lookup[*Summary]
	env     map[ssa.Value]Value
	fields  map[fieldKey]Value
	tuples  map[ssa.Value][]Value
	index   map[ssa.Value]int // of parameters and free variables
	sum     *Summary
	picks   picks
	returns []*ssa.Return
	block   *ssa.BasicBlock // under evaluation
	// changed is set when the pass over the function learned something.
	changed bool
}

type fieldKey struct {
	root  ssa.Value
	field int
}

const (
	maxInstrs = 20000 // of a function that is evaluated
	maxPasses = 12    // over a function until it is given up
	maxBlocks = 300   // of a function whose conditions are looked at
)

// evaluate summarizes fn.
func (p *program) evaluate(fn *ssa.Function, sums summary.Lookup[*Summary]) *Summary {
	f := &Frame{
		p: p, fn: fn, sums: sums,
		env: make(map[ssa.Value]Value), fields: make(map[fieldKey]Value),
		tuples: make(map[ssa.Value][]Value), index: make(map[ssa.Value]int),
		sum: newSummary(fn),
	}
	n := 0
	for _, b := range fn.Blocks {
		n += len(b.Instrs)
	}
	if n > maxInstrs {
		return unknown(fn)
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
			return unknown(fn)
		}
		f.changed = false
		f.pass()
		if !f.changed {
			break
		}
	}
	f.outs()
	f.makesResults()
	f.gives()
	f.sum.Leads = f.leads()
	p.frames[fn] = f
	return f.sum
}

func (f *Frame) pass() {
	for _, b := range f.fn.Blocks {
		f.block = b
		for _, instr := range b.Instrs {
			f.transfer(instr)
		}
	}
	f.block = nil
}

// outs notes what the function writes to its parameters and free variables.
func (f *Frame) outs() {
	note := func(v ssa.Value, i int) {
		out := f.env[v]
		for k, field := range f.fields {
			if k.root == v && !f.p.owner(v) {
				out = Join(out, field)
			}
		}
		own := uint32(1) << i
		if i == 0 {
			own |= Made
		}
		if out.Class != None || out.Params&^own != 0 {
			f.sum.Outs = append(f.sum.Outs, Out{Param: i, Value: out})
		}
	}
	for i, param := range f.fn.Params {
		note(param, i)
	}
	for i, free := range f.fn.FreeVars {
		note(free, len(f.fn.Params)+i)
	}
}

// Value returns the origin of v and all that it holds.
func (f *Frame) Value(v ssa.Value) Value { return f.choose(v, f.whole(v)) }

// whole returns the origin of v, whichever element of a collection it is.
func (f *Frame) whole(v ssa.Value) Value {
	if Dataless(v.Type()) {
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
		if Carrier(v.Type()) {
			return Value{Class: Request} // a variable that a literal captures
		}
	}
	return f.held(v)
}

// held returns what was stored in v and its fields.
func (f *Frame) held(v ssa.Value) Value {
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
func (f *Frame) input(v ssa.Value) Value {
	if Carrier(v.Type()) {
		return Value{Class: Request}
	}
	return param(f.index[v])
}

// isText reports whether a constant is a string.
func isText(c *ssa.Const) bool {
	_, ok := StringOf(c)
	return ok
}

func constantValue(c *ssa.Const) Value {
	if c.Value == nil {
		return Value{}
	}
	if s, ok := StringOf(c); ok {
		return literal(s)
	}
	return Value{Class: Const}
}

// store joins v to what addr points to.
func (f *Frame) store(addr ssa.Value, v Value) {
	if v == (Value{}) {
		return // nothing to learn
	}
	root, field := Resolve(addr)
	if Carrier(root.Type()) {
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
func (f *Frame) set(at ssa.Value, v Value) {
	if old := f.env[at]; Join(old, v) != old {
		f.env[at] = Join(old, v)
		f.changed = true
	}
}

// load returns the origin of what addr points to.
func (f *Frame) load(addr ssa.Value) Value {
	all := f.there(addr)
	for at := addr; ; {
		switch a := at.(type) {
		case *ssa.FieldAddr:
			at = a.X
			continue
		case *ssa.IndexAddr:
			all = chosen(all, f.Value(a.Index))
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
func (f *Frame) there(addr ssa.Value) Value {
	if a, ok := addr.(*ssa.FieldAddr); ok {
		if v, ok := f.known(a.X, a.Field); ok {
			return v
		}
	}
	root, field := Resolve(addr)
	if Carrier(root.Type()) {
		return Value{Class: Request}
	}
	if Shared(root) {
		if v, ok := f.p.state(addr); ok {
			return v
		}
		if Readable(Pointee(addr.Type())) {
			return Unknown // a stream gives other data each time
		}
	}
	if field < 0 {
		return f.Value(root)
	}
	var out Value
	switch root := root.(type) {
	case *ssa.Global:
		return f.p.global(root)
	case *ssa.Parameter, *ssa.FreeVar:
		out = f.input(root)
		if out == param(0) && f.fn.Signature.Recv() != nil && f.p.service(root.Type()) && f.p.fixed(addr) {
			out = Value{Params: Made}
		}
	}
	return Join(Join(out, f.env[root]), f.fields[fieldKey{root, field}])
}

// At has the origins of values told as they are in a block, until the next call: what is
// chosen by a comparison, is chosen below it. A nil block is any.
func (f *Frame) At(b *ssa.BasicBlock) { f.block = b }

// Func returns the function that is evaluated.
func (f *Frame) Func() *ssa.Function { return f.fn }

// Sum returns the summary of a function that is called, false if it is not known.
func (f *Frame) Sum(fn *ssa.Function) (*Summary, bool) { return f.sums(fn) }

// Param returns the index of a parameter or free variable.
func (f *Frame) Param(v ssa.Value) int { return f.index[v] }
