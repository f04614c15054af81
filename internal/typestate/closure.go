package typestate

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
)

// A Closure is a function as a value, with the values of its free variables. It is never
// changed; those of one interpretation are interned.
type Closure[V intmap.Value] struct {
	Fn     *ssa.Function
	Bound  []V
	number uint64 // of Fn
}

// Weight tells closures apart.
func (c *Closure[V]) Weight() uint64 {
	h := c.number
	for _, b := range c.Bound {
		h = intmap.Mix(h, b.Weight(nil))
	}
	return h | 1
}

// Map returns the closure with other values of its free variables. It is not interned.
func (c *Closure[V]) Map(f func(V) V) *Closure[V] {
	if len(c.Bound) == 0 {
		return c
	}
	out := &Closure[V]{Fn: c.Fn, number: c.number}
	for _, b := range c.Bound {
		out.Bound = append(out.Bound, f(b))
	}
	return out
}

// Closure returns a function with the values of its free variables.
func (x *Interpretation[V, W, N]) Closure(fn *ssa.Function, bound []V) *Closure[V] {
	known := x.closures[fn]
	for _, c := range known {
		if slices.Equal(c.Bound, bound) {
			return c
		}
	}
	c := &Closure[V]{fn, bound, uint64(len(x.closures)) + 1}
	if len(known) > 0 {
		c.number = known[0].number
	}
	if x.closures == nil {
		x.closures = make(map[*ssa.Function][]*Closure[V])
	}
	x.closures[fn] = append(known, c)
	return c
}

// A Frame is a function that is interpreted at a call of it.
type Frame struct {
	Fn  *ssa.Function
	Pos token.Pos // of the call
}

// Frames returns the functions that are being interpreted at their calls, the outermost first.
func (x *Interpretation[V, W, N]) Frames() []Frame { return x.frames }

// Running reports whether the body of a function is being interpreted at a call.
func (x *Interpretation[V, W, N]) Running(fn *ssa.Function) bool {
	return slices.ContainsFunc(x.frames, func(f Frame) bool { return f.Fn == fn })
}

// Named returns the outermost call that leads out of the root function, whose literals are read
// where they stand: what happens below stands there for who reads the root. Of a literal it
// names the function around it.
func (x *Interpretation[V, W, N]) Named() (f Frame, ok bool) {
	for _, f := range x.frames {
		here := false
		for !here && f.Fn.Parent() != nil {
			f.Fn = f.Fn.Parent()
			here = f.Fn == x.root || x.Running(f.Fn)
		}
		if !here {
			return f, true
		}
	}
	return Frame{}, false
}

// Enter interprets the body of a function at a call of it, at pos, in w, as [Interpretation.Resolve]
// has found it. At the exits its registers and its deferred calls are gone. Where it panics, so
// does its caller.
func (x *Interpretation[V, W, N]) Enter(c *Closure[V], call *ssa.CallCommon, args []V, pos token.Pos, w W) ([]Exit[V, W], bool) {
	path := w.Known()
	names := path.Conds
	bind := func(v ssa.Value, val V, actual ssa.Value) {
		path.Set(x.Symbols, v, val)
		if x.Names && actual != nil {
			path.Conds.Name(x.Symbols, v, names.Of(x.Symbols, actual))
		}
	}
	for i, p := range c.Fn.Params {
		bind(p, args[i], call.Args[i])
	}
	made, _ := call.Value.(*ssa.MakeClosure)
	for i, fv := range c.Fn.FreeVars {
		if made != nil && made.Fn == c.Fn {
			bind(fv, c.Bound[i], made.Bindings[i])
		} else {
			bind(fv, c.Bound[i], nil)
		}
	}
	outer := path.Defers
	path.Defers = nil
	x.frames = append(x.frames, Frame{c.Fn, pos})
	exits, panics, ok := x.function(c.Fn, []W{w})
	x.frames = x.frames[:len(x.frames)-1]
	own := func(v ssa.Value) bool { return v.Parent() == c.Fn }
	leave := func(w W) {
		path := w.Known()
		path.Defers = outer
		path.Env.Restrict(own)
		path.Conds.Forget(own, x.Keep)
	}
	for _, e := range exits {
		leave(e.World)
	}
	for _, w := range panics {
		leave(w)
	}
	x.thrown = append(x.thrown, panics...)
	return exits, ok
}
