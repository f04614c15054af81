package escape

import (
	"go/constant"

	"golang.org/x/tools/go/ssa"
)

// runs reports whether the block of an instruction is one of these.
func (u *unit) runs(instr ssa.Instruction) bool {
	u.live(instr.Parent())
	return u.alive[instr.Block()]
}

// captures reports whether a literal uses what it captures, in code that runs.
func (u *unit) captures(lit *ssa.Function, i int) bool {
	if i >= len(lit.FreeVars) || isBound(lit) {
		return true
	}
	for _, ref := range *lit.FreeVars[i].Referrers() {
		if !u.runs(ref) {
			continue // dropped
		}
		made, ok := ref.(*ssa.MakeClosure)
		if !ok {
			return true
		}
		for k, b := range made.Bindings {
			if b == lit.FreeVars[i] && u.captures(made.Fn.(*ssa.Function), k) {
				return true
			}
		}
	}
	return false
}

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
			u.alive[b] = true
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
