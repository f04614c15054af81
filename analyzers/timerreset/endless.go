package timerreset

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// endless reports whether the loop around a receive has no exit but that of
// `for range`, which only a closed channel takes.
func endless(recv *ssa.UnOp, cycle map[*ssa.BasicBlock]bool) bool {
	if cycle == nil {
		return false
	}
	for b := range cycle {
		for _, s := range b.Succs {
			if cycle[s] {
				continue // stays in
			}
			if b == recv.Block() && recv.CommaOk {
				continue // the end of for range
			}
			return false
		}
		switch b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return, *ssa.Panic:
			return false
		}
	}
	return true
}

// endlessRanges looks for loops over a ticker's channel that only Stop could
// end, were it to close the channel:
//
//	for range s.ticker.C { s.flush() }      // and elsewhere: s.ticker.Stop()
func (c *checker) endlessRanges(fn *ssa.Function) {
	cycles := c.loops(fn)
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			recv, ok := instr.(*ssa.UnOp)
			if !ok || recv.Op != token.ARROW || cycles[b] == nil {
				continue // not such a loop
			}
			never := endless(recv, cycles[b])
			if !never && (c.started(fn) == nil || !leavesOnError(recv, cycles[b])) {
				continue // somebody may end it, and know that it has
			}
			t := chanTimer(recv.X)
			if t == nil || timerName(t.Type().Underlying().(*types.Pointer).Elem()) != "Ticker" {
				continue // another channel
			}
			stop := c.stopElsewhere(fn, t)
			switch {
			case stop == nil:
				continue // it ticks on
			case never:
				c.report("endless-range", recv.Pos(), []related{{stop.Pos(), "Stop is called here; it does not close C"}},
					"this loop never ends: Stop at %s ends the ticks but does not close the channel, so the goroutine blocks for ever; select on a done channel too", posString(c.pass.Fset, stop.Pos()))
			case !c.calls(fn, stop.Parent(), make(map[*ssa.Function]bool)):
				c.report("endless-range", recv.Pos(), []related{{stop.Pos(), "Stop is called here; it does not close C"}},
					"this loop ends only with an error, and Stop at %s ends the ticks without one, so the goroutine blocks for ever; select on a done channel too", posString(c.pass.Fset, stop.Pos()))
			}
		}
	}
}

// leavesOnError reports whether the loop around a receive has no other exits than those
// on errors, which tell nobody but the goroutine:
//
//	for range s.ticker.C {
//		if err := s.ping(); err != nil { return }
//	}
func leavesOnError(recv *ssa.UnOp, cycle map[*ssa.BasicBlock]bool) bool {
	for b := range cycle {
		for _, s := range b.Succs {
			if !cycle[s] && !(b == recv.Block() && recv.CommaOk) && !(isErrorTest(b) && returnsOnly(s)) {
				return false
			}
		}
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Send, *ssa.Select, *ssa.Return, *ssa.Panic:
				return false // who stops the ticker may wait for that
			case *ssa.Call:
				if instr.Call.StaticCallee() == nil && !instr.Call.IsInvoke() {
					return false // what it calls may stop the ticker
				}
			}
		}
	}
	return true
}

// isErrorTest reports whether a block ends with the test of an error.
func isErrorTest(b *ssa.BasicBlock) bool {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	return ok && (cmp.Op == token.NEQ || cmp.Op == token.EQL) && isErrorType(cmp.X.Type()) && isConst(cmp.Y)
}

// returnsOnly reports whether a block does nothing but return, without deferred calls.
func returnsOnly(b *ssa.BasicBlock) bool {
	_, ok := b.Instrs[0].(*ssa.Return)
	return ok
}

// calls reports whether fn leads to a function of the package.
func (c *checker) calls(fn, to *ssa.Function, seen map[*ssa.Function]bool) bool {
	if fn == to {
		return true
	}
	seen[to] = true
	for caller := range c.prog.callers[to] {
		if !seen[caller] && c.calls(fn, caller, seen) {
			return true
		}
	}
	return false
}

// stopElsewhere returns a Stop of the ticker, in a function other than fn, that is
// not merely the deferred clean-up of the function that fn waits in.
func (c *checker) stopElsewhere(fn *ssa.Function, t ssa.Value) ssa.Instruction {
	for _, u := range c.aliases.uses(t) {
		if u.op != othersStop || u.fn == fn {
			continue // no Stop, or in the loop's own function
		}
		if _, isDefer := u.at.(*ssa.Defer); isDefer && c.starts(u.fn, fn) {
			continue // rule goroutines speaks of it
		}
		return u.at
	}
	return nil
}

// starts reports whether fn runs the body of loop, as a literal or by a call, or a
// literal of it does.
func (c *checker) starts(fn, loop *ssa.Function) bool {
	for lit := loop; lit != nil; lit = lit.Parent() {
		if lit == fn {
			return true
		}
	}
	return c.prog.callers[loop][fn]
}
