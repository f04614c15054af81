package mapaccess

import (
	"iter"

	"golang.org/x/tools/go/ssa"
)

// FieldStores yields the assignments to fields in functions, in order of their
// instructions, with the address that is assigned to.
func FieldStores(funcs []*ssa.Function) iter.Seq2[*ssa.FieldAddr, *ssa.Store] {
	return func(yield func(*ssa.FieldAddr, *ssa.Store) bool) {
		for _, fn := range funcs {
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					st, ok := instr.(*ssa.Store)
					if !ok {
						continue // no assignment
					}
					if addr, ok := st.Addr.(*ssa.FieldAddr); ok && !yield(addr, st) {
						return
					}
				}
			}
		}
	}
}

// inLiteral reports whether a field is one of a variable that the function makes, as
// those of a literal are.
func inLiteral(addr *ssa.FieldAddr) bool {
	_, made := addr.X.(*ssa.Alloc)
	return made
}
