package cfg

import (
	"golang.org/x/tools/go/ssa"
)

// A Cut says where a search for a path ends: at an instruction, or on the edge
// between two blocks. Either may be nil.
type Cut struct {
	At   func(instr ssa.Instruction) bool
	Edge func(from, to *ssa.BasicBlock) bool
}

// Reaches reports whether control can get from after one instruction to
// another of the same function without passing a cut. From an instruction to
// itself there must be a cycle.
func Reaches(from, to ssa.Instruction, cut Cut) bool {
	start, goal := from.Block(), to.Block()
	if start == nil || goal == nil || start.Parent() != goal.Parent() {
		return false
	}
	seen := make([]bool, len(start.Parent().Blocks))
	// scan walks instrs up to the goal; it returns whether it got there, and
	// whether the end of the block was reached.
	scan := func(instrs []ssa.Instruction) (found, end bool) {
		for _, instr := range instrs {
			if instr == to {
				return true, false
			}
			if cut.At != nil && cut.At(instr) {
				return false, false
			}
		}
		return false, true
	}
	work := []*ssa.BasicBlock{start}
	first := true
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		instrs := b.Instrs
		if first {
			first = false
			for i, instr := range instrs {
				if instr == from {
					instrs = instrs[i+1:]
					break
				}
			}
		}
		found, end := scan(instrs)
		if found {
			return true
		}
		if !end {
			continue // cut
		}
		for _, succ := range b.Succs {
			if seen[succ.Index] || cut.Edge != nil && cut.Edge(b, succ) {
				continue // been there, or cut
			}
			seen[succ.Index] = true
			work = append(work, succ)
		}
	}
	return false
}

// InLoop reports whether instr can run more than once in one call of its
// function without passing a cut.
func InLoop(instr ssa.Instruction, cut Cut) bool {
	return Reaches(instr, instr, cut)
}

// BlockReaches reports whether there is a path of at least one edge between two blocks.
func BlockReaches(from, to *ssa.BasicBlock) bool { return reachable(from)[to.Index] }

// reachable returns the blocks to which there is a path of at least one edge,
// by index.
func reachable(from *ssa.BasicBlock) []bool {
	seen := make([]bool, len(from.Parent().Blocks))
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		for _, succ := range b.Succs {
			if !seen[succ.Index] {
				seen[succ.Index] = true
				work = append(work, succ)
			}
		}
	}
	return seen
}
