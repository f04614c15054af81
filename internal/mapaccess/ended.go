package mapaccess

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Moment is an access with the instruction that makes it.
type Moment struct {
	*Access
	At       ssa.Instruction
	Deferred *ssa.Defer // the deferred call that makes it, if at runs that
}

// Maker returns the instruction that makes another object each time, of which the map of an
// access is a part; nil if none does.
func (x Moment) Maker() ssa.Instruction { return madeBy(x.Place.Root) }

// madeBy returns the instruction that makes another object of a root each time: for one
// result of several, the call.
func madeBy(root ssa.Value) ssa.Instruction {
	if part, ok := root.(*ssa.Extract); ok {
		root = part.Tuple
	}
	instr, _ := root.(ssa.Instruction)
	return instr
}

// Repeats reports whether a loop starts the goroutine of an access again while one runs, for
// the same map: a call that makes the object and starts its goroutine makes another each time.
//
//	for range n { servers = append(servers, NewServer()) }
func (b *Function) Repeats(x Moment) bool {
	return x.Maker() != x.At && cfg.InLoop(x.At, b.Cut(x))
}

// Cut returns where the goroutine of an access has surely ended, or where its
// map is no longer the one that the variable holds.
func (b *Function) Cut(x Moment) cfg.Cut {
	return cfg.Cut{
		At: func(instr ssa.Instruction) bool {
			if instr == x.Maker() {
				return true // another map from here on
			}
			if st, ok := instr.(*ssa.Store); ok && b.holds(st.Addr, x.Place) {
				return true // another map from here on
			}
			if call, ok := instr.(*ssa.Call); ok && len(x.Thread.Unlocks) > 0 {
				if op, recv := lockset.Classify(&call.Call); op == lockset.Lock && x.Thread.Unlocks.Mode(b.Pkg.Value(recv)) != 0 {
					return true // handed over by the goroutine
				}
			}
			if stops(instr, x.At) {
				return true // a timer that did not run
			}
			return b.Joins(b.effect(instr), x)
		},
		Edge: func(from, to *ssa.BasicBlock) bool {
			if cfg.Never(from, to, from.Dominates(x.At.Block())) {
				return true
			}
			if b.answered(from, to, x) {
				return true
			}
			for _, ev := range b.edges.Of(from, to) {
				if ev.Acquire && (ev.Object == nil || b.acquiresEnd(happens.Objects{ev.Object}, x)) {
					return true
				}
			}
			return false
		},
	}
}

// Joins reports whether who does e has waited for the goroutine of x.
func (b *Function) Joins(e happens.Effect, x Moment) bool {
	return e.Any || len(e.Waits) > 0 || b.acquiresEnd(e.Acquires, x)
}

// JoinedByDefer reports whether a deferred call that surely runs before y waits for
// the goroutine of x.
//
//	defer func() { fmt.Println(o.Summary()) }()
//	o.Start()
//	defer o.Stop()
func (b *Function) JoinedByDefer(x, y Moment) bool {
	run, ok := y.At.(*ssa.RunDefers)
	if !ok || y.Deferred == nil {
		return false
	}
	for _, d := range b.Defers[run] {
		if d == y.Deferred {
			return false // those that follow come too late
		}
		if d.Block().Dominates(run.Block()) && b.Joins(b.CallSync(happens.Effect{}, d), x) {
			return true
		}
	}
	return false
}

// acquiresEnd reports whether one of the objects is what the goroutine of x releases
// at its end. What a goroutine of another package releases, nobody tells: it may be
// anything that belongs to the object which has the map.
func (b *Function) acquiresEnd(acquired happens.Objects, x Moment) bool {
	foreign := x.Thread != nil && !x.Thread.Start.Pos.IsValid()
	for _, obj := range acquired {
		if x.Order.After.Has(obj) && !x.Order.Before.Has(obj) || b.relays().joins(obj, x) {
			return true
		}
		if foreign && obj.Root == x.Place.Root && !Global(obj.Root) {
			return true
		}
	}
	return false
}

// ReleasedBetween reports whether obj may be released between two instructions,
// and is not made anew before the second.
func (b *Function) ReleasedBetween(from ssa.Instruction, obj *place.Place, to ssa.Instruction) bool {
	anew := cfg.Cut{At: func(i ssa.Instruction) bool {
		return i == madeBy(obj.Root)
	}}
	for _, block := range b.Fn.Blocks {
		for _, instr := range block.Instrs {
			if b.effect(instr).Releases.Has(obj) && cfg.Reaches(from, instr, anew) && cfg.Reaches(instr, to, anew) {
				return true
			}
		}
	}
	return false
}

// StartsBetween reports whether a goroutine is started between two instructions, which may
// be the one that serves requests.
func (b *Function) StartsBetween(from, to ssa.Instruction) bool {
	for _, block := range b.Fn.Blocks {
		for _, instr := range block.Instrs {
			if start, ok := instr.(*ssa.Go); ok && cfg.Reaches(from, start, cfg.Cut{}) && cfg.Reaches(start, to, cfg.Cut{}) {
				return true
			}
		}
	}
	return false
}

// effect is syncEffect, once for each instruction.
func (b *Function) effect(instr ssa.Instruction) happens.Effect {
	e, ok := b.effects[instr]
	if !ok {
		e = b.syncEffect(instr)
		b.effects[instr] = e
	}
	return e
}

// answered reports whether the edge between two blocks leaves a loop in which the function
// receives the answers of workers, of which the goroutine of x is one: it makes its access
// after it got something to do, and answers then.
//
//	go func() { for k := range work { answers <- m[k] } }()
//	for range keys { ...; n += <-answers }
func (b *Function) answered(from, to *ssa.BasicBlock, x Moment) bool {
	if len(x.Order.Acquired) == 0 {
		return false // it does not wait for work
	}
	if b.cycles == nil {
		b.cycles = cfg.Cycles(b.Fn)
	}
	loop := b.cycles[from]
	if loop == nil || loop[to] {
		return false
	}
	answers := x.Order.After.Intersect(x.Order.Before)
	acquired := func(obj *place.Place) bool { return obj != nil && answers.Has(obj) && IsChan(obj) }
	for block := range loop {
		for _, instr := range block.Instrs {
			if slices.ContainsFunc(b.effect(instr).Acquires, acquired) {
				return true
			}
		}
		for _, succ := range block.Succs {
			if slices.ContainsFunc(b.edges.Of(block, succ), func(ev happens.Event) bool { return ev.Acquire && acquired(ev.Object) }) {
				return true
			}
		}
	}
	return false
}

// stops reports whether instr stops the timer that start made.
func stops(instr, start ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Name() != "Stop" || len(call.Call.Args) != 1 {
		return false
	}
	timer, ok := call.Call.Args[0].(ssa.Instruction)
	return ok && timer == start
}

// holds reports whether addr is the address of a variable on the way to p.
func (b *Function) holds(addr ssa.Value, p *place.Place) bool {
	variable := b.Pkg.Value(addr)
	for q := p.Parent; q != nil; q = q.Parent {
		if q == variable {
			return true
		}
	}
	return false
}

// IsChan reports whether a place is a channel.
func IsChan(p *place.Place) bool {
	if p.Parent == nil {
		return p.Root.Type() != nil && chanType(p.Root.Type())
	}
	if p.Parent.Var != nil {
		return chanType(p.Parent.Var.Type())
	}
	return p.Parent.Parent == nil && p.Parent.Root.Type() != nil && pointsToChan(p.Parent.Root.Type())
}

// Outrun reports whether the function may return before the goroutine of an
// access ends.
func (b *Function) Outrun(x Moment) bool {
	if x.Thread.Joined {
		return false
	}
	cut := b.Cut(x)
	return slices.ContainsFunc(returns(b.Fn), func(ret ssa.Instruction) bool { return cfg.Reaches(x.At, ret, cut) })
}

func chanType(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

func pointsToChan(t types.Type) bool {
	ptr, ok := t.Underlying().(*types.Pointer)
	return ok && chanType(ptr.Elem())
}

// returns gives the instructions at which a function returns.
func returns(fn *ssa.Function) []ssa.Instruction {
	var out []ssa.Instruction
	for _, block := range fn.Blocks {
		if n := len(block.Instrs); n > 0 {
			if ret, ok := block.Instrs[n-1].(*ssa.Return); ok {
				out = append(out, ret)
			}
		}
	}
	return out
}
