package cfg

import "golang.org/x/tools/go/ssa"

// Dominates reports whether every path to b, an instruction of the same function,
// passes a before.
func Dominates(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	for _, instr := range a.Block().Instrs {
		switch instr {
		case b:
			return false
		case a:
			return true
		}
	}
	return false
}
