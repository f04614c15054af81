package timerreset

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// A closure is a function as a value.
type closure = typestate.Closure[value]

// closure returns the value of a literal that is made with the variables of w.
func (m *machine) closure(w *world, c *ssa.MakeClosure) value {
	var bound []value
	for _, b := range c.Bindings {
		bound = append(bound, m.actual(w, b))
	}
	return value{kind: vFunc, fun: m.Closure(c.Fn.(*ssa.Function), bound)}
}

// actual returns the value that a parameter or free variable is bound to.
func (m *machine) actual(w *world, v ssa.Value) value {
	val := m.Eval(w, v)
	if val.kind == vUnknown && isPointer(v.Type()) {
		val = value{kind: vRef, obj: m.Addr(w, v)}
	}
	return val
}
