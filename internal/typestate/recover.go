package typestate

import "golang.org/x/tools/go/ssa"

// An unwinding says whether a path is between a panic and the end of its function.
type unwinding uint8

const (
	returning unwinding = iota // there is no panic
	panicking                  // deferred calls run
	recovered                  // one of them has called recover
)

// panics runs the deferred calls of a function that panics. If one of them recovers, the
// path goes on where the function returns to its caller; what stands between is skipped.
// Panics of callees, and those of the runtime, are not followed.
func (x *Interpretation[V, W, N]) panics(w W, instr *ssa.Panic) (out []W) {
	if instr.Parent().Recover == nil {
		return nil // no deferred call
	}
	w.Known().unwind = panicking
	for _, w := range x.runDefers(w) {
		if path := w.Known(); path.unwind == recovered {
			path.unwind = returning
			out = append(out, w)
		}
	}
	return out
}

// recovers interprets a call of recover. Who has called the root function is not known.
func (x *Interpretation[V, W, N]) recovers(w W, call *ssa.Call) {
	var none V
	path := w.Known()
	path.Set(x.Symbols, call, none)
	if x.depth == 0 {
		return
	}
	path.Conds.SetNil(x.Symbols, call, path.unwind != panicking)
	if path.unwind == panicking {
		path.unwind = recovered
	}
}

// recovery returns instr as a call of recover, nil if it is none.
func recovery(instr ssa.Instruction) *ssa.Call {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return nil
	}
	if b, ok := call.Call.Value.(*ssa.Builtin); !ok || b.Name() != "recover" {
		return nil
	}
	return call
}

// succs returns where control goes from the end of a block: after a panic to where the
// function returns, if that is recovered.
func succs(b *ssa.BasicBlock) []*ssa.BasicBlock {
	if rec := b.Parent().Recover; rec != nil && len(b.Instrs) > 0 {
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Panic); ok {
			return []*ssa.BasicBlock{rec}
		}
	}
	return b.Succs
}
