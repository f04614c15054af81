package timerreset

import (
	"encoding/binary"
	"go/constant"
	"go/token"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// valueKind is the kind of an abstract value.
type valueKind uint8

const (
	vUnknown valueKind = iota
	vConst             // the constant c
	vNil               // nil
	vNonNil            // some value other than nil
	vTimer             // a pointer to the timer obj, or nil unless the object is nonNil
	vChan              // the channel of the timer obj
	vCase              // the tuple of a select whose case c was chosen
	vRef               // a pointer to the place obj
	vFunc              // the function fun, with the values of its free variables
)

// value is an abstract value; the zero value is unknown.
type value struct {
	kind valueKind
	c    constant.Value
	obj  *place.Place
	fun  *closure
	// assumed constants are the truth of a branch that was taken, not of
	// anything that was computed.
	assumed bool
}

func constValue(c constant.Value) value { return value{kind: vConst, c: c} }
func boolValue(b bool) value            { return constValue(constant.MakeBool(b)) }
func caseValue(i int) value             { return value{kind: vCase, c: constant.MakeInt64(int64(i))} }

// isBool reports whether v is the constant b.
func (v value) isBool(b bool) bool {
	return v.kind == vConst && v.c.Kind() == constant.Bool && constant.BoolVal(v.c) == b
}

// register names an SSA register, or one component of a tuple.
type register struct {
	v     ssa.Value
	index int // -1 for the whole
}

func reg(v ssa.Value) register { return register{v, -1} }

// world is one disjunct of the state: what holds on some set of paths. A world
// is not changed once it was shared; transfer functions work on a copy.
type world struct {
	env    map[register]value
	mem    typestate.Memory[value]
	objs   typestate.Memory[object]
	conds  symbol.State
	defers []*ssa.Defer
}

func newWorld() *world {
	return &world{
		env:  make(map[register]value),
		mem:  make(typestate.Memory[value]),
		objs: make(typestate.Memory[object]),
	}
}

func (w *world) clone() *world {
	return &world{
		env:    maps.Clone(w.env),
		mem:    maps.Clone(w.mem),
		objs:   maps.Clone(w.objs),
		conds:  w.conds.Clone(),
		defers: slices.Clip(w.defers),
	}
}

// set binds a register that is being defined anew, and drops what was known of
// its previous instance.
func (w *world) set(v ssa.Value, val value) {
	if val.kind == vUnknown {
		delete(w.env, reg(v))
	} else {
		w.env[reg(v)] = val
	}
	w.conds.Defined(v)
}

// Signature encodes the part of a world that keeps it apart from others: the
// typestates, the timers that variables hold, and the pending defers.
func (w *world) Signature() string {
	var b []byte
	put := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	for _, p := range slices.SortedFunc(maps.Keys(w.objs), typestate.ByID) {
		o := w.objs[p]
		if o.phase == unknown && o.others == 0 {
			continue // says no more than its absence
		}
		put(p.ID)
		b = append(b, byte(o.kind), byte(o.phase), byte(o.reason), byte(o.others))
	}
	b = append(b, "mem"...)
	for _, p := range slices.SortedFunc(maps.Keys(w.mem), typestate.ByID) {
		v := w.mem[p]
		if v.kind == vTimer || v.kind == vChan {
			put(p.ID)
			put(v.obj.ID)
		}
	}
	b = append(b, "intervals"...)
	var intervals []string
	for r, v := range w.env {
		if phi, ok := r.v.(*ssa.Phi); ok && v.kind == vConst && isDuration(phi.Type()) && constant.Sign(v.c) <= 0 {
			intervals = append(intervals, phi.Name()) // would be lost in a merge
		}
	}
	slices.Sort(intervals)
	for _, name := range intervals {
		b = append(b, name...)
	}
	b = append(b, "cases"...)
	for r, v := range w.env {
		if v.kind == vCase { // there is one at a time
			b = append(b, r.v.Name()...)
			b = append(b, v.c.String()...)
		}
	}
	b = append(b, "defers"...)
	for _, d := range w.defers {
		put(int(d.Pos()))
	}
	return string(b)
}

// forgetCases drops which case was chosen, once control is in the case.
func (w *world) forgetCases() {
	for r, v := range w.env {
		if v.kind == vCase {
			delete(w.env, r)
		}
	}
}

// Meet keeps what holds in both worlds, whose signatures agree.
func (w *world) Meet(x *world) *world {
	m := newWorld()
	m.defers = w.defers
	for r, v := range w.env {
		if x.env[r] == v {
			m.env[r] = v
		}
	}
	for p, v := range w.mem {
		if x.mem[p] == v {
			m.mem[p] = v
		}
	}
	m.conds = w.conds.Meet(x.conds)
	for p, o := range w.objs {
		y, ok := x.objs[p]
		if !ok {
			continue // unknown in x
		}
		o.nonNil = o.nonNil && y.nonNil
		o.mock = o.mock && y.mock
		if o.kind != y.kind {
			o.kind = kindUnknown
		}
		if o.dur != y.dur || o.hasDur != y.hasDur {
			o.dur, o.hasDur = 0, false
		}
		o.pos = minPos(o.pos, y.pos)
		o.made = minPos(o.made, y.made)
		m.objs[p] = o
	}
	return m
}

func minPos(p, q token.Pos) token.Pos {
	if !p.IsValid() {
		return q
	}
	if !q.IsValid() {
		return p
	}
	return min(p, q)
}

// Equal reports whether two worlds know the same.
func (w *world) Equal(x *world) bool {
	return maps.Equal(w.env, x.env) && maps.Equal(w.mem, x.mem) && maps.Equal(w.objs, x.objs) &&
		w.conds.Equal(x.conds) && slices.Equal(w.defers, x.defers)
}
