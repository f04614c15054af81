package timerreset

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
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
// It speaks only if some constructor of the package leaves the field nil, and
// the function neither sets the field nor reaches the use from the test.
func (c *checker) nilFields(fn *ssa.Function) {
	type use struct {
		call *ssa.Call
		load *ssa.UnOp
	}
	uses := make(map[*types.Var][]use)
	tests := make(map[*types.Var][]*ssa.BinOp)
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
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
	}
	for field, uses := range uses {
		if len(tests[field]) == 0 || c.prog.stores[field][fn] > 0 || !c.leftNil(field) {
			continue // never in doubt here
		}
		for _, u := range uses {
			apart := true
			for _, t := range tests[field] {
				ub, tb := u.call.Block(), t.Block()
				if ub == tb || reachable(tb)[ub] || reachable(ub)[tb] {
					apart = false // the test may protect the use
				}
			}
			if apart {
				t := tests[field][0]
				c.report("nil", u.call.Pos(), []related{{t.Pos(), "the other branch expects that it may be nil"}},
					"%s panics if the field %s is nil, which it may be: %s tests it", u.call.Call.StaticCallee().Name(), field.Name(), posString(c.pass.Fset, t.Pos()))
			}
		}
	}
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
	if st := structOf(f.X.Type()); st != nil {
		return load, st.Field(f.Field)
	}
	return nil, nil
}

// leftNil reports whether some function makes a struct and does not set the
// field in the same block.
func (c *checker) leftNil(field *types.Var) bool {
	for _, fn := range c.prog.funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				a, ok := instr.(*ssa.Alloc)
				if !ok || !a.Heap {
					continue // not shared
				}
				st := structOf(a.Type())
				if st == nil {
					continue // not a struct
				}
				has := false
				for f := range st.Fields() {
					has = has || f == field
				}
				if has && !setsField(a, field) {
					return true
				}
			}
		}
	}
	return false
}

func setsField(a *ssa.Alloc, field *types.Var) bool {
	for _, ref := range *a.Referrers() {
		f, ok := ref.(*ssa.FieldAddr)
		if !ok || structOf(f.X.Type()).Field(f.Field) != field {
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
