package escape

import (
	"go/constant"

	"golang.org/x/tools/go/ssa"
)

// live returns the blocks of fn that no constant condition rules out: the
// compiler drops the others before it looks for escapes.
func (u *unit) live(fn *ssa.Function) []*ssa.BasicBlock {
	if blocks, ok := u.blocks[fn]; ok {
		return blocks
	}
	if len(fn.Blocks) == 0 {
		return nil
	}
	seen := map[*ssa.BasicBlock]bool{fn.Blocks[0]: true}
	work := []*ssa.BasicBlock{fn.Blocks[0]}
	if fn.Recover != nil {
		seen[fn.Recover] = true
		work = append(work, fn.Recover)
	}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		for _, succ := range successors(b) {
			if !seen[succ] {
				seen[succ] = true
				work = append(work, succ)
			}
		}
	}
	var blocks []*ssa.BasicBlock
	for _, b := range fn.Blocks {
		if seen[b] {
			blocks = append(blocks, b)
		}
	}
	u.blocks[fn] = blocks
	return blocks
}

func successors(b *ssa.BasicBlock) []*ssa.BasicBlock {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return b.Succs
	}
	c, ok := branch.Cond.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Bool {
		return b.Succs
	}
	if constant.BoolVal(c.Value) {
		return b.Succs[:1]
	}
	return b.Succs[1:]
}
