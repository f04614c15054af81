package stackptr

import "golang.org/x/tools/go/ssa"

// ways knows where control usually comes by in a function.
type ways struct {
	fn    *ssa.Function
	loops []*loop // inner ones after those around them
}

func waysOf(fn *ssa.Function) *ways { return &ways{fn, loopsOf(fn)} }

// repeated reports whether control comes by a block in each round of the loops
// around it, and returns the block where the outermost begins, or that one.
func (w *ways) repeated(b *ssa.BasicBlock) (*ssa.BasicBlock, bool) {
	for i := len(w.loops) - 1; i >= 0; i-- {
		l := w.loops[i]
		if !l.blocks[b] {
			continue // is elsewhere
		}
		for _, p := range l.header.Preds {
			if l.blocks[p] && !b.Dominates(p) {
				return nil, false
			}
		}
		b = l.header
	}
	return b, true
}

// usual reports whether control comes by a block unless it leaves the function
// before, without another decision, and in each round of the loops around it. So
// this is usual:
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
	leads := reachable(b, func(at *ssa.BasicBlock) []*ssa.BasicBlock { return at.Preds })
	after := reachable(b, func(at *ssa.BasicBlock) []*ssa.BasicBlock { return at.Succs })
	for at := range leads {
		if b.Dominates(at) {
			continue // comes after
		}
		for _, next := range at.Succs {
			if !leads[next] && !leaves(next, after) {
				return false
			}
		}
	}
	return true
}

// inRound reports whether control comes by a block in each round of a loop,
// unless it goes straight on to the next round or out of the function.
func (l *loop) inRound(b *ssa.BasicBlock) bool {
	within := func(list []*ssa.BasicBlock) (out []*ssa.BasicBlock) {
		for _, at := range list {
			if l.blocks[at] && at != l.header {
				out = append(out, at)
			}
		}
		return out
	}
	leads := reachable(b, func(at *ssa.BasicBlock) []*ssa.BasicBlock { return within(at.Preds) })
	after := reachable(b, func(at *ssa.BasicBlock) []*ssa.BasicBlock { return within(at.Succs) })
	leads[l.header] = true
	for at := range leads {
		if b.Dominates(at) {
			continue // comes after
		}
		for _, next := range at.Succs {
			for len(next.Succs) == 1 && l.blocks[next] && !leads[next] && !after[next] {
				next = next.Succs[0]
			}
			if !leads[next] && l.blocks[next] {
				return false
			}
		}
	}
	return true
}

// leaves reports whether a block leads out of the function without another
// decision, and without coming to what is after. A case of a switch does not: it
// is one of several things to do.
func leaves(b *ssa.BasicBlock, after map[*ssa.BasicBlock]bool) bool {
	if b.Comment == "switch.body" || b.Comment == "typeswitch.body" {
		return false
	}
	for len(b.Succs) == 1 && !after[b] && !b.Succs[0].Dominates(b) {
		b = b.Succs[0]
	}
	return len(b.Succs) == 0 && !after[b]
}

// reachable returns the blocks to which next leads from one, itself included.
func reachable(b *ssa.BasicBlock, next func(*ssa.BasicBlock) []*ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	out := make(map[*ssa.BasicBlock]bool)
	for work := []*ssa.BasicBlock{b}; len(work) > 0; {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		if !out[at] {
			out[at] = true
			work = append(work, next(at)...)
		}
	}
	return out
}
