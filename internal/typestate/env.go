package typestate

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
)

// A Register is a register of SSA form, or one component of a tuple. Registers of one
// table are interned.
type Register struct {
	Value  ssa.Value
	Index  int // of the component, -1 for the whole
	number uint32
}

// Number numbers the registers of a table.
func (r *Register) Number() uint32 { return r.number }

// Registers interns registers.
type Registers struct {
	whole map[ssa.Value]*Register
	parts map[part]*Register
}

type part struct {
	v     ssa.Value
	index int
}

// NewRegisters returns an empty table.
func NewRegisters() *Registers {
	return &Registers{whole: make(map[ssa.Value]*Register), parts: make(map[part]*Register)}
}

// Of returns the register that v is.
func (t *Registers) Of(v ssa.Value) *Register {
	r := t.whole[v]
	if r == nil {
		r = &Register{v, -1, uint32(len(t.whole) + len(t.parts))}
		t.whole[v] = r
	}
	return r
}

// Component returns a component of the tuple v.
func (t *Registers) Component(v ssa.Value, index int) *Register {
	key := part{v, index}
	r := t.parts[key]
	if r == nil {
		r = &Register{v, index, uint32(len(t.whole) + len(t.parts))}
		t.parts[key] = r
	}
	return r
}

// An Env is what registers hold on one path. A copy is an environment of its own.
type Env[V intmap.Value] struct {
	regs *Registers
	intmap.Map[*Register, V]
}

// NewEnv returns an environment in which nothing is known of any register of a table.
func NewEnv[V intmap.Value](regs *Registers) Env[V] { return Env[V]{regs: regs} }

// Empty returns an environment of the same table in which nothing is known.
func (e Env[V]) Empty() Env[V] { return Env[V]{regs: e.regs} }

// Lookup returns what the register v holds, and whether anything is known of it.
func (e Env[V]) Lookup(v ssa.Value) (V, bool) {
	if r := e.regs.whole[v]; r != nil {
		return e.Map.Get(r)
	}
	var none V
	return none, false
}

// Of returns what the register v holds.
func (e Env[V]) Of(v ssa.Value) V {
	val, _ := e.Lookup(v)
	return val
}

// Component returns what a component of the tuple v holds.
func (e Env[V]) Component(v ssa.Value, index int) V {
	var none V
	if r := e.regs.parts[part{v, index}]; r != nil {
		none, _ = e.Map.Get(r)
	}
	return none
}

// unbindComponent forgets what a component of the tuple v holds.
func (e *Env[V]) unbindComponent(v ssa.Value, index int) {
	if r := e.regs.parts[part{v, index}]; r != nil {
		e.Map.Delete(r)
	}
}

// Number returns a number that tells v from other registers of the table.
func (e Env[V]) Number(v ssa.Value) uint32 { return e.regs.Of(v).number }

// Bind sets the register v.
func (e *Env[V]) Bind(v ssa.Value, val V) { e.Map.Set(e.regs.Of(v), val) }

// BindComponent sets a component of the tuple v.
func (e *Env[V]) BindComponent(v ssa.Value, index int, val V) {
	e.Map.Set(e.regs.Component(v, index), val)
}

// Unbind forgets what the register v holds.
func (e *Env[V]) Unbind(v ssa.Value) {
	if r := e.regs.whole[v]; r != nil {
		e.Map.Delete(r)
	}
}

// Restrict forgets the registers that are dead at the entry of a block.
func (e *Env[V]) Restrict(dead func(ssa.Value) bool) {
	e.Map.DeleteFunc(func(r *Register, _ V) bool { return dead(r.Value) })
}

// Meet returns what holds in both environments.
func (e Env[V]) Meet(o Env[V]) Env[V] {
	return Env[V]{e.regs, e.Map.Meet(o.Map, func(_ *Register, v, _ V) (V, bool) { return v, false })}
}
