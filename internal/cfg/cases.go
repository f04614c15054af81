package cfg

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Case reports whether a block is a case of a switch over a value or its type: control
// comes to it by one of several branches that compare the same value.
func Case(b *ssa.BasicBlock) bool {
	if len(b.Preds) == 0 {
		return false
	}
	x := compared(b.Preds[0])
	for _, at := range b.Preds {
		if x == nil || compared(at) != x || at.Succs[0] != b {
			return false // no branch, or another
		}
	}
	if len(b.Preds) > 1 {
		return true // case 1, 2:
	}
	at := b.Preds[0]
	return compared(at.Succs[1]) == x || len(at.Preds) == 1 && compared(at.Preds[0]) == x && at.Preds[0].Succs[1] == at
}

// compared returns the value that a block compares with a constant or asserts to have a
// type before it branches, nil for other blocks.
func compared(b *ssa.BasicBlock) ssa.Value {
	if len(b.Instrs) == 0 {
		return nil
	}
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return nil
	}
	switch cond := branch.Cond.(type) {
	case *ssa.BinOp:
		if cond.Op == token.EQL {
			return cond.X
		}
	case *ssa.Extract:
		if assert, ok := cond.Tuple.(*ssa.TypeAssert); ok {
			return assert.X
		}
	}
	return nil
}
