package cfg

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Selected returns the case of a select that is chosen on the edge between two
// blocks, or nil.
func Selected(from, to *ssa.BasicBlock) *ssa.SelectState {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || to != from.Succs[0] {
		return nil
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL {
		return nil
	}
	index, ok := cmp.X.(*ssa.Extract)
	if !ok || index.Index != 0 {
		return nil
	}
	sel, ok := index.Tuple.(*ssa.Select)
	if !ok {
		return nil
	}
	k, ok := cmp.Y.(*ssa.Const)
	if !ok || k.Value == nil {
		return nil
	}
	n, _ := constant.Int64Val(k.Value)
	if n < 0 || int(n) >= len(sel.States) {
		return nil
	}
	return sel.States[n]
}
