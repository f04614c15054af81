package mapaccess

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
func (b *Function) publish() {
	points := make(map[ssa.Value][]ssa.Instruction)
	b.Sum.published = make([]bool, len(b.Fn.Params))
	for i, param := range b.Fn.Params {
		if _, ok := param.Type().Underlying().(*types.Pointer); !ok {
			continue // a copy, or a map that is compared by itself
		}
		points[param] = b.publications(param)
		b.Sum.published[i] = len(points[param]) > 0
	}
	for _, ev := range b.Events {
		for _, a := range ev.Accesses {
			if a.Thread == nil && slices.ContainsFunc(points[a.Place.Root], func(at ssa.Instruction) bool {
				return at != ev.Instr && cfg.Reaches(ev.Instr, at, cfg.Cut{}) && !cfg.Reaches(at, ev.Instr, cfg.Cut{})
			}) {
				a.Initial = true
			}
		}
	}
}

// publications returns the instructions that put a parameter where others find
// it: in a package variable, or in what another parameter or a call leads to.
func (b *Function) publications(param *ssa.Parameter) []ssa.Instruction {
	var out []ssa.Instruction
	for _, ref := range *param.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == param && b.elsewhere(b.destination(ref.Addr), param) {
				out = append(out, ref)
			}
		case *ssa.MapUpdate:
			if ref.Value == param && b.elsewhere(b.Pkg.Value(ref.Map), param) {
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
func (b *Function) publishes(call *ssa.Call, arg ssa.Value) bool {
	c := b.Pkg.callee(&call.Call)
	if c.Fn == nil {
		return false // nobody knows
	}
	sum, ok := b.Pkg.lookup(c.Fn)
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
func (b *Function) elsewhere(at *place.Place, param *ssa.Parameter) bool {
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
func (b *Function) destination(addr ssa.Value) *place.Place {
	if elem, ok := addr.(*ssa.IndexAddr); ok {
		if to := appendedTo(elem); to != nil {
			return b.Pkg.Value(to)
		}
	}
	return b.Pkg.Value(addr)
}
