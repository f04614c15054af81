package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Compute returns the value of an instruction that only computes.
func (m *machine) Compute(w *world, v ssa.Value) value {
	switch v := v.(type) {
	case *ssa.BinOp:
		return m.compare(w, v)
	case *ssa.UnOp:
		if truth, known := m.Truth(m.Eval(w, v.X)); known && v.Op == token.NOT {
			return boolValue(!truth)
		}
	case *ssa.Convert:
		if val := m.Eval(w, v.X); val.kind != vConst || val.c.Kind() == constant.Int {
			return val // of constants only integers keep their value
		}
	case *ssa.MakeInterface:
		val := m.actual(w, v.X)
		switch val.kind {
		case vTimer:
		case vRef:
			val.kind = vNonNil
		default:
			val = value{kind: vNonNil}
		}
		val.dyn = v.X.Type()
		return val
	case *ssa.Field: // of a struct that is held by value
		if isTimerPtr(v.Type()) {
			return m.load(w, m.Table.Sub(m.Table.Root(v.X), v.Field, place.FieldOf(v.X.Type(), v.Field)), v.Type())
		}
	case *ssa.TypeAssert:
		if v.CommaOk || !isTimerPtr(v.AssertedType) {
			break
		}
		val := m.Eval(w, v.X)
		if val.kind != vTimer { // out of a pool, a map, a context
			p := m.Table.Root(v)
			w.objs.Set(p, object{kind: m.pkg.kindOf(p)})
			val = value{kind: vTimer, obj: p}
		}
		return val
	case *ssa.MakeClosure:
		m.capture(w, v)
		return m.closure(w, v)
	}
	return value{}
}

// Give shares the timers that others are given.
func (m *machine) Give(w *world, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Go:
		m.escape(w, instr.Call.Value)
		for _, arg := range instr.Call.Args {
			m.escape(w, arg)
		}
	case *ssa.Send:
		m.escape(w, instr.X)
		m.settle(w)
	case *ssa.MapUpdate:
		m.escape(w, instr.Value)
	}
}

// Call interprets a call.
func (m *machine) Call(w *world, call *ssa.Call) []*world { return m.call(w, call, call, &call.Call) }

// renew forgets the timers and variables of which the register v was the root
// in an earlier round of a loop.
func (m *machine) renew(w *world, v ssa.Value) {
	if !m.Table.Known(v) {
		return // the usual case
	}
	w.objs.Forget(v)
	w.Mem.Forget(v)
}

// Declare gives a variable its zero value. Its address is what its register says.
func (m *machine) Declare(w *world, a *ssa.Alloc, p *place.Place) value {
	w.objs.Clear(p)
	elem := a.Type().(*types.Pointer).Elem()
	if timerName(elem) != "" {
		w.objs.Set(p, object{kind: kindUnknown, phase: uninit, nonNil: true, pos: a.Pos(), made: a.Pos()})
	} else if val := zeroValue(elem); val.kind != vUnknown {
		w.Mem.Set(p, val)
	}
	return value{}
}

// clobber forgets the contents of p and of its fields.
func (m *machine) clobber(w *world, p *place.Place) {
	w.Mem.Clear(p)
	w.objs.Clear(p)
}

// Store assigns to the variable at p.
func (m *machine) Store(w *world, s *ssa.Store, p *place.Place) {
	if _, ok := s.Addr.(*ssa.IndexAddr); ok {
		m.escape(w, s.Val) // elements are not told apart
		return
	}
	val := m.Eval(w, s.Val)
	elem := s.Val.Type()
	if timerName(elem) != "" {
		o := object{nonNil: true} // a copy: rule copies speaks of it
		if load, ok := s.Val.(*ssa.UnOp); ok && load.Op == token.MUL {
			if from := m.object(w, m.Addr(w, load.X)); from.phase == uninit {
				o = from // a composite literal
			}
		}
		if _, isZero := s.Val.(*ssa.Const); isZero {
			o = object{phase: uninit, nonNil: true, pos: s.Addr.Pos(), made: s.Addr.Pos()}
		}
		w.objs.Set(p, o)
		return
	}
	if f, ok := s.Addr.(*ssa.FieldAddr); ok && isTimerPtr(f.X.Type()) {
		if t := m.Eval(w, f.X); t.kind == vTimer {
			o := m.object(w, t.obj)
			o.mock = true
			w.objs.Set(t.obj, o)
		}
		return
	}
	m.clobber(w, p)
	if isStruct(elem) {
		w.Mem.Copy(m.Table, m.Table.Root(s.Val), p)
		return
	}
	if val.kind == vTimer {
		o := m.object(w, val.obj)
		o.others |= m.pkg.othersOf(p, m.root)
		w.objs.Set(val.obj, o)
	}
	if _, local := p.Root.(*ssa.Alloc); val.kind == vFunc && !local {
		m.lend(w, val)
	}
	if val.kind == vUnknown && isPointer(elem) {
		val = value{kind: vRef, obj: m.Addr(w, s.Val)}
	}
	if val.kind != vUnknown {
		w.Mem.Set(p, val)
	}
}

// Load sets the register of a load of the variable at p.
func (m *machine) Load(w *world, load *ssa.UnOp, p *place.Place) bool {
	if f, ok := load.X.(*ssa.FieldAddr); ok && isTimerPtr(f.X.Type()) {
		val := value{}
		switch t := m.Eval(w, f.X); {
		case t.kind == vNil:
			m.reportNilField(f)
			m.Throw(w)
			return false
		case t.kind == vTimer && !m.object(w, t.obj).mock:
			val = value{kind: vChan, obj: t.obj}
		}
		m.set(w, load, val)
		return true
	}
	if isStruct(load.Type()) {
		w.Mem.Copy(m.Table, p, m.Table.Root(load))
	}
	m.set(w, load, m.load(w, p, load.Type()))
	return true
}

// Receive interprets a receive that is not in a select. One that blocks for ever ends the path.
func (m *machine) Receive(w *world, recv *ssa.UnOp) bool {
	m.set(w, recv, value{})
	if ch := m.Eval(w, recv.X); ch.kind == vChan {
		if !m.receive(w, recv, ch.obj) {
			return false
		}
		w.SetTuple(recv, []value{{}, boolValue(true)}) // nobody closes C
	}
	m.settle(w)
	return true
}

// Case lets a select choose a case of which a timer does not forbid it.
func (m *machine) Case(w *world, s *ssa.Select, i int) ([]value, bool) {
	if i < 0 {
		return nil, m.otherwise(w, s)
	}
	var results []value
	st := s.States[i]
	if st.Dir == types.SendOnly {
		m.escape(w, st.Send)
	} else if ch := m.Eval(w, st.Chan); ch.kind == vNil {
		return nil, false // a nil channel is never ready
	} else if ch.kind == vChan {
		o := m.object(w, ch.obj)
		m.note(waitNote{s, st, o})
		if o.phase == empty || o.phase == uninit || o.kind == kindFunc {
			return nil, false // nothing can come
		}
		if o.phase == pending {
			m.checkWait(s, st, o)
		}
		if !s.Blocking && o.phase == fresh {
			return nil, false // cannot have fired yet
		}
		why := received
		if !s.Blocking {
			why = drained
		}
		w.objs.Set(ch.obj, o.take(why, st.Pos))
		results = []value{{}, boolValue(true)} // nobody closes C
	}
	m.settle(w)
	return results, true
}

// otherwise lets a select take its default, and reports whether it can: no case is
// certainly ready.
func (m *machine) otherwise(w *world, s *ssa.Select) bool {
	for _, st := range s.States {
		ch := m.Eval(w, st.Chan)
		if ch.kind != vChan {
			continue // no timer's
		}
		o := m.object(w, ch.obj)
		if o.phase == pending && st.Dir == types.RecvOnly {
			return false
		}
		if len(s.States) > 1 {
			continue // another case may be why
		}
		switch o.phase {
		case quiet:
			o = o.drain(drained, s.Pos())
		case armed:
			o.reason = drained // had it fired, it would be empty now
		}
		w.objs.Set(ch.obj, o)
	}
	return true
}
