package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Instr interprets one instruction; it may change w, and returns the worlds
// after it: none if the path ends there.
func (m *machine) Instr(w *world, instr ssa.Instruction) []*world {
	if v, ok := instr.(ssa.Value); ok {
		m.renew(w, v)
	}
	switch instr := instr.(type) {
	case *ssa.Alloc:
		m.alloc(w, instr)
	case *ssa.Store:
		m.store(w, instr)
	case *ssa.UnOp:
		return m.unop(w, instr)
	case *ssa.BinOp:
		m.set(w, instr, m.compare(w, instr))
	case *ssa.Convert:
		val := m.Eval(w, instr.X)
		if val.kind == vConst && val.c.Kind() != constant.Int {
			val = value{} // only integers keep their value
		}
		m.set(w, instr, val)
	case *ssa.MakeInterface:
		val := m.Eval(w, instr.X)
		if val.kind != vTimer {
			val = value{kind: vNonNil}
		}
		m.set(w, instr, val)
	case *ssa.Field: // of a struct that is held by value
		if isTimerPtr(instr.Type()) {
			at := m.Table.Sub(m.Table.Root(instr.X), instr.Field, structOf(instr.X.Type()).Field(instr.Field).Origin())
			m.set(w, instr, m.load(w, at, instr.Type()))
			break
		}
		m.set(w, instr, value{})
	case *ssa.TypeAssert:
		if !instr.CommaOk && isTimerPtr(instr.AssertedType) {
			val := m.Eval(w, instr.X)
			if val.kind != vTimer { // out of a pool, a map, a context
				p := m.Table.Root(instr)
				w.objs.Set(p, object{kind: m.pkg.kindOf(p)})
				val = value{kind: vTimer, obj: p}
			}
			m.set(w, instr, val)
			break
		}
		m.set(w, instr, value{})
	case *ssa.Send:
		m.escape(w, instr.X)
		m.settle(w)
	case *ssa.Call:
		return m.call(w, instr, instr, &instr.Call)
	case *ssa.Go:
		m.spawn(w, &instr.Call)
	case *ssa.MakeClosure:
		m.capture(w, instr)
		m.set(w, instr, value{})
		if m.pkg.direct[instr] {
			m.set(w, instr, m.closure(w, instr))
		}
	case *ssa.MapUpdate:
		m.escape(w, instr.Value)
	default:
		return m.Step(w, instr)
	}
	return []*world{w}
}

// renew forgets the timers and variables of which the register v was the root
// in an earlier round of a loop.
func (m *machine) renew(w *world, v ssa.Value) {
	if !m.Table.Known(v) {
		return // the usual case
	}
	w.objs.Forget(v)
	w.Mem.Forget(v)
}

// alloc gives a variable its zero value.
func (m *machine) alloc(w *world, a *ssa.Alloc) {
	p := m.Table.Root(a)
	m.set(w, a, value{})
	m.clobber(w, p)
	elem := a.Type().(*types.Pointer).Elem()
	if timerName(elem) != "" {
		w.objs.Set(p, object{kind: kindUnknown, phase: uninit, nonNil: true, pos: a.Pos(), made: a.Pos()})
		return
	}
	if val := zeroValue(elem); val.kind != vUnknown {
		w.Mem.Set(p, val)
	}
}

// clobber forgets the contents of p and of its fields.
func (m *machine) clobber(w *world, p *place.Place) {
	w.Mem.Clear(p)
	w.objs.Clear(p)
}

func (m *machine) store(w *world, s *ssa.Store) {
	if _, ok := s.Addr.(*ssa.IndexAddr); ok {
		m.escape(w, s.Val) // elements are not told apart
		return
	}
	w.Conds.Stored(m.Symbols, s.Addr)
	p := m.Addr(w, s.Addr)
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
	if val.kind == vUnknown && isPointer(elem) {
		val = value{kind: vRef, obj: m.Addr(w, s.Val)}
	}
	if val.kind != vUnknown {
		w.Mem.Set(p, val)
	}
}

func (m *machine) unop(w *world, u *ssa.UnOp) []*world {
	switch u.Op {
	case token.MUL:
		if f, ok := u.X.(*ssa.FieldAddr); ok && isTimerPtr(f.X.Type()) {
			val := value{}
			switch t := m.Eval(w, f.X); {
			case t.kind == vNil:
				m.reportNilField(f)
				return nil // panics
			case t.kind == vTimer && !m.object(w, t.obj).mock:
				val = value{kind: vChan, obj: t.obj}
			}
			m.set(w, u, val)
			break
		}
		if isStruct(u.Type()) {
			w.Mem.Copy(m.Table, m.Addr(w, u.X), m.Table.Root(u))
		}
		m.set(w, u, m.load(w, m.Addr(w, u.X), u.Type()))
	case token.ARROW:
		m.set(w, u, value{})
		ch := m.Eval(w, u.X)
		if ch.kind != vChan {
			m.settle(w)
			break
		}
		if !m.receive(w, u, ch.obj) {
			return nil // blocks for ever
		}
		w.SetTuple(u, []value{{}, boolValue(true)}) // nobody closes C
		m.settle(w)
	case token.NOT:
		val := m.Eval(w, u.X)
		if val.kind == vConst && val.c.Kind() == constant.Bool {
			m.set(w, u, boolValue(!constant.BoolVal(val.c)))
		} else {
			m.set(w, u, value{})
		}
	default:
		m.set(w, u, value{})
	}
	return []*world{w}
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
		if o.kind != kindTicker || o.phase == quiet {
			w.objs.Set(ch.obj, o.drain(why, st.Pos))
		}
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
