package cfg

import "golang.org/x/tools/go/ssa"

// Cycles returns, for each block of fn that lies on a cycle, the blocks of its
// strongly connected component (Tarjan, 1972).
func Cycles(fn *ssa.Function) map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool {
	out := make(map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool)
	number := make([]int, len(fn.Blocks)) // order of discovery from 1; 0 is unseen
	low := make([]int, len(fn.Blocks))
	onStack := make([]bool, len(fn.Blocks))
	var stack []*ssa.BasicBlock
	next := 1
	var visit func(b *ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		number[b.Index], low[b.Index] = next, next
		next++
		stack = append(stack, b)
		onStack[b.Index] = true
		self := false
		for _, s := range b.Succs {
			self = self || s == b
			if number[s.Index] == 0 {
				visit(s)
				low[b.Index] = min(low[b.Index], low[s.Index])
			} else if onStack[s.Index] {
				low[b.Index] = min(low[b.Index], number[s.Index])
			}
		}
		if low[b.Index] != number[b.Index] {
			return // not the root of its component
		}
		component := make(map[*ssa.BasicBlock]bool)
		for {
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			onStack[x.Index] = false
			component[x] = true
			if x == b {
				break
			}
		}
		if len(component) > 1 || self {
			for x := range component {
				out[x] = component
			}
		}
	}
	for _, b := range fn.Blocks {
		if number[b.Index] == 0 {
			visit(b)
		}
	}
	return out
}

// After returns the blocks that control can enter after it leaves b.
func After(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	return closure(b, func(b *ssa.BasicBlock) []*ssa.BasicBlock { return b.Succs })
}

// Before returns the blocks that control can leave before it enters b.
func Before(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	return closure(b, func(b *ssa.BasicBlock) []*ssa.BasicBlock { return b.Preds })
}

// closure returns the blocks that next leads to from b; b itself if it is on a cycle.
func closure(b *ssa.BasicBlock, next func(*ssa.BasicBlock) []*ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	out := make(map[*ssa.BasicBlock]bool)
	work := []*ssa.BasicBlock{b}
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		for _, n := range next(at) {
			if !out[n] {
				out[n] = true
				work = append(work, n)
			}
		}
	}
	return out
}
