package stackptr

import (
	"go/types"
	"iter"

	"golang.org/x/tools/go/ssa"
)

// A loop is one of a function.
type loop struct {
	header *ssa.BasicBlock
	blocks map[*ssa.BasicBlock]bool
	// endless is set if it neither counts nor goes over something that is
	// there, but ends when something happens.
	endless bool
}

// loopsOf returns the loops of a function, inner ones after those around them.
func loopsOf(fn *ssa.Function) []*loop {
	var out []*loop
	for _, h := range fn.DomPreorder() {
		l := &loop{header: h, blocks: make(map[*ssa.BasicBlock]bool)}
		var work []*ssa.BasicBlock
		for _, p := range h.Preds {
			if h.Dominates(p) {
				work = append(work, p)
			}
		}
		if len(work) == 0 {
			continue // no loop begins here
		}
		l.endless = isEndless(h)
		for l.blocks[h] = true; len(work) > 0; {
			b := work[len(work)-1]
			work = work[:len(work)-1]
			if !l.blocks[b] {
				l.blocks[b] = true
				work = append(work, b.Preds...)
			}
		}
		out = append(out, l)
	}
	return out
}

// innermost yields the blocks that are in loops, in order, with the innermost
// loop around each.
func innermost(fn *ssa.Function) iter.Seq2[*ssa.BasicBlock, *loop] {
	loops := make(map[*ssa.BasicBlock]*loop)
	for _, l := range loopsOf(fn) {
		for b := range l.blocks {
			loops[b] = l
		}
	}
	return func(yield func(*ssa.BasicBlock, *loop) bool) {
		for _, b := range fn.Blocks {
			if l := loops[b]; l != nil && !yield(b, l) {
				return
			}
		}
	}
}

// isEndless tells by the header of a loop, and what SSA calls it.
func isEndless(h *ssa.BasicBlock) bool {
	switch h.Comment {
	case "rangechan.loop":
		return true
	case "for.loop":
		branch, ok := h.Instrs[len(h.Instrs)-1].(*ssa.If)
		return !ok || !hasCounter(branch)
	case "for.body":
		return true // for { }
	}
	return false
}

// hasCounter reports whether a loop's condition compares integers.
func hasCounter(branch *ssa.If) bool {
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	t, ok := cmp.X.Type().Underlying().(*types.Basic)
	return ok && t.Info()&types.IsInteger != 0
}
