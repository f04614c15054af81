package timerreset

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// receiver is a receive from a timer's channel in a goroutine that a function
// starts.
type receiver struct {
	pos    token.Pos
	alone  bool // no other case could wake it
	ranges bool // in a loop that nothing else leaves
	fn     *ssa.Function
}

// goroutines looks at local timers that a function shares with a goroutine it
// starts:
//
//	go func() { <-t.C; work() }(); ...; t.Stop()    // blocked for ever
//	go func() { for { <-t.C } }(); defer t.Stop()   // and the function returns at once
//	go func() { ... <-t.C ... }(); if !t.Stop() { <-t.C }
func (c *checker) goroutines(fn *ssa.Function) {
	for g := range ir.Each[*ssa.Go](fn) {
		c.givenTimers(fn, g)
		closure, ok := g.Call.Value.(*ssa.MakeClosure)
		if !ok {
			continue // shares nothing
		}
		for i, fv := range closure.Fn.(*ssa.Function).FreeVars {
			cell, ok := closure.Bindings[i].(*ssa.Alloc)
			if !ok || !isTimerPtr(fv.Type().(*types.Pointer).Elem()) || c.prog.stores[c.prog.variableAt(cell)][fn] != 1 {
				continue // not one timer in a local variable
			}
			for _, r := range c.receivers(closure.Fn.(*ssa.Function), fv) {
				c.sharedTimer(fn, g, cell, r)
			}
		}
	}
}

// receivers returns the receives in fn from the timer in the variable fv.
func (c *checker) receivers(fn *ssa.Function, fv ssa.Value) []receiver {
	var out []receiver
	cycles := c.loops(fn)
	is := func(ch ssa.Value) bool {
		t := chanTimer(ch)
		if t == fv {
			return true // a parameter
		}
		u, ok := t.(*ssa.UnOp)
		return ok && u.X == fv
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if instr.Op == token.ARROW && is(instr.X) {
					out = append(out, receiver{instr.Pos(), true, endless(instr, cycles[b]), fn})
				}
			case *ssa.Select:
				for _, st := range instr.States {
					if st.Dir == types.RecvOnly && is(st.Chan) {
						out = append(out, receiver{st.Pos, false, false, fn})
					}
				}
			}
		}
	}
	return out
}

func (c *checker) sharedTimer(fn *ssa.Function, g *ssa.Go, cell *ssa.Alloc, r receiver) {
	var stops, deferred, resets []ssa.CallInstruction
	var drains []*ssa.UnOp
	for _, ref := range *cell.Referrers() {
		load, ok := ref.(*ssa.UnOp)
		if !ok {
			continue // the declaration or a capture
		}
		for _, use := range *load.Referrers() {
			switch use := use.(type) {
			case *ssa.Defer:
				deferred = append(deferred, use)
			case *ssa.Call:
				switch timeFunc(&use.Call) {
				case "(*Timer).Stop", "(*Ticker).Stop":
					stops = append(stops, use)
				case "(*Timer).Reset", "(*Ticker).Reset":
					resets = append(resets, use)
				default:
					return // somebody else has the timer too
				}
			case *ssa.FieldAddr:
				for _, ch := range *use.Referrers() {
					if u, ok := ch.(*ssa.UnOp); ok {
						for _, recv := range *u.Referrers() {
							if d, ok := recv.(*ssa.UnOp); ok && d.Op == token.ARROW {
								drains = append(drains, d)
							}
						}
					}
				}
			}
		}
	}
	started := related{g.Pos(), "the goroutine is started here"}
	for _, d := range drains {
		if len(stops) > 0 && cfg.Reaches(g, d, cfg.Cut{}) && !d.CommaOk && fn == d.Parent() {
			c.report("two-receivers", d.Pos(), []related{{r.pos, "the other goroutine receives here"}, started},
				"this receive blocks for ever when the goroutine started at %s has taken the value", posString(c.pass.Fset, g.Pos()))
		}
	}
	for _, d := range deferred {
		if timeFunc(d.Common()) != "" && len(stops)+len(resets) == 0 && d.Pos() < g.Pos() && returnsAtOnce(g) {
			c.deferredStop(fn, g, d, r)
		}
	}
	for _, s := range resets {
		if c.sem&asynctimer.Async != 0 && !r.alone && cfg.Reaches(g, s, cfg.Cut{}) {
			c.report("stale-value", s.Pos(), []related{{r.pos, "the goroutine receives here"}, started},
				"Reset while another goroutine receives from the timer: it may still get the value of the previous setting (timer channels before Go 1.23)")
		}
	}
}

// deferredStop reports a deferred Stop that runs while a goroutine goes on
// receiving.
func (c *checker) deferredStop(fn *ssa.Function, g *ssa.Go, d ssa.CallInstruction, r receiver) {
	fate := "it gets nothing any more at"
	switch {
	case r.alone:
		fate = "it blocks for ever at"
	case defersMore(fn, d):
		return // the function may end the goroutine, too
	}
	c.report("deferred-stop", d.Pos(), []related{{r.pos, "the goroutine waits here for a tick that Stop prevents"}, {g.Pos(), "the goroutine is started here"}},
		"the deferred Stop runs as soon as %s returns, while the goroutine started at %s still receives: %s %s; stop the timer in that goroutine",
		fn.Name(), posString(c.pass.Fset, g.Pos()), fate, posString(c.pass.Fset, r.pos))
}

// defersMore reports whether fn defers anything but d.
func defersMore(fn *ssa.Function, d ssa.CallInstruction) bool {
	for other := range ir.Each[*ssa.Defer](fn) {
		if other != d {
			return true
		}
	}
	return false
}

// givenTimers looks at timers that a go statement passes as arguments:
//
//	defer t.Stop()
//	go s.run(t)      // and the function returns at once
func (c *checker) givenTimers(fn *ssa.Function, g *ssa.Go) {
	callee := calleeOf(&g.Call)
	if callee == nil || len(callee.Blocks) == 0 || !returnsAtOnce(g) {
		return
	}
	for i, arg := range g.Call.Args {
		if !isTimerPtr(arg.Type()) {
			continue // something else
		}
		rs := c.receivers(callee, callee.Params[i])
		if len(rs) == 0 {
			continue // not received from, as far as can be seen
		}
		for d := range ir.Each[*ssa.Defer](fn) {
			if d.Pos() > g.Pos() {
				continue // not deferred by then
			}
			switch timeFunc(&d.Call) {
			case "(*Timer).Stop", "(*Ticker).Stop":
				if c.sameTimer(d.Call.Args[0], arg) {
					c.deferredStop(fn, g, d, rs[0])
				}
			}
		}
	}
}

// returnsAtOnce reports whether some way from g to a return passes nothing that
// could wait for the goroutine.
func returnsAtOnce(g *ssa.Go) bool {
	waits := cfg.Cut{At: func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Send, *ssa.Select:
			return true
		case *ssa.UnOp:
			return instr.Op == token.ARROW
		case *ssa.Call:
			_, builtin := instr.Call.Value.(*ssa.Builtin)
			return !builtin
		}
		return false
	}}
	return slices.ContainsFunc(returns(g.Parent()), func(ret *ssa.Return) bool { return cfg.Reaches(g, ret, waits) })
}

// returns lists the returns of a function.
func returns(fn *ssa.Function) (out []*ssa.Return) {
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			out = append(out, ret)
		}
	}
	return out
}
