package origin

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// What a condition decides is chosen by it, as the entry of a map is by the key:
//
//	name := "a.json"
//	switch r.FormValue("v") {
//	case "2":
//		name = "b.json"     // the request chooses the file
//	}
//
// That is an implicit flow, but only from the condition to which of several values a
// variable or a result has. Whether there is one at all, errors tell.

// decided returns what decides whether control gets from the block top to b: the
// conditions at the ends of b and of the blocks that dominate it, down to top. Of what is
// not known it says nothing.
func (f *Frame) decided(b, top *ssa.BasicBlock) Value {
	var out Value
	seen := make(map[ssa.Value]bool)
	for ; b != nil; b = b.Idom() {
		if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
			out = Join(out, f.condition(cond.Cond, seen))
		}
		if b == top {
			break
		}
	}
	return out
}

// maxCondition is the number of values of conditions that are looked at.
const maxCondition = 50

// condition returns the origin of what a condition compares, each value of it once.
func (f *Frame) condition(v ssa.Value, seen map[ssa.Value]bool) Value {
	if seen[v] || len(seen) == maxCondition {
		return Value{}
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.BinOp:
		if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 {
			if IsNil(v.X) || IsNil(v.Y) {
				return Value{} // whether there is one
			}
			return Join(f.condition(v.X, seen), f.condition(v.Y, seen))
		}
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return f.condition(v.X, seen)
		}
	case *ssa.Phi: // x && y
		var out Value
		for _, edge := range v.Edges {
			out = Join(out, f.condition(edge, seen))
		}
		return out
	}
	return f.choice(f.Value(v))
}

// choice returns what of an origin may choose: a request and parameters, but for the
// receiver, unless it is a text or a number. What nobody knows does not.
func (f *Frame) choice(v Value) Value {
	out := Value{Params: v.Params &^ Made}
	if recv := f.fn.Signature.Recv(); recv != nil {
		if _, ok := recv.Type().Underlying().(*types.Basic); !ok {
			out.Params &^= 1
		}
	}
	if v.Class == Keyed || v.Class == Request {
		out.Class = v.Class
	}
	return out
}

// differ reports whether some of the values, nil apart, are surely others than some: if
// they are all made of the same, it does not matter which it is.
func (f *Frame) differ(values []ssa.Value) bool {
	var first ssa.Value
	for _, v := range values {
		if IsNil(v) || v == first || f.Value(v) == (Value{}) {
			continue // says nothing
		}
		if first == nil {
			first = v
			continue
		}
		a, oka := first.(*ssa.Const)
		b, okb := v.(*ssa.Const)
		if oka && okb && a.Value.ExactString() == b.Value.ExactString() {
			continue // the same
		}
		if made := f.Value(first); made != f.Value(v) || made.Class == Const {
			return true
		}
	}
	return false
}

// merged returns the origin of a phi, given that of its edges.
func (f *Frame) merged(phi *ssa.Phi, all Value) Value {
	b := phi.Block()
	if len(f.fn.Blocks) > maxBlocks {
		return all // not worth the time
	}
	for _, pred := range b.Preds {
		if b == pred || b.Dominates(pred) {
			return all // of a loop: what the rounds made
		}
	}
	if !f.differ(phi.Edges) {
		return all
	}
	var by Value
	for _, pred := range b.Preds {
		by = Join(by, f.decided(pred, b.Idom()))
	}
	return chosen(all, by)
}

// assigned returns the origin of what is stored in a variable, if others are, too.
func (f *Frame) assigned(i *ssa.Store, v Value) Value {
	alloc, ok := i.Addr.(*ssa.Alloc)
	if !ok || i.Block() == alloc.Block() || len(f.fn.Blocks) > maxBlocks {
		return v // always, or not worth the time
	}
	var values []ssa.Value
	for _, ref := range *alloc.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == alloc {
			values = append(values, st.Val)
		}
	}
	if len(values) < 2 || !f.differ(values) {
		return v
	}
	return chosen(v, f.decided(i.Block().Idom(), alloc.Block()))
}

// returned returns the origin of the k-th result of a return, if others return other
// values.
func (f *Frame) returned(i *ssa.Return, k int, v Value) Value {
	if i.Block().Idom() == nil || len(f.fn.Blocks) > maxBlocks || IsNil(i.Results[k]) || v == (Value{}) {
		return v
	}
	var values []ssa.Value
	for _, ret := range f.returns {
		values = append(values, ret.Results[k])
	}
	if len(values) < 2 || !f.differ(values) {
		return v
	}
	return chosen(v, f.decided(i.Block().Idom(), nil))
}

// returnsOf returns the returns of a function.
func returnsOf(fn *ssa.Function) []*ssa.Return {
	var out []*ssa.Return
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			out = append(out, ret)
		}
	}
	return out
}
