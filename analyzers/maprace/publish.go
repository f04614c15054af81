package maprace

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// publish marks the accesses to maps of a parameter that the function makes
// before it puts the parameter where others find it: until then the caller's
// object belongs to its goroutine (ownership transfer).
//
//	func (s *Session) Attach(name string) {
//		s.ids[name] = 1
//		sessions.add(s)
//	}
func (b *body) publish() {
	points := make(map[ssa.Value][]ssa.Instruction)
	b.sum.published = make([]bool, len(b.fn.Params))
	for i, param := range b.fn.Params {
		if _, ok := param.Type().Underlying().(*types.Pointer); !ok {
			continue // a copy, or a map that is compared by itself
		}
		points[param] = b.publications(param)
		b.sum.published[i] = len(points[param]) > 0
	}
	for _, ev := range b.events {
		for _, a := range ev.accesses {
			if a.thread == nil && slices.ContainsFunc(points[a.place.Root], func(at ssa.Instruction) bool {
				return at != ev.instr && cfg.Reaches(ev.instr, at, cfg.Cut{}) && !cfg.Reaches(at, ev.instr, cfg.Cut{})
			}) {
				a.initial = true
			}
		}
	}
}

// publications returns the instructions that put a parameter where others find
// it: in a package variable, or in what another parameter or a call leads to.
func (b *body) publications(param *ssa.Parameter) []ssa.Instruction {
	var out []ssa.Instruction
	for _, ref := range *param.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == param && b.elsewhere(b.destination(ref.Addr), param) {
				out = append(out, ref)
			}
		case *ssa.MapUpdate:
			if ref.Value == param && b.elsewhere(b.prog.Value(ref.Map), param) {
				out = append(out, ref)
			}
		case *ssa.Send:
			if ref.X == param {
				out = append(out, ref)
			}
		case *ssa.Call:
			if b.publishes(ref, param) {
				out = append(out, ref)
			}
		}
	}
	return out
}

// publishes reports whether the callee puts an argument where others find it.
func (b *body) publishes(call *ssa.Call, arg ssa.Value) bool {
	c := b.prog.callee(&call.Call)
	if c.fn == nil {
		return false // nobody knows
	}
	sum, ok := b.prog.lookup(c.fn)
	if !ok {
		return false
	}
	for i, v := range c.args {
		if v == arg && i < len(sum.published) && sum.published[i] {
			return true
		}
	}
	return false
}

// elsewhere reports whether a place belongs neither to a parameter nor to the
// function alone.
func (b *body) elsewhere(at *place.Place, param *ssa.Parameter) bool {
	switch root := at.Root.(type) {
	case *ssa.Global, *place.Variable, *ssa.FreeVar:
		return true
	case *ssa.Parameter:
		return root != param
	}
	return false
}

// destination returns where a store to addr ends up: for the element of a variadic
// argument of append, in the slice that is appended to.
func (b *body) destination(addr ssa.Value) *place.Place {
	if elem, ok := addr.(*ssa.IndexAddr); ok {
		if to := appendedTo(elem); to != nil {
			return b.prog.Value(to)
		}
	}
	return b.prog.Value(addr)
}
