package decodes

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// expired reports whether a condition above a block asks what is kept to be younger than
// no time at all:
//
//	if time.Since(s.at) < ttl     // a constant 0, or a field that nobody sets
func (m *memory) expired(b *ssa.BasicBlock) bool {
	var above []*ssa.BasicBlock
	for ; b != nil; b = b.Idom() {
		above = append(above, b.Preds...)
	}
	for _, b := range above {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok {
			continue // no condition
		}
		switch cmp := cond.Cond.(type) {
		case *ssa.BinOp:
			if age(cmp.X) && m.never(cmp.Y) && (cmp.Op == token.LSS || cmp.Op == token.GTR || cmp.Op == token.GEQ) ||
				age(cmp.Y) && m.never(cmp.X) && (cmp.Op == token.GTR || cmp.Op == token.LSS || cmp.Op == token.LEQ) {
				return true
			}
		case *ssa.Call:
			if m.overdue(cmp) {
				return true
			}
		}
	}
	return false
}

// overdue reports whether a call compares the time with one that a place holds, which is
// set to now and no more:
//
//	if time.Now().Before(s.until)     // s.until = time.Now().Add(ttl)
func (m *memory) overdue(cmp *ssa.Call) bool {
	if name := calledTime(cmp); name != "(time.Time).Before" && name != "(time.Time).After" {
		return false
	}
	for _, arg := range cmp.Call.Args {
		load, ok := arg.(*ssa.UnOp)
		if !ok {
			continue // of no place
		}
		at := m.at(load.X)
		if at == nil {
			continue // not of one that lasts
		}
		return m.setToNow(at)
	}
	return false
}

// setToNow reports whether the function sets a place to the time, and never to a later one.
func (m *memory) setToNow(at *place.Place) bool {
	set := false
	for _, w := range m.lasting() {
		if w.place != at {
			continue // another
		}
		set = true
		add, ok := w.values[0].(*ssa.Call)
		if !ok || calledTime(add) != "(time.Time).Add" || !m.never(add.Call.Args[1]) {
			return false
		}
	}
	return set
}

// calledTime returns the full name of the function that is called.
func calledTime(call *ssa.Call) string {
	fn, ok := ir.Func(call.Call.StaticCallee())
	if !ok {
		return ""
	}
	return fn.FullName()
}

// age reports whether v is the time since another.
func age(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	return ok && slices.Contains([]string{"time.Since", "(time.Time).Sub"}, calledTime(call))
}

// never reports whether v is a duration that no age is below: a constant, or a variable
// that is never set.
func (m *memory) never(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value != nil && v.Value.Kind() == constant.Int && constant.Sign(v.Value) <= 0
	case *ssa.UnOp:
		obj := place.VariableAt(v.X)
		return v.Op == token.MUL && obj != nil && m.unset(obj)
	case *ssa.Field:
		obj := place.FieldOf(v.X.Type(), v.Field)
		return obj != nil && m.unset(obj)
	}
	return false
}

// everSet returns the fields and package variables that functions set, or whose address
// they hand on.
func everSet(funcs []*ssa.Function) map[types.Object]bool {
	out := make(map[types.Object]bool)
	note := func(v ssa.Value) {
		if obj := place.VariableAt(v); obj != nil {
			out[obj] = true
		}
	}
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch i := instr.(type) {
				case *ssa.UnOp, *ssa.FieldAddr, *ssa.DebugRef:
					continue // reads it, or a part of it
				default:
					for _, op := range i.Operands(nil) {
						if *op != nil {
							note(*op)
						}
					}
				}
			}
		}
	}
	return out
}

// unset reports whether a variable of the package is never set: nobody else can.
func (p *program) unset(obj types.Object) bool {
	if obj.Pkg() != p.pass.Pkg || obj.Exported() {
		return false
	}
	if p.set == nil {
		p.set = everSet(p.origins.Funcs)
	}
	return !p.set[obj]
}
