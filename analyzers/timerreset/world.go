package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// valueKind is the kind of an abstract value.
type valueKind uint8

const (
	vUnknown valueKind = iota
	vConst             // the constant c
	vNil               // nil
	vNonNil            // some value other than nil, in an interface perhaps a pointer to the place obj
	vTimer             // a pointer to the timer obj, or nil unless the object is nonNil
	vChan              // the channel of the timer obj
	vRef               // a pointer to the place obj
	vFunc              // the function fun, with the values of its free variables
)

// value is an abstract value; the zero value is unknown.
type value struct {
	kind valueKind
	c    constant.Value
	obj  *place.Place
	fun  *closure
	dyn  types.Type // of what an interface holds
}

func constValue(c constant.Value) value { return value{kind: vConst, c: c} }
func boolValue(b bool) value            { return constValue(constant.MakeBool(b)) }

// isBool reports whether v is the constant b.
func (v value) isBool(b bool) bool {
	return v.kind == vConst && v.c.Kind() == constant.Bool && constant.BoolVal(v.c) == b
}

// Weight tells apart the worlds in which variables hold other timers, and in which
// registers hold intervals that are not positive: these
// would be lost in a merge.
func (v value) Weight(key any) uint64 {
	r, isReg := key.(*typestate.Register)
	switch {
	case !isReg && (v.kind == vTimer || v.kind == vChan):
		return uint64(v.obj.ID) + 1
	case isReg && v.kind == vConst && isDuration(r.Value.Type()) && constant.Sign(v.c) <= 0:
		if _, ok := r.Value.(*ssa.Phi); ok {
			return 2
		}
	}
	return 0
}

// Weight tells apart the worlds in which a timer has other typestates.
func (o object) Weight(any) uint64 {
	if o.phase == unknown && o.others == 0 {
		return 0 // says no more than its absence
	}
	return 1 | uint64(o.kind)<<8 | uint64(o.phase)<<16 | uint64(o.reason)<<24 | uint64(o.others)<<32
}

// world is one disjunct of the state: what holds on some set of paths. A world
// is not changed once it was shared; transfer functions work on a copy.
type world struct {
	typestate.Path[value]
	objs typestate.Memory[object]
	// assumed are the last conditions of which only the branch that was taken tells.
	assumed [2]ssa.Value
}

func newWorld(regs *typestate.Registers) *world {
	return &world{Path: typestate.Path[value]{Env: typestate.NewEnv[value](regs)}}
}

// Clone returns a world that may be changed.
func (w *world) Clone() *world {
	x := *w
	return &x
}

// set binds a register that is being defined anew.
func (m *machine) set(w *world, v ssa.Value, val value) { w.Set(m.Symbols, v, val) }

// Signature is that of the part of a world that keeps it apart from others: the
// typestates, the timers that variables hold, and the pending defers.
func (w *world) Signature() uint64 {
	return intmap.Mix(intmap.Mix(w.objs.Sum(), w.Control()), intmap.Mix(w.Mem.Sum(), w.Env.Sum()))
}

// Meet keeps what holds in both worlds, whose signatures agree.
func (w *world) Meet(x *world) *world {
	both := &world{
		Path: w.Path.Meet(x.Path),
		objs: typestate.Memory[object]{Map: w.objs.Meet(x.objs.Map, meetObjects)},
	}
	for i, cond := range w.assumed {
		if cond == x.assumed[i] {
			both.assumed[i] = cond
		}
	}
	return both
}

// meetObjects returns what holds of a timer in both of two worlds that agree on its typestate.
func meetObjects(_ *place.Place, o, x object) (object, bool) {
	o.nonNil = o.nonNil && x.nonNil
	o.mock = o.mock && x.mock
	if o.kind != x.kind {
		o.kind = kindUnknown
	}
	if o.dur != x.dur || o.hasDur != x.hasDur {
		o.dur, o.hasDur = 0, false
	}
	o.pos = minPos(o.pos, x.pos)
	o.made = minPos(o.made, x.made)
	return o, true
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
	return w.Path.Equal(x.Path) && w.objs.Equal(x.objs.Map) && w.assumed == x.assumed
}
