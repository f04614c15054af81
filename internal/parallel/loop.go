package parallel

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// Never reports whether control never takes the edge between two blocks, as
// far as constants tell:
//
//	for i := 0; i < 0; i++ { ... }
//
// If again is set, it is asked for the second time that control comes to from:
// the body of a loop that is left after one round is not entered again.
func Never(from, to *ssa.BasicBlock, again bool) bool {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || to != from.Succs[0] {
		return false
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.LSS {
		return false
	}
	bound, ok := constInt(cmp.Y)
	if !ok {
		return false
	}
	if i, ok := constInt(cmp.X); ok {
		return i >= bound
	}
	i, ok := cmp.X.(*ssa.Phi)
	if !ok || i.Block() != from {
		return false
	}
	for _, edge := range i.Edges {
		if start, ok := constInt(edge); ok {
			if again {
				start++
			}
			return start >= bound
		}
	}
	return false
}

func constInt(v ssa.Value) (int64, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c.Value)
}

// polls reports whether the edge between two blocks leaves a loop that waits
// for something that another goroutine does:
//
//	for !done() { time.Sleep(d) }
//	for !ready { cond.Wait() }
func (e *Edges) polls(from, to *ssa.BasicBlock) bool {
	if len(from.Succs) < 2 || len(e.pauses) == 0 {
		return false // no choice, or nothing waits
	}
	way := [2]*ssa.BasicBlock{from, to}
	polls, ok := e.polling[way]
	if !ok {
		polls = e.leaves(from, to)
		e.polling[way] = polls
	}
	return polls
}

// leaves is polls, without a memo.
func (e *Edges) leaves(from, to *ssa.BasicBlock) bool {
	if blockReaches(to, from) {
		return false // still in the loop
	}
	for _, b := range e.pauses {
		if blockReaches(from, b) && blockReaches(b, from) {
			return true
		}
	}
	return false
}

// isPause reports whether instr is what a loop does that waits.
func isPause(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	fn := call.Call.StaticCallee()
	if fn == nil {
		return false
	}
	switch fn.Name() {
	case "Sleep":
		return ir.Path(fn) == "time"
	case "Gosched":
		return ir.Path(fn) == "runtime"
	case "Wait":
		return ir.Path(fn) == "sync"
	}
	return false
}

// blockReaches reports whether there is a path of at least one edge.
func blockReaches(from, to *ssa.BasicBlock) bool {
	seen := make([]bool, len(from.Parent().Blocks))
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		for _, succ := range b.Succs {
			if succ == to {
				return true
			}
			if !seen[succ.Index] {
				seen[succ.Index] = true
				work = append(work, succ)
			}
		}
	}
	return false
}
