package summary

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
)

// callees returns the functions that fn calls by name or whose literals it
// makes, in source order. A literal may be called wherever it is made.
func callees(fn *ssa.Function) []*ssa.Function {
	var out []*ssa.Function
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			for _, op := range instr.Operands(nil) {
				callee, ok := (*op).(*ssa.Function)
				if !ok {
					continue // data
				}
				callee, _ = callgraph.Declared(callee)
				out = append(out, callee)
				if callee.Parent() == fn {
					out = append(out, callees(callee)...) // it may not be a node of its own
				}
			}
		}
	}
	return out
}

// calls reports whether caller calls callee by name.
func calls(caller, callee *ssa.Function) bool {
	for _, fn := range callees(caller) {
		if fn == callee {
			return true
		}
	}
	return false
}

// components returns the strongly connected components of the call graph of
// funcs, callees before callers (Tarjan, 1972). What dynamic, which may be nil,
// returns for a function comes before it, too, unless that leads back to it: so
// interfaces do not tie a package into one component.
func components(funcs []*ssa.Function, dynamic func(*ssa.Function) []*ssa.Function) [][]*ssa.Function {
	known := make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		known[fn] = true
	}
	var (
		out    [][]*ssa.Function
		stack  []*ssa.Function
		number = make(map[*ssa.Function]int) // order of discovery from 1
		low    = make(map[*ssa.Function]int)
		on     = make(map[*ssa.Function]bool) // is on the stack
		visit  func(fn *ssa.Function)
	)
	visit = func(fn *ssa.Function) {
		number[fn] = len(number) + 1
		low[fn] = number[fn]
		stack = append(stack, fn)
		on[fn] = true
		for _, callee := range callees(fn) {
			if !known[callee] {
				continue // of another package, or without source
			}
			if number[callee] == 0 {
				visit(callee)
				low[fn] = min(low[fn], low[callee])
			} else if on[callee] {
				low[fn] = min(low[fn], number[callee])
			}
		}
		if dynamic != nil {
			for _, callee := range dynamic(fn) {
				if known[callee] && number[callee] == 0 {
					visit(callee)
				}
			}
		}
		if low[fn] != number[fn] {
			return // not the root of its component
		}
		var component []*ssa.Function
		for {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			on[top] = false
			component = append(component, top)
			if top == fn {
				break
			}
		}
		out = append(out, component)
	}
	for _, fn := range funcs {
		if number[fn] == 0 {
			visit(fn)
		}
	}
	return out
}
