package cfg

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Never reports whether control never takes the edge between two blocks, as
// far as constants tell:
//
//	for i := 0; i < 0; i++ { ... }
//
// If again is set, it is asked for the second time that control comes to from:
// the body of a loop that is left after one round is not entered again.
func Never(from, to *ssa.BasicBlock, again bool) bool {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || to != from.Succs[0] {
		return false
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.LSS {
		return false
	}
	bound, ok := constInt(cmp.Y)
	if !ok {
		return false
	}
	if i, ok := constInt(cmp.X); ok {
		return i >= bound
	}
	i, ok := cmp.X.(*ssa.Phi)
	if !ok || i.Block() != from {
		return false
	}
	for _, edge := range i.Edges {
		if start, ok := constInt(edge); ok {
			if again {
				start++
			}
			return start >= bound
		}
	}
	return false
}

func constInt(v ssa.Value) (int64, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c.Value)
}
