package happens

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

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
	if cfg.BlockReaches(to, from) {
		return false // still in the loop
	}
	for _, b := range e.pauses {
		if cfg.BlockReaches(from, b) && cfg.BlockReaches(b, from) {
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
