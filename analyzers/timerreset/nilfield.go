package timerreset

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// nilFields looks for a field that one branch of a function tests for nil and
// another uses untested:
//
//	if done {
//		s.timer.Stop()
//	} else if s.timer != nil {
//		s.timer.Reset(d)
//	}
//
// and for one that is made when it is first needed, or under a condition, but used elsewhere as
// if it were there from the start. It speaks only if some constructor of the package
// leaves the field nil, and the function does not set it itself.
func (c *checker) nilFields(fn *ssa.Function) {
	type use struct {
		call *ssa.Call
		load *ssa.UnOp
	}
	uses := make(map[*types.Var][]use)
	tests := make(map[*types.Var][]*ssa.BinOp)
	for instr := range ir.Each[ssa.Instruction](fn) {
		switch instr := instr.(type) {
		case *ssa.Call:
			switch timeFunc(&instr.Call) {
			case "(*Timer).Stop", "(*Timer).Reset", "(*Ticker).Stop", "(*Ticker).Reset":
				if load, field := loadedField(instr.Call.Args[0]); field != nil {
					uses[field] = append(uses[field], use{instr, load})
				}
			}
		case *ssa.BinOp:
			if k, ok := instr.Y.(*ssa.Const); ok && k.IsNil() && (instr.Op == token.EQL || instr.Op == token.NEQ) {
				if _, field := loadedField(instr.X); field != nil && isTimerPtr(instr.X.Type()) {
					tests[field] = append(tests[field], instr)
				}
			}
		}
	}
	for field, uses := range uses {
		if c.prog.stores[field][fn] > 0 || !c.leftNil(field) {
			continue // never in doubt here
		}
		for _, u := range uses {
			if guard := c.conditional(field); guard != nil && len(tests[field]) == 0 && c.fromOutside(fn) && !guarded(u.load) {
				c.report("nil-timer", u.call.Pos(), []related{{guard.Pos(), "only if this holds the timer is made"}},
					"%s panics if the field %s is nil: %s makes it only if the condition at %s holds", u.call.Call.StaticCallee().Name(), field.Name(), guard.Parent().Name(), posString(c.pass.Fset, guard.Pos()))
				continue
			}
			var test *ssa.BinOp
			if len(tests[field]) > 0 {
				if test = tests[field][0]; c.protected(u.call.Block(), tests[field]) {
					continue // the test may protect the use
				}
			} else if test = c.lazily(field); test == nil || c.calledByUsers(fn, field) || stateDecides(u.load) {
				continue // no sign that it may be nil here
			}
			c.report("nil-timer", u.call.Pos(), []related{{test.Pos(), "here it is expected that it may be nil"}},
				"%s panics if the field %s is nil, which it may be: %s tests it", u.call.Call.StaticCallee().Name(), field.Name(), posString(c.pass.Fset, test.Pos()))
		}
	}
}

// stateDecides reports whether another field of the object decides if a timer in a field of
// it is used: that may tell, too, whether the timer was made.
//
//	if p.pending == 0 { p.timer.Stop() }
func stateDecides(load *ssa.UnOp) bool {
	owner := load.X.(*ssa.FieldAddr)
	for b := load.Block().Idom(); b != nil; b = b.Idom() {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok {
			continue // always goes on
		}
		if readsOther(branch.Cond, owner, 0) {
			return true
		}
	}
	return false
}

// readsOther reports whether a value is computed of another field of the object that a
// field is of: a flag, a number that is compared, an atomic.
func readsOther(v ssa.Value, field *ssa.FieldAddr, depth int) bool {
	if f, ok := v.(*ssa.FieldAddr); ok {
		return f.X == field.X && f.Field != field.Field
	}
	instr, ok := v.(ssa.Instruction)
	return ok && depth < maxDepth && slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool { return readsOther(*op, field, depth+1) })
}

// protected reports whether control can pass one of the tests and the block in
// the same run.
func (c *checker) protected(b *ssa.BasicBlock, tests []*ssa.BinOp) bool {
	for _, t := range tests {
		if b == t.Block() || cfg.After(t.Block())[b] || cfg.After(b)[t.Block()] {
			return true
		}
	}
	return false
}

// lazily returns the test that guards the only assignment of a field:
//
//	if s.timer == nil { s.timer = time.AfterFunc(d, f) }
func (c *checker) lazily(field *types.Var) *ssa.BinOp {
	var test *ssa.BinOp
	for fn, n := range c.prog.stores[field] {
		if n != 1 || len(c.prog.stores[field]) != 1 {
			return nil
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				st, ok := instr.(*ssa.Store)
				if !ok || len(b.Preds) != 1 || constructedBy(st.Val) == kindUnknown {
					continue // not the assignment
				}
				branch, ok := b.Preds[0].Instrs[len(b.Preds[0].Instrs)-1].(*ssa.If)
				if !ok {
					continue // not guarded
				}
				cmp, ok := branch.Cond.(*ssa.BinOp)
				if !ok || cmp.Op != token.EQL || b.Preds[0].Succs[0] != b {
					continue // not that test
				}
				if _, f := loadedField(cmp.X); f == field {
					test = cmp
				}
			}
		}
	}
	return test
}

// conditional returns the condition under which a constructor makes the timer in a field that
// nothing else sets; nil if there is none.
//
//	s := &S{}
//	if every > 0 { s.ticker = time.NewTicker(every) }
//	return s
func (c *checker) conditional(field *types.Var) *ssa.BinOp {
	stores := c.storesTo(field)
	if len(stores) != 1 || constructedBy(stores[0].Val) == kindUnknown || field.Exported() && !c.prog.private[field] {
		return nil
	}
	st := stores[0]
	made, ok := st.Addr.(*ssa.FieldAddr).X.(*ssa.Alloc)
	if !ok || len(st.Block().Preds) != 1 {
		return nil
	}
	branch, ok := st.Block().Preds[0].Instrs[len(st.Block().Preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return nil
	}
	guard, ok := branch.Cond.(*ssa.BinOp)
	if !ok || isErrorType(guard.X.Type()) {
		return nil
	}
	for _, ret := range returns(st.Parent()) {
		if slices.Contains(ret.Results, ssa.Value(made)) && cfg.Reaches(made, ret, cfg.Cut{At: func(instr ssa.Instruction) bool { return instr == st }}) {
			return guard
		}
	}
	return nil
}

// fromOutside reports whether other packages alone call a method.
func (c *checker) fromOutside(fn *ssa.Function) bool {
	obj, ok := ir.Func(fn)
	return ok && obj.Exported() && fn.Signature.Recv() != nil && len(c.prog.callers[fn]) == 0 && !c.prog.taken[fn]
}

// guarded reports whether a condition of any kind decides if control comes to an instruction.
func guarded(instr ssa.Instruction) bool {
	for b := instr.Block().Idom(); b != nil; b = b.Idom() {
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
			return true
		}
	}
	return false
}

// calledByUsers reports whether some function that touches the field calls fn,
// or somebody may that is not known: then the field may be set by then.
func (c *checker) calledByUsers(fn *ssa.Function, field *types.Var) bool {
	if fn.Parent() != nil || c.prog.taken[fn] {
		return true
	}
	for caller := range c.prog.callers[fn] {
		if c.prog.fields[caller][field] && c.prog.touches[caller][field] != 0 || caller.Parent() != nil && c.prog.touches[caller.Parent()][field] != 0 {
			return true
		}
	}
	return false
}

// loadedField returns the field that v is loaded from.
func loadedField(v ssa.Value) (*ssa.UnOp, *types.Var) {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil, nil
	}
	f, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return nil, nil
	}
	return load, place.FieldOf(f.X.Type(), f.Field)
}

// leftNil reports whether some function makes a struct and does not set the
// field, which is of a timer, in the same block.
func (c *checker) leftNil(field *types.Var) bool {
	if c.left == nil {
		c.left = c.unsetFields()
	}
	return c.left[field]
}

// unsetFields returns the fields for timers of which leftNil speaks.
func (c *checker) unsetFields() map[*types.Var]bool {
	out := make(map[*types.Var]bool)
	timers := make(map[*types.Struct][]*types.Var)
	for _, fn := range c.prog.funcs {
		for a := range ir.Each[*ssa.Alloc](fn) {
			if !a.Heap {
				continue // not shared
			}
			st := structOf(a.Type())
			if st == nil {
				continue // not a struct
			}
			fields, ok := timers[st]
			if !ok {
				for f := range st.Fields() {
					if isTimerPtr(f.Type()) {
						fields = append(fields, f.Origin())
					}
				}
				timers[st] = fields
			}
			for _, f := range fields {
				if !out[f] && !setsField(a, f) {
					out[f] = true
				}
			}
		}
	}
	return out
}

func setsField(a *ssa.Alloc, field *types.Var) bool {
	for _, ref := range *a.Referrers() {
		f, ok := ref.(*ssa.FieldAddr)
		if !ok || place.FieldOf(f.X.Type(), f.Field) != field {
			continue // another field
		}
		for _, use := range *f.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == f && st.Block() == a.Block() {
				return true
			}
		}
	}
	return false
}
