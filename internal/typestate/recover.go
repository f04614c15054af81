package typestate

import (
	"golang.org/x/tools/go/ssa"
)

// An unwinding says whether a path is between a panic and the end of its function.
type unwinding uint8

const (
	returning unwinding = iota // there is no panic
	panicking                  // deferred calls run
	recovered                  // one of them has called recover
)

// Throw ends a path by a panic: deferred calls run, here and in callers, until one of them
// recovers. Then the path goes on where its function returns; what stands between is skipped.
// A panic that nobody recovers ends the process, and there is nothing to say of it.
func (x *Interpretation[V, W, N]) Throw(w W) []W {
	w.Known().unwind = panicking
	x.thrown = append(x.thrown, w)
	return nil
}

// unwind runs the deferred calls of a function on the paths that panic in a block of it. Some
// land where the function returns, the others go on in its caller. A deferred call may panic
// itself.
func (x *Interpretation[V, W, N]) unwind(fn *ssa.Function) (landed, panics []W) {
	for len(x.thrown) > 0 {
		w := x.thrown[0]
		x.thrown = x.thrown[1:]
		for _, w := range x.runDefers(w) {
			switch path := w.Known(); {
			case path.unwind == panicking:
				panics = append(panics, w)
			case fn.Recover != nil:
				path.unwind = returning
				landed = append(landed, w)
			}
		}
	}
	return landed, panics
}

// recovers interprets a call of recover. Who has called the root function is not known.
func (x *Interpretation[V, W, N]) recovers(w W, call *ssa.Call) {
	var none V
	path := w.Known()
	path.Set(x.Symbols, call, none)
	if len(x.frames) == 0 {
		return
	}
	path.Conds.SetNil(x.Symbols, call, path.unwind != panicking)
	if path.unwind == panicking {
		path.unwind = recovered
	}
}

// isRecover reports whether a call is one of recover.
func isRecover(call *ssa.CallCommon) bool {
	b, ok := call.Value.(*ssa.Builtin)
	return ok && b.Name() == "recover"
}
