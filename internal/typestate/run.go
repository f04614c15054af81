package typestate

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// An Interpreter tells what the code of a function does to a world.
type Interpreter[W any] interface {
	// Block returns the worlds at the end of a block that is entered with w; none if
	// each path ends in it. Some may have landed: they panic in it, that is recovered, and
	// the function returns. It does not change w. It reports false to give up.
	Block(b *ssa.BasicBlock, w W) (ends, landed []W, ok bool)
	// Edge returns the world with which a block is entered from another, and whether
	// that branch can be taken. It does not change w.
	Edge(from, to *ssa.BasicBlock, w W) (W, bool)
}

// Run interprets the body of a function from the worlds at its entry, to a fixpoint,
// and returns those at the entry of each block. It reports false, and no worlds, if
// they are more than limit at one block or if the interpreter gives up: that removes
// findings, it adds none. Where Meet makes a new world of two, findings are for a second
// pass over the result: here a block may be interpreted with worlds that do not last.
// Where it keeps the first, each world is interpreted once, and lasts.
func Run[W World[W]](fn *ssa.Function, entry []W, x Interpreter[W], limit int) ([]*Worlds[W], bool) {
	order := postorder(fn)
	if rec := fn.Recover; rec != nil && !slices.Contains(order, rec) {
		order = append(order, rec)
	}
	pos := make([]int, len(fn.Blocks))
	for i, b := range order {
		pos[b.Index] = i
	}
	in := make([]*Worlds[W], len(fn.Blocks))
	work := make([][]int, len(fn.Blocks)) // the worlds that are new at a block
	next := 0                             // no block before this one has work
	add := func(b *ssa.BasicBlock, w W) bool {
		if in[b.Index] == nil {
			in[b.Index] = NewWorlds[W](limit)
		}
		i, changed := in[b.Index].Add(w)
		if changed && !slices.Contains(work[b.Index], i) {
			work[b.Index] = append(work[b.Index], i)
			next = min(next, pos[b.Index])
		}
		return !in[b.Index].top
	}
	for _, w := range entry {
		if !add(fn.Blocks[0], w) {
			return nil, false
		}
	}
	for next < len(order) {
		b := order[next]
		indices := work[b.Index]
		if len(indices) == 0 {
			next++
			continue
		}
		work[b.Index] = nil
		for _, i := range indices {
			ends, landed, ok := x.Block(b, in[b.Index].list[i])
			if !ok {
				return nil, false
			}
			for _, w := range ends {
				for i, to := range b.Succs {
					if slices.Index(b.Succs, to) != i {
						continue // both ways lead there
					}
					if e, ok := x.Edge(b, to, w); ok && !add(to, e) {
						return nil, false
					}
				}
			}
			for _, w := range landed {
				if e, ok := x.Edge(b, fn.Recover, w); ok && !add(fn.Recover, e) {
					return nil, false
				}
			}
		}
	}
	return in, true
}

// postorder returns the blocks of a function in reverse postorder: each before those
// that it leads to, but for loops.
func postorder(fn *ssa.Function) []*ssa.BasicBlock {
	seen := make([]bool, len(fn.Blocks))
	order := make([]*ssa.BasicBlock, 0, len(fn.Blocks))
	var visit func(b *ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		if seen[b.Index] {
			return
		}
		seen[b.Index] = true
		for _, s := range slices.Backward(b.Succs) {
			visit(s) // what follows a loop, or a return on an error, comes after it
		}
		order = append(order, b)
	}
	visit(fn.Blocks[0])
	slices.Reverse(order)
	return order
}

// ReturnPos returns the position of a return, or of the end of the function.
func ReturnPos(ret *ssa.Return) token.Pos {
	if ret.Pos().IsValid() || ir.Syntax(ret.Parent()) == nil {
		return ret.Pos()
	}
	return ir.Syntax(ret.Parent()).End() - 1
}
