package timerreset

import (
	"maps"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
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

// calledAtOnce returns the functions whose only result each caller calls, or defers,
// and does nothing else with: make(t)().
func calledAtOnce(funcs []*ssa.Function) map[*ssa.Function]bool {
	out, other := make(map[*ssa.Function]bool), make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			call, _ := instr.(*ssa.Call)
			for _, op := range instr.Operands(nil) {
				g, ok := (*op).(*ssa.Function)
				if !ok {
					continue // no function
				}
				if call != nil && call.Call.Value == g && typestate.OnlyCalled(call) {
					out[g] = true
				} else {
					other[g] = true
				}
			}
		}
	}
	maps.DeleteFunc(out, func(fn *ssa.Function, _ bool) bool {
		obj, ok := ir.Func(fn)
		return other[fn] || ok && obj.Exported()
	})
	return out
}
