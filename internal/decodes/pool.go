package decodes

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// literal notes the literal of a type that keeps connections, which nobody uses again if
// each request makes one of its own:
//
//	client := &http.Client{Transport: &http.Transport{TLSClientConfig: s.tls}}
func (f *function) literal(a *ssa.Alloc) {
	t := origin.Pointee(a.Type())
	if _, ok := model.Pool(t); !ok || !a.Heap {
		return // nothing that is kept
	}
	if data, ok := f.pool(a, origin.Join(origin.Value{Class: origin.Const}, f.Value(a))); ok {
		f.node.Decodes = append(f.node.Decodes, Decode{
			Pos: f.p.pos(a.Pos()), Func: types.TypeString(t, (*types.Package).Name), Data: data, Kind: "literal",
			Loop: f.loops[a.Block()] != nil, Round: f.rounds[a.Block()],
		})
	}
}

// pool returns what an object that keeps connections is made of, data and what its fields
// are set to, and whether it is another each time for no reason.
func (f *function) pool(made ssa.Value, data origin.Value) (origin.Value, bool) {
	t := origin.Pointee(made.Type())
	off, ok := model.Pool(t)
	if !ok {
		return data, true // all its ends are in the function that makes it
	}
	data = origin.Join(origin.Value{Class: origin.Const}, data)
	for part := range follow([]ssa.Value{made}, partAddress) {
		for _, v := range storedAt(part) {
			if addr, ok := part.(*ssa.FieldAddr); ok && addr.X == made && place.FieldOf(t, addr.Field).Name() == off && !isFalse(v) {
				return data, false // on purpose
			}
			data = origin.Join(data, f.assigned(v))
		}
	}
	if closes(f.Func()) || !origin.Lasting(data) {
		return data, false // on purpose, or of the request
	}
	for _, w := range f.memory.writes(derived([]ssa.Value{made})) {
		if w.outcome {
			return data, false // for others, too
		}
	}
	return data, true
}

// assigned returns the origin of a field's new value, and for a function that of what it
// was made of.
func (f *function) assigned(v ssa.Value) origin.Value {
	if made, ok := origin.Closure(v); ok {
		return f.Join(made.Bindings)
	}
	if call, ok := v.(*ssa.Call); ok {
		if _, ok := call.Type().Underlying().(*types.Signature); ok {
			return f.Join(call.Call.Args) // http.ProxyURL(proxy)
		}
	}
	return f.Value(v)
}

// partAddress returns the address of a part of a value that an instruction takes, or the
// pointer that it loads from there.
func partAddress(_ ssa.Value, ref ssa.Instruction) []ssa.Value {
	switch ref := ref.(type) {
	case *ssa.FieldAddr:
		return []ssa.Value{ref}
	case *ssa.UnOp:
		if _, pointer := ref.Type().Underlying().(*types.Pointer); ref.Op == token.MUL && pointer {
			return []ssa.Value{ref}
		}
	}
	return nil
}

// storedAt returns the values that are stored at an address.
func storedAt(addr ssa.Value) []ssa.Value {
	var out []ssa.Value
	for _, ref := range *addr.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == addr {
			out = append(out, st.Val)
		}
	}
	return out
}

func isFalse(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Bool && !constant.BoolVal(c.Value)
}

// closes reports whether a function closes the connections that nobody uses.
func closes(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue // no call
			}
			if fn, ok := ir.Func(call.Common().StaticCallee()); ok && fn.Name() == "CloseIdleConnections" && model.Standard(fn.Pkg()) {
				return true
			}
		}
	}
	return false
}
