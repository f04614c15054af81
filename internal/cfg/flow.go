// Package cfg answers questions about the block graph of an *ssa.Function: what
// control reaches and what it passes on the way, which blocks are loops, which
// deferred calls run where, which case of a select an edge is. It runs forward
// dataflow analyses over the blocks, by way of
// honnef.co/go/tools/analysis/dfa/dense.
package cfg

import (
	"iter"

	"golang.org/x/tools/go/ssa"
	"honnef.co/go/tools/analysis/dfa"
	"honnef.co/go/tools/analysis/dfa/dense"
)

// blocks is the control-flow graph of a function; a node is a block's index.
type blocks []*ssa.BasicBlock

func (b blocks) Nodes() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range b {
			if !yield(i) {
				return
			}
		}
	}
}

func (b blocks) NumNodes() int { return len(b) }

func (b blocks) Out(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, succ := range b[n].Succs {
			if i == 1 && succ == b[n].Succs[0] {
				return // both branches lead to one block: one edge
			}
			if !yield(succ.Index) {
				return
			}
		}
	}
}

// Forward solves a forward dataflow problem over fn's blocks: entry is the
// fact before fn's first block, and transfer maps the fact before a block to
// the fact on one of its outgoing edges. It returns the fact before each
// block, by index; blocks that nothing reaches have L's identity.
func Forward[L dfa.Semilattice[Fact], Fact any](fn *ssa.Function, entry Fact, transfer func(from, to *ssa.BasicBlock, fact Fact) Fact) []Fact {
	a := dense.Forward[L](blocks(fn.Blocks), map[int]Fact{0: entry}, func(from, to int, fact Fact) Fact {
		return transfer(fn.Blocks[from], fn.Blocks[to], fact)
	})
	in := make([]Fact, len(fn.Blocks))
	for i := range in {
		in[i] = a.In(i)
	}
	return in
}
