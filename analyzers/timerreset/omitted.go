package timerreset

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// omitted returns why a field of options that fn loads may be 0: the package makes a struct
// without it, and calls what runs fn. It has its zero value then, as nothing sets it later.
//
//	Open(Options{Addr: addr})      // Options.Every is left out
func (c *checker) omitted(f *types.Var, fn *ssa.Function) *zero {
	if f.Pkg() != c.pass.Pkg || !c.setInLiterals(f) {
		return nil
	}
	var made *ssa.Alloc
	leads := c.leadingTo(fn)
	for _, from := range c.prog.funcs {
		if c.inTest(from.Pos()) || !leads[from] {
			continue // no evidence
		}
		for alloc := range ir.Each[*ssa.Alloc](from) {
			if made == nil && c.leavesOut(alloc, f) {
				made = alloc
			}
		}
	}
	if made == nil {
		return nil
	}
	return &zero{pos: made.Pos(), text: "the field " + f.Name() + " is left out of the struct at " + c.at(made.Pos()) + ", and is never checked", step: "the struct is made here, without the field"}
}

// setInLiterals reports whether a field is set nowhere but in structs that are being made, and
// its address goes nowhere.
func (c *checker) setInLiterals(f *types.Var) bool {
	for _, fn := range c.prog.funcs {
		for addr := range ir.Each[*ssa.FieldAddr](fn) {
			if place.FieldOf(addr.X.Type(), addr.Field) != f {
				continue // another field
			}
			_, literal := addr.X.(*ssa.Alloc)
			for _, ref := range *addr.Referrers() {
				switch ref := ref.(type) {
				case *ssa.UnOp, *ssa.DebugRef:
				case *ssa.Store:
					if ref.Addr != addr || !literal {
						return false
					}
				default:
					return false
				}
			}
		}
	}
	return true
}

// leavesOut reports whether a struct is made with other fields, and given away as it is.
func (c *checker) leavesOut(alloc *ssa.Alloc, f *types.Var) bool {
	st := structOf(alloc.Type())
	if st == nil {
		return false
	}
	has := false
	for g := range st.Fields() {
		has = has || g.Origin() == f
	}
	sets, given := false, false
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			if place.FieldOf(ref.X.Type(), ref.Field) == f {
				return false
			}
			for _, use := range *ref.Referrers() {
				st, ok := use.(*ssa.Store)
				sets = sets || ok && st.Addr == ref
			}
		case *ssa.UnOp:
			given = given || ref.Op == token.MUL && c.passesOn(ref)
		case *ssa.Call:
			if fn := calleeOf(&ref.Call); fn == nil || fn.Blocks == nil {
				return false // it may fill the struct
			}
			given = true
		case *ssa.DebugRef:
		default:
			return false
		}
	}
	return has && sets && given
}

// passesOn reports whether a struct is an argument of a function of the package.
func (c *checker) passesOn(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		if call, ok := ref.(ssa.CallInstruction); ok {
			if fn := calleeOf(call.Common()); fn != nil && fn.Blocks != nil {
				return true
			}
		}
	}
	return false
}

// leadingTo returns the functions that call another, or start it, themselves or in what they
// call. A literal runs where the function around it does.
func (c *checker) leadingTo(fn *ssa.Function) map[*ssa.Function]bool {
	out, seen := make(map[*ssa.Function]bool), make(map[*ssa.Function]bool)
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if seen[fn] {
			return
		}
		seen[fn] = true
		if parent := fn.Parent(); parent != nil {
			add(parent)
		}
		for caller := range c.prog.callers[fn] {
			out[caller] = true
			add(caller)
		}
	}
	add(fn)
	return out
}
