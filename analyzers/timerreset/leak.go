package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// longTimer is how long a leaked timer must live for rule leaks to speak of
// it: at one message per millisecond a minute holds 60,000 timers, some 15 MB.
const longTimer = time.Minute

// leaks looks for what was never collected before Go 1.23:
//
//	for { select { case <-time.After(long): ... case m := <-ch: ... } }
//	for ev := range evs { tick := time.Tick(d); ... }
//	t := time.NewTicker(d)   // without t.Stop(), in a function that returns
func (c *checker) leaks(fn *ssa.Function) {
	if c.sem&asynctimer.Async == 0 || c.inTest(fn.Pos()) {
		return // collected, or gone with the test
	}
	cycles := c.loops(fn)
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Select:
				c.afterInLoop(instr, cycles[b])
			case *ssa.Call:
				switch timeFunc(&instr.Call) {
				case "Tick":
					if !notPositive(instr.Call.Args[0]) && c.mayEnd(fn, b) && !escapes(instr, 0) {
						c.report("timer-leak", instr.Pos(), nil, "the ticker of time.Tick is never stopped, and %s returns: before Go 1.23 it is never collected; use time.NewTicker and defer its Stop", fn.Name())
					}
				case "NewTicker":
					if c.mayEnd(fn, b) && c.onlyReceived(instr) {
						c.report("timer-leak", instr.Pos(), nil, "the ticker is never stopped, and %s returns: before Go 1.23 it is never collected; defer its Stop", fn.Name())
					}
				}
			}
		}
	}
}

// afterInLoop reports a time.After case of a select in a loop that another
// case continues: each round leaves a timer behind.
func (c *checker) afterInLoop(s *ssa.Select, cycle map[*ssa.BasicBlock]bool) {
	if cycle == nil || !s.Blocking {
		return
	}
	blocks := caseBlocks(s)
	for i, st := range s.States {
		call, what := c.madeForRound(st, cycle)
		if call == nil {
			continue // not made anew in each round
		}
		d := c.shortest(call.Call.Args[0], 0)
		if d < longTimer {
			continue // short, or of unknown length
		}
		for j := range s.States {
			if i != j && cycle[blocks[j]] {
				c.report("timer-leak", call.Pos(), []related{{s.States[j].Pos, "this case goes round the loop while the timer is still running"}},
					"%s in a loop leaves a timer of %v behind in every round that another case ends: before Go 1.23 none is collected until it fires; use one time.Timer and Reset it", what, d)
				break
			}
		}
	}
}

// madeForRound returns the call that makes the timer of a case anew in each round of
// a loop, and its name, if nothing but the case ever uses that timer.
func (c *checker) madeForRound(st *ssa.SelectState, cycle map[*ssa.BasicBlock]bool) (*ssa.Call, string) {
	if call, ok := st.Chan.(*ssa.Call); ok && timeFunc(&call.Call) == "After" && cycle[call.Block()] {
		return call, "time.After"
	}
	call, ok := chanTimer(st.Chan).(*ssa.Call)
	if ok && timeFunc(&call.Call) == "NewTimer" && cycle[call.Block()] && c.onlyReceived(call) {
		return call, "time.NewTimer"
	}
	return nil, ""
}

// shortest returns the shortest constant that a duration may be, 0 if it may be
// another.
func (c *checker) shortest(v ssa.Value, depth int) time.Duration {
	if depth > maxDepth {
		return 0
	}
	all := func(vs []ssa.Value) time.Duration {
		var least time.Duration
		for i, v := range vs {
			if d := c.shortest(v, depth+1); i == 0 || d < least {
				least = d
			}
		}
		return least
	}
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value != nil && v.Value.Kind() == constant.Int {
			return time.Duration(v.Int64())
		}
	case *ssa.Phi:
		return all(v.Edges)
	case *ssa.Parameter:
		var args []ssa.Value
		for _, call := range c.aliases.calls[v.Parent()] {
			for i, p := range v.Parent().Params {
				if p == v && i < len(call.Common().Args) {
					args = append(args, call.Common().Args[i])
				}
			}
		}
		if !c.prog.exposed[v.Parent()] {
			return all(args)
		}
	case *ssa.UnOp:
		at := c.prog.variableAt(v.X)
		if v.Op != token.MUL || at == nil || public(at) {
			return 0
		}
		var vals []ssa.Value
		for _, st := range c.storesTo(at) {
			vals = append(vals, st.Val)
		}
		return all(vals)
	}
	return 0
}

// public reports whether other packages may set a variable.
func public(at variable) bool {
	switch at := at.(type) {
	case *types.Var:
		return at.Exported()
	case *ssa.Global:
		return at.Object() == nil || at.Object().Exported()
	}
	return false
}

// mayEnd reports whether fn returns after a block, and may be called more than once. The end
// of a range over a ticker's channel is no end: the channel is never closed.
func (c *checker) mayEnd(fn *ssa.Function, from *ssa.BasicBlock) bool {
	if c.runsOnce(fn, 0) {
		return false
	}
	open := cfg.Cut{Edge: func(b, to *ssa.BasicBlock) bool {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || to != b.Succs[1] {
			return false
		}
		more, ok := branch.Cond.(*ssa.Extract)
		if !ok || more.Index != 1 {
			return false
		}
		recv, ok := more.Tuple.(*ssa.UnOp)
		return ok && isTicks(recv.X)
	}}
	return slices.ContainsFunc(returns(fn), func(ret *ssa.Return) bool {
		return ret.Block() == from || cfg.Reaches(from.Instrs[0], ret, open)
	})
}

// runsOnce reports whether fn runs once in a process: it is main or init, or called by such a
// function only, in one place and in no loop.
func (c *checker) runsOnce(fn *ssa.Function, depth int) bool {
	if fn.Parent() == nil && (fn.Name() == "main" || strings.HasPrefix(fn.Name(), "init")) {
		return true
	}
	calls := c.aliases.calls[fn]
	obj, ok := ir.Func(fn)
	if len(calls) != 1 || c.prog.taken[fn] || !ok || obj.Exported() && c.pass.Pkg.Name() != "main" || depth > maxDepth {
		return false
	}
	caller := calls[0].Parent()
	return c.loops(caller)[calls[0].Block()] == nil && c.runsOnce(caller, depth+1)
}

// isTicks reports whether ch is the channel of a timer or of time.Tick.
func isTicks(ch ssa.Value) bool {
	if call, ok := ch.(*ssa.Call); ok {
		return timeFunc(&call.Call) == "Tick"
	}
	return chanTimer(ch) != nil
}

func (c *checker) inTest(pos token.Pos) bool {
	return strings.HasSuffix(filepath.Base(c.pass.Fset.Position(pos).Filename), "_test.go")
}

// escapes reports whether a channel is more than received from, in its function and in those
// that it passes it to.
func escapes(v ssa.Value, depth int) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.Select, *ssa.DebugRef, *ssa.Phi:
		case *ssa.ChangeType:
			if escapes(ref, depth) {
				return true
			}
		case *ssa.Call:
			fn := calleeOf(&ref.Call)
			if fn == nil || fn.Blocks == nil || depth > maxDepth {
				return true
			}
			for i, arg := range ref.Call.Args {
				if arg == v && escapes(fn.Params[i], depth+1) {
					return true
				}
			}
		default:
			return true
		}
	}
	return false
}

// onlyReceived reports whether all that the package ever does with a ticker is
// receive from its channel.
func (c *checker) onlyReceived(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.FieldAddr:
			for _, load := range *ref.Referrers() {
				u, ok := load.(*ssa.UnOp)
				if !ok || escapes(u, 0) {
					return false
				}
			}
		case *ssa.Store:
			cell, ok := ref.Addr.(*ssa.Alloc)
			if !ok || ref.Val != v || !c.cellOnlyReceived(cell) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// cellOnlyReceived is onlyReceived for a local variable that literals share.
func (c *checker) cellOnlyReceived(cell ssa.Value) bool {
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Store:
			if ref.Val == cell {
				return false
			}
		case *ssa.UnOp:
			if !isTimerPtr(ref.Type()) || !c.onlyReceived(ref) {
				return false
			}
		case *ssa.MakeClosure:
			for i, fv := range ref.Fn.(*ssa.Function).FreeVars {
				if ref.Bindings[i] == cell && !c.cellOnlyReceived(fv) {
					return false
				}
			}
			if lit := ref.Fn.(*ssa.Function); !c.mayEnd(lit, lit.Blocks[0]) {
				return false // the literal has it as long as it runs
			}
		default:
			return false
		}
	}
	return true
}

// polls looks at len and cap of a timer's channel, which are always 0 since Go
// 1.23. A drain guarded by len after Stop is merely dead code then.
func (c *checker) polls(fn *ssa.Function) {
	for call := range ir.Each[*ssa.Call](fn) {
		builtin, ok := call.Call.Value.(*ssa.Builtin)
		if !ok || builtin.Name() != "len" && builtin.Name() != "cap" {
			continue // another function
		}
		t := chanTimer(call.Call.Args[0])
		if t == nil {
			continue // another channel
		}
		guard := c.guardsDrain(call, t)
		switch {
		case !guard && c.sem&asynctimer.Sync != 0:
			c.report("len-of-channel", call.Pos(), nil, "%s of a timer's channel is always 0 since Go 1.23: this never sees that the timer fired; use a select with a default case", builtin.Name())
		case guard && c.low && c.sem&asynctimer.Async != 0:
			c.report("len-of-channel", call.Pos(), nil, "len(C) can be 0 while the value is on its way (before Go 1.23); drain with a select with a default case")
		}
	}
}

// guardsDrain reports whether a length is only compared to decide on a drain
// of the same timer.
func (c *checker) guardsDrain(length *ssa.Call, t ssa.Value) bool {
	refs := *length.Referrers()
	if len(refs) == 0 {
		return false
	}
	for _, ref := range refs {
		cmp, ok := ref.(*ssa.BinOp)
		if !ok {
			return false
		}
		for _, ref := range *cmp.Referrers() {
			branch, ok := ref.(*ssa.If)
			if !ok {
				return false
			}
			if c.receiveOf(branch.Block().Succs[0], t) == nil && c.receiveOf(branch.Block().Succs[1], t) == nil {
				return false
			}
		}
	}
	return true
}
