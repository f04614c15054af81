package mapaccess

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// gated reports whether control comes to an instruction only where an atomic flag of the
// object that has a map is set: who sets it may have waited for the others first.
//
//	if !e.closed.Load() {
//		return errOpen
//	}
//	return e.events[id], nil
func (b *Function) gated(at ssa.Instruction, m *place.Place) bool {
	object := ownerOf(m)
	if object == nil || at == nil {
		return false
	}
	for dom := at.Block().Idom(); dom != nil; dom = dom.Idom() {
		branch, ok := dom.Instrs[len(dom.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		flag, set := asksFlag(branch.Cond)
		if flag == nil {
			continue // asks for something else
		}
		side := dom.Succs[1]
		if set {
			side = dom.Succs[0]
		}
		if len(side.Preds) > 1 || !side.Dominates(at.Block()) {
			continue // whatever the flag says
		}
		for _, q := range b.effect(flag).Acquires {
			if !IsChan(q) && q.Parent == object {
				return true
			}
		}
	}
	return false
}

// asksFlag returns the call whose result a condition asks for, and whether it holds if the
// result is true or not zero. It is nil if the condition asks for something else.
func asksFlag(cond ssa.Value) (call *ssa.Call, set bool) {
	set = true
	for {
		switch v := cond.(type) {
		case *ssa.UnOp:
			if v.Op != token.NOT {
				return nil, false
			}
			cond, set = v.X, !set
		case *ssa.BinOp:
			k, ok := v.Y.(*ssa.Const)
			if !ok || k.Value == nil || v.Op != token.EQL && v.Op != token.NEQ {
				return nil, false
			}
			zero := k.Value.Kind() == constant.Int && constant.Sign(k.Value) == 0 || k.Value.Kind() == constant.Bool && !constant.BoolVal(k.Value)
			cond, set = v.X, set == (zero == (v.Op == token.NEQ))
		case *ssa.TypeAssert:
			cond = v.X
		case *ssa.Call:
			return v, set
		default:
			return nil, false
		}
	}
}
