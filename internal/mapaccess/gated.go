package mapaccess

import (
	"go/constant"
	"go/token"
	"slices"

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
	return object != nil && at != nil && slices.ContainsFunc(b.openGates(), func(g gate) bool {
		return g.object == object && g.opens.Dominates(at.Block())
	})
}

// A gate is a block where control comes only if an atomic flag of an object is set.
type gate struct {
	object *place.Place
	opens  *ssa.BasicBlock
}

// openGates returns the gates of the function.
func (b *Function) openGates() []gate {
	if b.gates != nil {
		return b.gates
	}
	b.gates = []gate{}
	for _, block := range b.Fn.Blocks {
		branch, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok {
			continue // no branch
		}
		flag, set := asksFlag(branch.Cond)
		if flag == nil {
			continue // asks for something else
		}
		opens := block.Succs[1]
		if set {
			opens = block.Succs[0]
		}
		if len(opens.Preds) > 1 {
			continue // whatever the flag says
		}
		for _, q := range b.effect(flag).Acquires {
			if !IsChan(q) && q.Parent != nil {
				b.gates = append(b.gates, gate{q.Parent, opens})
			}
		}
	}
	return b.gates
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
