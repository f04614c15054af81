package cfg

import (
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
	s, i := Dispatch(branch)
	if s == nil || i < 0 || i >= len(s.States) {
		return nil
	}
	return s.States[i]
}

// Dispatch returns the select of which a branch asks whether a case was chosen, and the
// index of that case; nil if it asks something else.
func Dispatch(branch *ssa.If) (*ssa.Select, int) {
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL {
		return nil, 0
	}
	index, ok := cmp.X.(*ssa.Extract)
	if !ok || index.Index != 0 {
		return nil, 0
	}
	s, ok := index.Tuple.(*ssa.Select)
	k, isConst := cmp.Y.(*ssa.Const)
	if !ok || !isConst || k.Value == nil {
		return nil, 0
	}
	return s, int(k.Int64())
}
