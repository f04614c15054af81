package stackptr

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
)

// bounded reports whether a loop waits for a place before it starts a literal,
// which the literal gives back: then there are only so many goroutines.
//
//	for job := range jobs {
//		slots <- struct{}{}
//		go func() {
//			defer func() { <-slots }()
//			...
//		}()
//	}
//
// Or it calls a method that parks, as Acquire of a semaphore, and the literal
// defers another of the same variable.
func (m *finder) bounded(lit *ssa.Function, in func(*ssa.BasicBlock) bool, loop *ssa.Function) bool {
	waited := make(map[ssa.Value]bool)
	for _, b := range loop.Blocks {
		if !in(b) {
			continue // before or after the loop
		}
		for _, instr := range b.Instrs {
			switch x := instr.(type) {
			case *ssa.Send:
				waited[m.origin(x.Chan)] = true
			case *ssa.Select:
				for _, s := range x.States {
					if s.Send != nil {
						waited[m.origin(s.Chan)] = true
					}
				}
			case *ssa.Call:
				if _, args := callgraph.Callee(x.Common()); len(args) > 0 && m.parks.at(x, true, m.parks.known) != goesOn {
					waited[m.origin(args[0])] = true
				}
			}
		}
	}
	delete(waited, nil)
	return len(waited) > 0 && m.givesBack(lit, waited)
}

// givesBack reports whether a literal, or one in it, receives from one of the
// variables, or defers a method of one.
func (m *finder) givesBack(lit *ssa.Function, waited map[ssa.Value]bool) bool {
	for _, b := range lit.Blocks {
		for _, instr := range b.Instrs {
			var v ssa.Value
			switch x := instr.(type) {
			case *ssa.UnOp:
				if blocks(x, true) {
					v = x.X
				}
			case *ssa.Defer:
				if _, args := callgraph.Callee(x.Common()); len(args) > 0 {
					v = args[0]
				}
			}
			if v != nil && waited[m.origin(v)] {
				return true
			}
		}
	}
	for _, inner := range lit.AnonFuncs {
		if m.givesBack(inner, waited) {
			return true
		}
	}
	return false
}

// origin returns the variable that a value is, or is loaded from, or nil.
func (m *finder) origin(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	for range maxDepth {
		free, ok := v.(*ssa.FreeVar)
		if !ok {
			break
		}
		v = m.captured[free]
	}
	switch v.(type) {
	case *ssa.Alloc, *ssa.Global:
		return v
	}
	return nil
}
