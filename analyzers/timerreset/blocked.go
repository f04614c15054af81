package timerreset

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// loneReceives looks for a goroutine that waits for a timer and nothing else, and for
// what stops the timer, wherever that is:
//
//	go func() { <-s.t.C; s.fire() }()
//	...
//	func (s *S) Close() { s.t.Stop() }      // the goroutine waits forever
func (c *checker) loneReceives(fn *ssa.Function) {
	root, start := c.goroutine(fn, 0)
	for recv := range ir.Each[*ssa.UnOp](fn) {
		if recv.Op != token.ARROW {
			continue // no receive
		}
		t := chanTimer(recv.X)
		if t == nil || timerName(t.Type().Underlying().(*types.Pointer).Elem()) != "Timer" {
			continue // another channel
		}
		if start == nil {
			c.stoppedMeanwhile(recv, t)
		} else if stop := c.stops(recv, root, start, t); stop != nil {
			c.report("stop-while-receiving", recv.Pos(), []related{{stop.Pos(), "Stop is called here"}, {start.Pos(), "the goroutine is started here"}},
				"this receive blocks for ever once Stop at %s keeps the timer from firing: select on a done channel too", posString(c.pass.Fset, stop.Pos()))
		}
	}
}

// stoppedMeanwhile reports a receive whose timer a goroutine of the same function stops, and
// nobody arms again:
//
//	go func() { <-cancel; t.Stop() }()
//	<-t.C
func (c *checker) stoppedMeanwhile(recv *ssa.UnOp, t ssa.Value) {
	uses := c.aliases.uses(t)
	if slices.ContainsFunc(uses, func(u use) bool { return u.op == othersReset }) {
		return
	}
	for _, u := range uses {
		start := c.started(u.fn)
		if start == nil || start.Parent() != recv.Parent() || !cfg.Reaches(start, recv, cfg.Cut{}) || c.waitsFor(u.at, start) {
			continue // not while it waits, as far as is known
		}
		c.report("stop-while-receiving", recv.Pos(), []related{{u.at.Pos(), "Stop is called here"}, {start.Pos(), "the goroutine that calls it is started here"}},
			"this receive blocks for ever once Stop at %s keeps the timer from firing: select on a done channel too", posString(c.pass.Fset, u.at.Pos()))
	}
}

// waitsFor reports whether control comes to an instruction of a goroutine only after a wait
// that the function which starts it may end, as with a channel that it made. What it was given
// itself, others end.
func (c *checker) waitsFor(at ssa.Instruction, start *ssa.Go) bool {
	for instr := range ir.Each[ssa.Instruction](at.Parent()) {
		if !cfg.Dominates(instr, at) {
			continue
		}
		switch instr := instr.(type) {
		case *ssa.Select:
			return true
		case *ssa.UnOp:
			if instr.Op != token.ARROW {
				continue
			}
			from := instr.X
			if done, ok := from.(*ssa.Call); ok && done.Call.IsInvoke() {
				from = done.Call.Value // ctx.Done()
			}
			if i := slices.IndexFunc(at.Parent().Params, func(p *ssa.Parameter) bool { return p == from }); i >= 0 {
				from = start.Call.Args[i]
			}
			if !c.given(from, start.Parent()) {
				return true
			}
		}
	}
	return false
}

// given reports whether v is what a function was given by its caller.
func (c *checker) given(v ssa.Value, fn *ssa.Function) bool {
	if p, ok := v.(*ssa.Parameter); ok {
		return p.Parent() == fn
	}
	cell, ok := c.channelVariable(v).(*ssa.Alloc)
	return ok && cell.Parent() == fn && !slices.ContainsFunc(c.storesTo(cell), func(st *ssa.Store) bool {
		_, param := st.Val.(*ssa.Parameter)
		return !param
	})
}

// started returns the only go statement that runs fn.
func (c *checker) started(fn *ssa.Function) *ssa.Go {
	var start *ssa.Go
	for _, call := range c.aliases.calls[fn] {
		g, ok := call.(*ssa.Go)
		if !ok || start != nil {
			return nil
		}
		start = g
	}
	return start
}

// goroutine returns the only go statement on whose goroutine fn runs, and the function that it
// starts, which fn is, or which alone calls it; nil if there is none.
func (c *checker) goroutine(fn *ssa.Function, depth int) (root *ssa.Function, start *ssa.Go) {
	if start := c.started(fn); start != nil {
		return fn, start
	}
	calls := c.aliases.calls[fn]
	kept := c.prog.taken[fn] && !c.prog.direct[fn]
	if len(calls) != 1 || kept || depth > maxDepth {
		return fn, nil
	}
	if _, called := calls[0].(*ssa.Call); !called {
		return fn, nil
	}
	return c.goroutine(calls[0].Parent(), depth+1)
}

// stops returns a Stop of the timer that may come while a goroutine, which runs fn, waits for
// it at a receive; nil if there is none, or if somebody may arm the timer again.
func (c *checker) stops(recv *ssa.UnOp, fn *ssa.Function, start *ssa.Go, t ssa.Value) ssa.Instruction {
	var stop ssa.Instruction
	armed := false
	for _, u := range c.aliases.uses(t) {
		own := c.prog.sequential(u.fn, fn, 0)
		if u.op == othersReset {
			armed = armed || !own // by itself, not while it waits
			continue
		}
		if own {
			return nil // the goroutine knows
		}
		if u.fn == start.Parent() && !cfg.BlockReaches(start.Block(), u.at.Block()) && !cfg.Dominates(start, u.at) {
			continue // before the goroutine
		}
		if u.fn == start.Parent() && !cfg.Reaches(start, u.at, happens.Told(start, recv)) {
			continue // after the goroutine has told that it is done
		}
		if u.fn != start.Parent() && c.toldBefore(u.at, fn) {
			continue // so
		}
		if _, isDefer := u.at.(*ssa.Defer); isDefer && c.starts(u.fn, fn) {
			continue // rule goroutines speaks of it
		}
		if stop == nil || c.forgets(u.at) {
			stop = u.at
		}
	}
	if stop != nil && armed && !c.forgets(stop) {
		return nil // it may fire after all
	}
	return stop
}

// forgets reports whether a function sets the variable of a timer to nil that it has stopped:
// nobody arms that timer again.
func (c *checker) forgets(stop ssa.Instruction) bool {
	call, ok := stop.(*ssa.Call)
	if !ok {
		return false
	}
	v := c.prog.timerVariable(call.Call.Args[0])
	return v != nil && slices.ContainsFunc(c.storesTo(v), func(st *ssa.Store) bool {
		k, null := st.Val.(*ssa.Const)
		return null && k.IsNil() && st.Parent() == stop.Parent() && cfg.Dominates(call, st)
	})
}

// toldBefore reports whether control comes to an instruction only after a receive from a
// channel that a goroutine, which runs fn, closes or sends on.
func (c *checker) toldBefore(at ssa.Instruction, fn *ssa.Function) bool {
	for recv := range ir.Each[*ssa.UnOp](at.Parent()) {
		done := c.channelVariable(recv.X)
		if recv.Op != token.ARROW || done == nil || !cfg.Dominates(recv, at) {
			continue // no such receive
		}
		for instr := range ir.Each[ssa.Instruction](fn) {
			switch instr := instr.(type) {
			case *ssa.Send:
				if c.channelVariable(instr.Chan) == done {
					return true
				}
			case ssa.CallInstruction:
				b, ok := instr.Common().Value.(*ssa.Builtin)
				if ok && b.Name() == "close" && c.channelVariable(instr.Common().Args[0]) == done {
					return true
				}
			}
		}
	}
	return false
}

// fieldDrains looks for a method that drains the timer of a field which a goroutine
// of another function receives from as well:
//
//	if !s.t.Stop() { <-s.t.C }      // blocks if the goroutine has taken the value
//	s.t.Reset(d)
func (c *checker) fieldDrains(fn *ssa.Function) {
	for stop := range ir.Each[*ssa.Call](fn) {
		if timeFunc(&stop.Call) != "(*Timer).Stop" {
			continue // another call
		}
		v, ok := c.prog.timerVariable(stop.Call.Args[0]).(*types.Var)
		if !ok {
			continue // rule goroutines looks at local timers
		}
		_, no := branches(stop)
		drain := c.receiveOf(no, stop.Call.Args[0])
		if drain == nil {
			continue // does not wait
		}
		for _, other := range c.prog.lookup.touching[v][othersReceive] {
			if other == fn {
				continue // the method itself
			}
			start := c.started(other)
			if start == nil || c.prog.sequential(fn, other, 0) {
				continue // on the same goroutine, perhaps
			}
			if at := c.receivesFrom(other, v); at.IsValid() {
				c.report("two-receivers", drain.Pos(), []related{{at, "the other goroutine receives here"}, {start.Pos(), "the goroutine is started here"}},
					"this receive blocks for ever when the goroutine started at %s has taken the value", posString(c.pass.Fset, start.Pos()))
				break
			}
		}
	}
}

// receivesFrom returns where fn receives from the timer in a variable.
func (c *checker) receivesFrom(fn *ssa.Function, v variable) token.Pos {
	for instr := range ir.Each[ssa.Instruction](fn) {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if instr.Op == token.ARROW && c.prog.timerVariable(instr.X) == v {
				return instr.Pos()
			}
		case *ssa.Select:
			for _, st := range instr.States {
				if st.Dir == types.RecvOnly && c.prog.timerVariable(st.Chan) == v {
					return st.Pos
				}
			}
		}
	}
	return token.NoPos
}

// lostSignals looks for a goroutine that waits for a timer or for a signal, where who
// stops the timer sends the signal only if the goroutine is waiting already:
//
//	if l.t.Stop() {
//		select {
//		case l.stop <- struct{}{}:      // l.stop has no buffer
//		default:
//		}
//	}
func (c *checker) lostSignals(fn *ssa.Function) {
	for instr := range ir.Each[ssa.Instruction](fn) {
		stop, ok := instr.(*ssa.Call)
		if !ok || timeFunc(&stop.Call) != "(*Timer).Stop" {
			continue // another call
		}
		yes, _ := branches(stop)
		t := c.prog.timerVariable(stop.Call.Args[0])
		if yes == nil || t == nil {
			continue // the result does not matter
		}
		for _, instr := range yes.Instrs {
			s, ok := instr.(*ssa.Select)
			if !ok || s.Blocking || len(s.States) != 1 || s.States[0].Dir != types.SendOnly {
				continue // no such signal
			}
			ch := c.channelVariable(s.States[0].Chan)
			if ch == nil || !c.unbuffered(ch) {
				continue // the signal waits for the goroutine
			}
			if at := c.waitsForBoth(t, ch); at.IsValid() {
				c.report("lost-signal", stop.Pos(), []related{{at, "the goroutine waits here"}, {s.Pos(), "the signal is dropped here"}},
					"the goroutine that waits at %s may never end: the timer is stopped, and the signal is sent only if the goroutine is waiting already; give the channel a buffer", posString(c.pass.Fset, at))
			}
		}
	}
}

// channelVariable returns the variable that holds a channel.
func (c *checker) channelVariable(ch ssa.Value) variable {
	if load, ok := ch.(*ssa.UnOp); ok && load.Op == token.MUL {
		return c.prog.variableAt(load.X)
	}
	return nil
}

// unbuffered reports whether all channels that the package stores in a variable are
// made without a buffer.
func (c *checker) unbuffered(v variable) bool {
	stores := c.storesTo(v)
	for _, st := range stores {
		made, ok := st.Val.(*ssa.MakeChan)
		if !ok || !isZero(made.Size) {
			return false
		}
	}
	return len(stores) > 0
}

// waitsForBoth returns the select, in a goroutine, that receives from a timer and
// from a channel, and from nothing else.
func (c *checker) waitsForBoth(t, ch variable) token.Pos {
	for _, fn := range c.prog.lookup.touching[t][othersReceive] {
		if c.started(fn) == nil {
			continue // no such goroutine
		}
		for s := range ir.Each[*ssa.Select](fn) {
			if !s.Blocking || len(s.States) != 2 {
				continue // another way out
			}
			timers, signals := 0, 0
			for _, st := range s.States {
				switch {
				case st.Dir != types.RecvOnly:
					continue // a send
				case c.prog.timerVariable(st.Chan) == t:
					timers++
				case c.channelVariable(st.Chan) == ch:
					signals++
				}
			}
			if timers == 1 && signals == 1 {
				return s.Pos()
			}
		}
	}
	return token.NoPos
}
