package lockset

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Model tells what the analysis needs to know of values and callees.
type Model interface {
	// Value returns the place that a value stands for.
	Value(v ssa.Value) *place.Place
	// Effect returns what a call does to locks, in places of the caller; ok is
	// false if nothing is known of the callee.
	Effect(call ssa.CallInstruction) (e Effect, ok bool)
}

// An Effect is what a function does to the locks of its caller.
type Effect struct {
	// Acquired are held at each return, MayAcquired at some.
	Acquired, MayAcquired Set
	// Released are released though the function did not acquire them.
	Released Set
}

// Empty reports whether the effect is none.
func (e Effect) Empty() bool {
	return len(e.MayAcquired) == 0 && len(e.Released) == 0 && len(e.Acquired) == 0
}

// Map returns the effect with each place replaced.
func (e Effect) Map(f func(*place.Place) *place.Place) Effect {
	return Effect{e.Acquired.Map(f), e.MayAcquired.Map(f), e.Released.Map(f)}
}

// Equal reports whether two effects are the same.
func (e Effect) Equal(o Effect) bool {
	return slices.Equal(e.Acquired, o.Acquired) && slices.Equal(e.MayAcquired, o.MayAcquired) && slices.Equal(e.Released, o.Released)
}

// A State holds the locks at one point of a function.
type State struct {
	reached bool
	// Must are held on every path to here, May on some.
	Must, May Set
	// Released were released without being held, on every path.
	Released Set
}

type lattice struct{}

func (lattice) Ident() State { return State{} }

func (lattice) Equals(a, b State) bool {
	return a.reached == b.reached && slices.Equal(a.Must, b.Must) && slices.Equal(a.May, b.May) && slices.Equal(a.Released, b.Released)
}

func (lattice) Merge(a, b State) State {
	switch {
	case !a.reached:
		return b
	case !b.reached:
		return a
	}
	return State{true, Intersect(a.Must, b.Must), Union(a.May, b.May), Intersect(a.Released, b.Released)}
}

// Locks holds what is known of the locks of one function.
type Locks struct {
	fn    *ssa.Function
	model Model
	// channels are those that the package uses as locks, tokens those of fn.
	channels Channels
	tokens   map[*place.Place]bool
	in       []State
	states   map[ssa.Instruction]State
	defers   map[*ssa.RunDefers][]*ssa.Defer
	// Effect is what the function does to the locks of its callers.
	Effect Effect
}

// Analyze computes the locks that are held in fn, which has a body. channels are
// the fields of the package whose channels serve as locks.
func Analyze(fn *ssa.Function, model Model, channels Channels) *Locks {
	l := &Locks{fn: fn, model: model, channels: channels, states: make(map[ssa.Instruction]State)}
	l.tokens = l.channelTokens()
	locks := len(l.tokens) > 0
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok && !locks {
				op, _ := Classify(call.Common())
				e, _ := model.Effect(call)
				locks = op != None || !e.Empty()
			}
		}
	}
	if !locks {
		return l // most functions
	}
	l.defers = cfg.Defers(fn)
	l.in = cfg.Forward[lattice](fn, State{reached: true}, l.transfer)
	first := true
	for _, b := range fn.Blocks {
		s := l.in[b.Index]
		if !s.reached {
			continue // dead
		}
		for _, instr := range b.Instrs {
			l.states[instr] = s
			s = l.step(s, instr)
		}
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); !ok {
			continue // not an exit
		}
		l.Effect.MayAcquired = Union(l.Effect.MayAcquired, s.May)
		if first {
			l.Effect.Acquired, l.Effect.Released, first = s.Must, s.Released, false
			continue
		}
		l.Effect.Acquired = Intersect(l.Effect.Acquired, s.Must)
		l.Effect.Released = Intersect(l.Effect.Released, s.Released)
	}
	return l
}

// Before returns the locks held before an instruction of the function.
func (l *Locks) Before(instr ssa.Instruction) State { return l.states[instr] }

func (l *Locks) transfer(from, to *ssa.BasicBlock, s State) State {
	if !s.reached {
		return s
	}
	for _, instr := range from.Instrs {
		s = l.step(s, instr)
	}
	if state := cfg.Selected(from, to); state != nil {
		s = l.token(s, state.Chan, state.Dir == types.SendOnly)
	}
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || to != from.Succs[0] || from.Succs[0] == from.Succs[1] {
		return s
	}
	call, ok := branch.Cond.(*ssa.Call) // if mu.TryLock() { ... }
	if !ok {
		return s
	}
	switch op, recv := Classify(&call.Call); op {
	case TryLock:
		s = s.acquire(l.model.Value(recv), Write)
	case TryRLock:
		s = s.acquire(l.model.Value(recv), Read)
	}
	return s
}

// step returns the state after an instruction.
func (l *Locks) step(s State, instr ssa.Instruction) State {
	switch instr := instr.(type) {
	case *ssa.Call:
		return l.call(s, instr)
	case *ssa.RunDefers:
		for _, d := range l.defers[instr] {
			s = l.call(s, d)
		}
	case *ssa.Send:
		return l.token(s, instr.Chan, true)
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			return l.token(s, instr.X, false)
		}
	}
	return s
}

// call returns the state after a call, or after a deferred one when it runs.
func (l *Locks) call(s State, call ssa.CallInstruction) State {
	common := call.Common()
	said, _ := user(common)
	if e, ok := l.model.Effect(call); said == None && ok && !e.Empty() {
		for _, h := range e.Released {
			s = s.release(h.Place)
		}
		s.Must = Union(s.Must, e.Acquired)
		s.May = Union(s.May, e.MayAcquired)
		return s
	}
	op, recv := Classify(common)
	if op == None {
		return s
	}
	lock := l.model.Value(recv)
	switch op {
	case Lock:
		return s.acquire(lock, Write)
	case RLock:
		return s.acquire(lock, Read)
	case Unlock, RUnlock:
		return s.release(lock)
	case TryLock, TryRLock:
		s.May = s.May.With(lock, Write) // its branch knows better
	}
	return s
}

func (s State) acquire(p *place.Place, mode Mode) State {
	s.Must = s.Must.With(p, mode)
	s.May = s.May.With(p, mode)
	return s
}

func (s State) release(p *place.Place) State {
	if s.May.Mode(p) == 0 {
		s.Released = s.Released.With(p, Write)
		return s
	}
	s.Must = s.Must.Without(p)
	s.May = s.May.Without(p)
	return s
}
