package stackptr

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
)

// ways knows where control usually comes by in a function.
type ways struct {
	fn    *ssa.Function
	loops []*cfg.Loop // inner ones after those around them
}

func waysOf(fn *ssa.Function) *ways { return &ways{fn, cfg.Loops(fn)} }

// repeated reports whether control comes by a block in each round of the loops
// around it, and returns the block where the outermost begins, or that one.
func (w *ways) repeated(b *ssa.BasicBlock) (*ssa.BasicBlock, bool) {
	for i := len(w.loops) - 1; i >= 0; i-- {
		l := w.loops[i]
		if !l.Blocks[b] {
			continue // is elsewhere
		}
		if !l.Always(b) {
			return nil, false
		}
		b = l.Header
	}
	return b, true
}

// usual reports whether control comes by a block unless it gives up before, and
// in each round of the loops around it. So this is usual:
//
//	if err != nil {
//		return
//	}
//	for {
//		here
//	}
//
// And these are not:
//
//	for {
//		if command == "stop" {
//			here
//		}
//	}
//
//	switch command {
//	case "stop":
//		here
//	case "go":
//		...
//	}
func (w *ways) usual(b *ssa.BasicBlock) bool {
	b, ok := w.repeated(b)
	if !ok {
		return false
	}
	return unlessGivenUp(b, nil, func(*ssa.BasicBlock) bool { return true })
}

// inRound reports whether control comes by a block in each round of a loop,
// unless it gives up before and goes on with the next round.
func inRound(l *cfg.Loop, b *ssa.BasicBlock) bool {
	return unlessGivenUp(b, l.Header, func(at *ssa.BasicBlock) bool { return l.Blocks[at] && at != l.Header })
}

// unlessGivenUp reports whether control comes from start, or the entry, by a
// block unless it gives up before. Only the blocks that within tells are looked
// at.
func unlessGivenUp(b, start *ssa.BasicBlock, within func(*ssa.BasicBlock) bool) bool {
	leads := reachable(b, func(at *ssa.BasicBlock) []*ssa.BasicBlock { return at.Preds }, within)
	after := reachable(b, func(at *ssa.BasicBlock) []*ssa.BasicBlock { return at.Succs }, within)
	if start != nil {
		leads[start] = true
	}
	for at := range leads {
		if b.Dominates(at) {
			continue // comes after
		}
		failed := onError(at)
		for _, next := range at.Succs {
			if !leads[next] && within(next) && !givesUp(next, after, within, next == failed) {
				return false
			}
		}
	}
	return true
}

// onError returns the block where control goes from b if there was an error, or
// nil.
func onError(b *ssa.BasicBlock) *ssa.BasicBlock {
	if len(b.Instrs) == 0 || len(b.Succs) != 2 {
		return nil
	}
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return nil
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || !types.Identical(cmp.X.Type(), types.Universe.Lookup("error").Type()) {
		return nil
	}
	if null, ok := cmp.Y.(*ssa.Const); !ok || !null.IsNil() {
		return nil // which error it is decides
	}
	switch cmp.Op {
	case token.NEQ:
		return b.Succs[0]
	case token.EQL:
		return b.Succs[1]
	}
	return nil
}

// maxGivingUp is the number of blocks, as for logging, in which control gives up,
// unless there was an error, which may have much to be cleaned up.
const maxGivingUp = 8

// givesUp reports whether what begins with a block is short or what is done about
// an error, and does not come to what is after. A case of a switch is no giving
// up: it is one of several things to do.
func givesUp(b *ssa.BasicBlock, after map[*ssa.BasicBlock]bool, within func(*ssa.BasicBlock) bool, failed bool) bool {
	short := reachable(b, func(at *ssa.BasicBlock) []*ssa.BasicBlock { return at.Succs }, within)
	for at := range short {
		if after[at] || !failed && cfg.Case(at) {
			return false
		}
	}
	return failed || len(short) <= maxGivingUp
}

// reachable returns the blocks to which next leads from one within some,
// itself included.
func reachable(b *ssa.BasicBlock, next func(*ssa.BasicBlock) []*ssa.BasicBlock, within func(*ssa.BasicBlock) bool) map[*ssa.BasicBlock]bool {
	out := map[*ssa.BasicBlock]bool{b: true}
	for work := []*ssa.BasicBlock{b}; len(work) > 0; {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		for _, to := range next(at) {
			if !out[to] && within(to) {
				out[to] = true
				work = append(work, to)
			}
		}
	}
	return out
}
