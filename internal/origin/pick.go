package origin

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// A pick says that in a block an element of a collection is the one that keys
// stand for:
//
//	for _, t := range tenants {
//		if t.ID == id {
//			// here t is chosen by id, as tenants[id] would be
//
// Before the comparison, and where it fails, it is any element.
type pick struct {
	element ssa.Value
	keys    []ssa.Value
}

// picks holds those of the blocks of a function: what each adds to those that
// dominate it.
type picks map[*ssa.BasicBlock][]pick

// picksOf finds the comparisons of a function with elements of collections.
func picksOf(fn *ssa.Function) picks {
	var out picks
	if len(fn.Blocks) > maxBlocks {
		return out // not worth the time
	}
	for _, b := range fn.Blocks {
		for _, p := range picksInto(b) {
			if out == nil {
				out = make(picks)
			}
			out[b] = append(out[b], p)
		}
	}
	return out
}

// picksInto returns what the conditions on all ways into a block say of one element. A
// way on which a key itself is compared, as with "no name or this name", leaves it to the
// key, too.
func picksInto(b *ssa.BasicBlock) []pick {
	var all []pick
	var others []*ssa.BasicBlock
	for _, pred := range b.Preds {
		p, ok := edgePick(pred, b)
		switch {
		case !ok:
			others = append(others, pred)
		case len(all) > 0 && p.element != all[0].element:
			return nil // another element
		default:
			all = append(all, p)
		}
	}
	for _, pred := range others {
		if !comparesKey(pred, all) {
			return nil // can be reached without
		}
	}
	return all
}

// comparesKey reports whether the condition at the end of a block compares one of the
// keys of picks.
func comparesKey(b *ssa.BasicBlock, picks []pick) bool {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	for _, p := range picks {
		for _, k := range p.keys {
			if cmp.X == k || cmp.Y == k || measures(cmp.X, k) || measures(cmp.Y, k) {
				return true
			}
		}
	}
	return false
}

// measures reports whether v is the length of key.
func measures(v, key ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "len" && call.Call.Args[0] == key
}

// edgePick returns what the condition at the end of a block says of an element
// if control goes on to the next.
func edgePick(from, to *ssa.BasicBlock) (pick, bool) {
	last, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] == from.Succs[1] {
		return pick{}, false
	}
	cond, holds := last.Cond, from.Succs[0] == to
	for {
		not, ok := cond.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			break
		}
		cond, holds = not.X, !holds
	}
	switch c := cond.(type) {
	case *ssa.BinOp:
		if c.Op == token.EQL && holds || c.Op == token.NEQ && !holds {
			return among(c.X, c.Y)
		}
	case *ssa.Call:
		if holds { // strings.EqualFold, slices.Contains and their kind
			args := c.Call.Args
			if c.Call.IsInvoke() {
				args = append([]ssa.Value{c.Call.Value}, args...)
			}
			return among(args...)
		}
	}
	return pick{}, false
}

// among returns the first of the values that is part of an element, with the
// others, which are not part of it, as keys.
func among(values ...ssa.Value) (pick, bool) {
	var p pick
	for _, v := range values {
		switch e := element(v); {
		case p.element == nil && e != nil:
			p.element = e
		case e == nil || e != p.element:
			p.keys = append(p.keys, v)
		}
	}
	return p, p.element != nil && len(p.keys) > 0
}

// maxElement is the number of steps from an element to what is part of it.
const maxElement = 12

// element returns what stands for the element of a collection that v is, or is
// part of: the index or the iteration that yields it. It is nil if v is none.
func element(v ssa.Value) ssa.Value {
	for range maxElement {
		if from := Converted(v); from != nil {
			v = from
			continue
		}
		switch x := v.(type) {
		case *ssa.IndexAddr:
			return varying(x.Index)
		case *ssa.Index:
			return varying(x.Index)
		case *ssa.Next:
			return x
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil
			}
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.Field:
			v = x.X
		case *ssa.Parameter:
			if x.Parent().Parent() == nil {
				return nil // of a declared function
			}
			return x.Parent() // the literal is called for each element
		case *ssa.Call: // t.Name(), strings.TrimSuffix(t.ID, ".json")
			if v = soleArgument(&x.Call); v == nil {
				return nil
			}
		case *ssa.Alloc:
			if v = SoleStore(x); v == nil {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}

// soleArgument returns the argument of a call, receiver included, that is no constant,
// nil if there are several.
func soleArgument(call *ssa.CallCommon) ssa.Value {
	args := call.Args
	if call.IsInvoke() {
		args = append([]ssa.Value{call.Value}, args...)
	}
	var sole ssa.Value
	for _, arg := range args {
		if _, ok := arg.(*ssa.Const); ok {
			continue // the same for each element
		}
		if sole != nil {
			return nil
		}
		sole = arg
	}
	return sole
}

// varying returns an index, nil if it is always the same.
func varying(index ssa.Value) ssa.Value {
	if _, ok := index.(*ssa.Const); ok {
		return nil
	}
	return index
}

// choose returns the origin of v, given that of any element that v may be, in
// the block under evaluation.
func (f *Frame) choose(v ssa.Value, all Value) Value {
	if len(f.picks) == 0 || all == (Value{}) {
		return all
	}
	e := element(v)
	if e == nil {
		return all
	}
	for b := f.block; b != nil; b = b.Idom() {
		for _, p := range f.picks[b] {
			if p.element != e {
				continue // says nothing of v
			}
			for _, k := range p.keys {
				all = chosen(all, f.whole(k))
			}
		}
	}
	return all
}
