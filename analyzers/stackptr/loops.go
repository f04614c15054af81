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

// rounds yields the blocks that are in endless loops, in order, with the innermost
// of these around each, and whether control comes by in each round:
//
//	for {
//		for _, msg := range poll() {
//			here
//		}
//	}
func rounds(fn *ssa.Function) iter.Seq2[*ssa.BasicBlock, round] {
	loops := loopsOf(fn)
	return func(yield func(*ssa.BasicBlock, round) bool) {
		for _, b := range fn.Blocks {
			at, usual := b, true
			for i := len(loops) - 1; i >= 0; i-- {
				l := loops[i]
				if !l.blocks[at] {
					continue // is elsewhere
				}
				if l.endless {
					if !yield(b, round{l, usual && l.inRound(at)}) {
						return
					}
					break
				}
				usual = usual && l.always(at)
				at = l.header
			}
		}
	}
}

// round is an endless loop, as a block in it sees it.
type round struct {
	*loop
	usual bool
}

// always reports whether control comes by a block each time that it goes back to the
// loop's header.
func (l *loop) always(b *ssa.BasicBlock) bool {
	for _, p := range l.header.Preds {
		if l.blocks[p] && !b.Dominates(p) {
			return false
		}
	}
	return true
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
