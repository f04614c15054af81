package timerreset

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// oneShots looks for a timer that is used as if it were a ticker:
//
//	t := time.NewTimer(d)
//	for {
//		select {
//		case <-t.C: work()          // no Reset: never again
//		case <-ctx.Done(): return   // every other case leaves the loop
//		}
//	}
//
// If another case goes round the loop too, the timer may well be meant to fire
// once; if another case arms it, that is the usual debounce. But if only the
// timer's own case arms it, and an error passes that by, the timer dies.
func (c *checker) oneShots(fn *ssa.Function) {
	cycles := c.loops(fn)
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			s, ok := instr.(*ssa.Select)
			if !ok || !s.Blocking || cycles[b] == nil || len(s.States) < 2 {
				continue // not a select that a loop comes back to
			}
			for i, st := range s.States {
				if st.Dir != types.RecvOnly {
					continue // a send
				}
				if t := chanTimer(st.Chan); t != nil && timerName(t.Type().Underlying().(*types.Pointer).Elem()) == "Timer" {
					c.oneShot(s, i, t, cycles[b])
				}
			}
		}
	}
}

func (c *checker) oneShot(s *ssa.Select, i int, t ssa.Value, cycle map[*ssa.BasicBlock]bool) {
	made := c.maker(t)
	if made == nil || cycle[made.Block()] || made.Parent() == s.Parent() && made.Block() == s.Block() {
		return // made elsewhere or anew in each round
	}
	blocks := caseBlocks(s)
	own := blocks[i]
	if own == nil || !cycle[own] {
		return // the case leaves the loop
	}
	if len(own.Preds) != 1 && !own.Dominates(s.Block()) {
		return // it shares its code with others
	}
	for j := range s.States {
		if b := blocks[j]; j != i && (b == nil || cycle[b]) {
			return // another case goes round too
		}
	}
	silent := c.onlyLogs(own, s.Block())
	if own.Dominates(s.Block()) { // an empty case goes round at once
		silent = !c.retries(s.Block(), nil)
	}
	if test := c.passesBy(s, own, t); test != nil {
		c.report("one-shot-in-loop", s.States[i].Pos, []related{{test.Pos(), "the timer is not Reset after this error"}},
			"this case does not run again after an error: only this case Resets the timer, and the error at %s passes that by; Reset it there too", posString(c.pass.Fset, test.Pos()))
		return
	}
	if c.mayArm(s.Parent(), t) || silent {
		return // somebody may Reset it, or it only tells that time has passed
	}
	c.report("one-shot-in-loop", s.States[i].Pos, []related{{made.Pos(), "the timer is made here, outside the loop, and fires once"}},
		"this case runs once: the timer is never Reset, so from the second round on its channel stays empty; Reset it here or use a time.Ticker")
}

// maker returns the only call that makes the timer t, or nil.
func (c *checker) maker(t ssa.Value) *ssa.Call {
	if call, ok := t.(*ssa.Call); ok && constructedBy(call) == kindTimer {
		return call
	}
	v := c.prog.timerVariable(t)
	if f, ok := v.(*types.Var); ok {
		if stores := c.storesTo(f); len(stores) == 1 && (!f.Exported() || c.prog.private[f]) && constructedBy(stores[0].Val) == kindTimer {
			return stores[0].Val.(*ssa.Call)
		}
		return nil
	}
	cell, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var made *ssa.Call
	for _, n := range c.prog.stores[v] {
		if n != 1 {
			return nil
		}
	}
	if len(c.prog.stores[v]) != 1 {
		return nil
	}
	for _, ref := range *cell.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && constructedBy(st.Val) == kindTimer {
			made = st.Val.(*ssa.Call)
		}
	}
	return made
}

// passesBy returns the test of an error after which control goes from a case back to its
// select without the Reset of the timer that it meets otherwise; nil if there is none, or if
// anything else may arm the timer.
func (c *checker) passesBy(s *ssa.Select, own *ssa.BasicBlock, t ssa.Value) *ssa.BinOp {
	armed := make(map[ssa.Instruction]bool)
	for instr := range ir.Each[ssa.CallInstruction](s.Parent()) {
		call := instr.Common()
		switch {
		case timeFunc(call) == "(*Timer).Reset" && c.sameTimer(call.Args[0], t):
			armed[instr] = own.Dominates(instr.Block())
		case timeFunc(call) == "" && slices.ContainsFunc(call.Args, func(arg ssa.Value) bool { return isTimerPtr(arg.Type()) }):
			return nil // somebody else has it
		}
	}
	for _, in := range armed {
		if !in {
			return nil // armed elsewhere, too
		}
	}
	if v := c.prog.timerVariable(t); len(armed) == 0 || v != nil && len(c.prog.lookup.touching[v][othersReset]) > 1 {
		return nil
	}
	back := func(b *ssa.BasicBlock) bool {
		return b == s.Block() || !armed[b.Instrs[0]] && cfg.Reaches(b.Instrs[0], s, cfg.Cut{At: func(instr ssa.Instruction) bool { return armed[instr] }})
	}
	for _, b := range s.Parent().Blocks {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || !own.Dominates(b) {
			continue // not in the case
		}
		cmp, ok := branch.Cond.(*ssa.BinOp)
		if !ok || !isErrorType(cmp.X.Type()) || cmp.Op != token.EQL && cmp.Op != token.NEQ {
			continue // no error
		}
		fails, goes := b.Succs[0], b.Succs[1]
		if cmp.Op == token.EQL {
			fails, goes = goes, fails
		}
		if back(fails) && !back(goes) {
			return cmp
		}
	}
	return nil
}

// mayArm reports whether anything but Stop and receives is done with t.
func (c *checker) mayArm(fn *ssa.Function, t ssa.Value) bool {
	if v := c.prog.timerVariable(t); v != nil {
		return len(c.prog.lookup.touching[v][othersReset]) > 0
	}
	for _, ref := range *t.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr, *ssa.DebugRef:
		case ssa.CallInstruction:
			if timeFunc(ref.Common()) != "(*Timer).Stop" {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// onlyLogs reports whether a case does nothing between its block and the
// select but call one function: as a warning does that is meant to come once.
func (c *checker) onlyLogs(b, stop *ssa.BasicBlock) bool {
	calls := 0
	seen := make(map[*ssa.BasicBlock]bool)
	for b != nil && b != stop && !seen[b] {
		seen[b] = true
		for _, instr := range b.Instrs {
			switch instr.(type) {
			case *ssa.Call:
				calls++
			case *ssa.Store, *ssa.Send, *ssa.Go, *ssa.Select:
				if st, ok := instr.(*ssa.Store); ok {
					if _, varargs := st.Addr.(*ssa.IndexAddr); varargs {
						continue // an argument
					}
				}
				return false
			}
		}
		if len(b.Succs) != 1 {
			return false
		}
		b = b.Succs[0]
	}
	return calls == 0 && !c.retries(stop, seen) || calls == 1 && c.logs(seen)
}

// retries reports whether the loop around a select calls something outside the blocks
// of one of its cases: that case then waits before the next try.
func (c *checker) retries(sel *ssa.BasicBlock, blocks map[*ssa.BasicBlock]bool) bool {
	for b := range c.loops(sel.Parent())[sel] {
		if blocks[b] {
			continue // the case itself
		}
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				if _, builtin := call.Call.Value.(*ssa.Builtin); !builtin && timeFunc(&call.Call) == "" {
					return true
				}
			}
		}
	}
	return false
}

// logs reports whether the call in blocks prints something.
func (c *checker) logs(blocks map[*ssa.BasicBlock]bool) bool {
	for b := range blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue // not the call
			}
			sig := call.Call.Signature()
			if sig.Variadic() && types.Identical(sig.Params().At(sig.Params().Len()-1).Type(), types.NewSlice(types.NewInterfaceType(nil, nil))) {
				return true
			}
		}
	}
	return false
}
