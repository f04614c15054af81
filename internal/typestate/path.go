package typestate

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
)

// A Path is what every domain knows on one path: what registers and variables hold, which
// conditions were passed, and which calls are deferred. The world of a domain embeds one.
type Path[V intmap.Value] struct {
	Env    Env[V]
	Mem    Memory[V]
	Conds  symbol.State
	Defers []Deferred[V] // never changed in place
	chosen choice
	unwind unwinding
}

// Known returns the path itself, for the engine to change.
func (p *Path[V]) Known() *Path[V] { return p }

// Set defines a register anew: what was known of its previous instance is gone. The zero
// value of V says nothing.
func (p *Path[V]) Set(t *symbol.Table, v ssa.Value, val V) {
	var none V
	if val == none {
		p.Env.Unbind(v)
	} else {
		p.Env.Bind(v, val)
	}
	if _, tuple := v.Type().(*types.Tuple); tuple {
		p.SetTuple(v, nil)
	}
	p.Conds.Defined(t, v)
}

// SetResults sets the result of a call, or its results.
func (p *Path[V]) SetResults(t *symbol.Table, call ssa.Value, vals []V) {
	var none V
	p.Set(t, call, none)
	if _, tuple := call.Type().(*types.Tuple); tuple {
		p.SetTuple(call, vals)
	} else if len(vals) > 0 {
		p.Set(t, call, vals[0])
	}
}

// Control tells apart the paths on which control will go on in other ways: other calls are
// deferred, or another case of a select was chosen.
func (p *Path[V]) Control() uint64 {
	sum := uint64(p.chosen.index+1) | uint64(p.unwind)<<32
	if p.chosen.of != nil {
		sum = intmap.Mix(sum, uint64(p.chosen.of.Pos()))
	}
	for _, d := range p.Defers {
		sum = intmap.Mix(sum, d.weight())
	}
	return sum
}

// SetTuple sets the components of the tuple v, those beyond vals to what says nothing.
func (p *Path[V]) SetTuple(v ssa.Value, vals []V) {
	tuple, ok := v.Type().(*types.Tuple)
	if !ok {
		return // one result, or none
	}
	var none V
	for i := range tuple.Len() {
		if i < len(vals) && vals[i] != none {
			p.Env.BindComponent(v, i, vals[i])
		} else {
			p.Env.unbindComponent(v, i)
		}
	}
}

// Meet returns what is known on both of two paths of one state of control.
func (p Path[V]) Meet(o Path[V]) Path[V] {
	mem := p.Mem.Meet(o.Mem.Map, func(_ *place.Place, v, _ V) (V, bool) { return v, false })
	return Path[V]{p.Env.Meet(o.Env), Memory[V]{mem}, p.Conds.Meet(o.Conds), p.Defers, p.chosen, p.unwind}
}

// Equal reports whether the same is known on two paths.
func (p Path[V]) Equal(o Path[V]) bool {
	return p.Env.Equal(o.Env.Map) && p.Mem.Equal(o.Mem.Map) && p.Conds.Equal(o.Conds) && p.chosen == o.chosen && p.unwind == o.unwind && slices.EqualFunc(p.Defers, o.Defers, Deferred[V].equal)
}
