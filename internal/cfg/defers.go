package cfg

import "golang.org/x/tools/go/ssa"

// Defers returns, for each point of fn that runs deferred calls, those that may
// have been deferred by then, in the order in which they run.
func Defers(fn *ssa.Function) map[*ssa.RunDefers][]*ssa.Defer {
	var defers []*ssa.Defer
	var runs []*ssa.RunDefers
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Defer:
				defers = append(defers, instr)
			case *ssa.RunDefers:
				runs = append(runs, instr)
			}
		}
	}
	out := make(map[*ssa.RunDefers][]*ssa.Defer)
	if len(defers) == 0 {
		return out
	}
	for i := len(defers) - 1; i >= 0; i-- {
		after := reachable(defers[i].Block())
		for _, run := range runs {
			if run.Block() == defers[i].Block() || after[run.Block().Index] {
				out[run] = append(out[run], defers[i])
			}
		}
	}
	return out
}
