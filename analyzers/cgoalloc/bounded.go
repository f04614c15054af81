package cgoalloc

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// unbounded reports whether block lies in a loop that nothing bounds: neither the
// elements of something, which such loops mostly mean to keep, nor a number that
// each round changes and that a way out looks at.
func unbounded(block *ssa.BasicBlock) bool {
	for b := block; b != nil; b = b.Idom() {
		switch b.Comment {
		case "rangeindex.body", "rangeindex.loop", "rangeiter.body", "rangeiter.loop", "rangeint.body", "rangeint.loop":
			return false
		}
		for _, from := range b.Preds {
			if b.Dominates(from) && counted(b, from) {
				return false
			}
		}
	}
	return true
}

// counted reports whether a way out of the loop from head to last compares a
// variable that each round steps by a constant.
func counted(head, last *ssa.BasicBlock) bool {
	loop := map[*ssa.BasicBlock]bool{head: true}
	for work := []*ssa.BasicBlock{last}; len(work) > 0; work = work[1:] {
		if b := work[0]; !loop[b] {
			loop[b] = true
			work = append(work, b.Preds...)
		}
	}
	for b := range loop {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || loop[b.Succs[0]] && loop[b.Succs[1]] {
			continue // no way out
		}
		if cmp, ok := branch.Cond.(*ssa.BinOp); ok && (stepped(cmp.X, loop) || stepped(cmp.Y, loop)) {
			return true
		}
	}
	return false
}

// stepped reports whether v is made of a phi of the loop that each round adds a
// constant to, or multiplies by one; or loaded from a variable that is treated so.
func stepped(v ssa.Value, loop map[*ssa.BasicBlock]bool) bool {
	switch v := v.(type) {
	case *ssa.Convert:
		return stepped(v.X, loop)
	case *ssa.BinOp:
		return steps(v) && (stepped(v.X, loop) || stepped(v.Y, loop))
	case *ssa.Phi:
		if !loop[v.Block()] {
			return false
		}
		for _, e := range v.Edges {
			if op, ok := e.(*ssa.BinOp); ok && steps(op) && op.X == v && loop[op.Block()] {
				return true
			}
		}
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return false
		}
		if cell, ok := v.X.(*ssa.Alloc); ok {
			for _, ref := range *cell.Referrers() {
				st, ok := ref.(*ssa.Store)
				if !ok || !loop[st.Block()] {
					continue // set elsewhere
				}
				if op, ok := st.Val.(*ssa.BinOp); ok && steps(op) {
					if load, ok := op.X.(*ssa.UnOp); ok && load.X == cell {
						return true
					}
				}
			}
		}
	}
	return false
}

// steps reports whether an operation adds a constant, or multiplies by one.
func steps(op *ssa.BinOp) bool {
	_, ok := op.Y.(*ssa.Const)
	switch op.Op {
	case token.ADD, token.SUB, token.MUL, token.SHL, token.QUO, token.SHR:
		return ok
	}
	return false
}
