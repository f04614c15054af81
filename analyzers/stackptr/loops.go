package stackptr

import (
	"iter"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
)

// rounds yields the blocks that are in endless loops, which end only when something happens, in order, with the innermost
// of these around each, and whether control comes by in each round:
//
//	for {
//		for _, msg := range poll() {
//			here
//		}
//	}
func rounds(fn *ssa.Function) iter.Seq2[*ssa.BasicBlock, round] {
	loops := cfg.Loops(fn)
	return func(yield func(*ssa.BasicBlock, round) bool) {
		for _, b := range fn.Blocks {
			at, usual := b, true
			for i := len(loops) - 1; i >= 0; i-- {
				l := loops[i]
				if !l.Blocks[at] {
					continue // is elsewhere
				}
				if !l.Counts() {
					if !yield(b, round{l, usual && inRound(l, at)}) {
						return
					}
					break
				}
				usual = usual && l.Always(at)
				at = l.Header
			}
		}
	}
}

// round is an endless loop, as a block in it sees it.
type round struct {
	*cfg.Loop
	usual bool
}
