package typestate

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
)

// A Deferred is a deferred call, with what its function and its arguments were when it was
// deferred. Worlds share it.
type Deferred[V intmap.Value] struct {
	Instr *ssa.Defer
	Call  *ssa.CallCommon // as [Interpretation.Resolve] has found it
	Func  V               // the function, or the receiver of a method of an interface
	Args  []V
	Slot  int // tells those of one instruction apart that are pending at once
}

func (d Deferred[V]) equal(o Deferred[V]) bool {
	return d.Instr == o.Instr && d.Func == o.Func && d.Slot == o.Slot && slices.Equal(d.Args, o.Args)
}

// weight tells deferred calls apart.
func (d Deferred[V]) weight() uint64 {
	h := intmap.Mix(uint64(d.Instr.Pos()), d.Func.Weight(nil))
	for _, arg := range d.Args {
		h = intmap.Mix(h, arg.Weight(nil))
	}
	return h
}

// Slot returns a number that no pending call of a defer statement has.
func (p *Path[V]) Slot(instr *ssa.Defer) (slot int) {
	for slices.ContainsFunc(p.Defers, func(d Deferred[V]) bool { return d.Instr == instr && d.Slot == slot }) {
		slot++
	}
	return slot
}

// Defer adds a deferred call. Of one statement, at most the last rounds are kept: it
// returns those that are not.
func (p *Path[V]) Defer(d Deferred[V], rounds int) (dropped []Deferred[V]) {
	left := rounds - 1
	var kept []Deferred[V]
	for _, old := range slices.Backward(p.Defers) {
		if old.Instr == d.Instr {
			if left--; left < 0 {
				dropped = append(dropped, old)
				continue
			}
		}
		kept = append(kept, old)
	}
	slices.Reverse(kept)
	p.Defers = append(kept, d)
	return dropped
}

// runDefers runs the deferred calls, the last one first.
func (x *Interpretation[V, W, N]) runDefers(w W) []W {
	defers := w.Known().Defers
	worlds := []W{w}
	for i, d := range slices.Backward(defers) {
		var next []W
		for _, w := range worlds {
			w.Known().Defers = slices.Clip(defers[:i])
			next = append(next, x.Domain.Deferred(w, d)...)
		}
		var ok bool
		if worlds, ok = Merge(next, x.Limit); !ok {
			x.GiveUp()
		}
	}
	return worlds
}

// UpdateDefers replaces what deferred calls will be given.
func (p *Path[V]) UpdateDefers(f func(V) V) {
	if len(p.Defers) == 0 {
		return
	}
	out := make([]Deferred[V], 0, len(p.Defers))
	for _, d := range p.Defers {
		d.Func = f(d.Func)
		d.Args = slices.Clone(d.Args)
		for i, arg := range d.Args {
			d.Args[i] = f(arg)
		}
		out = append(out, d)
	}
	p.Defers = out
}
