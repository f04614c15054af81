package origin

import (
	"golang.org/x/tools/go/ssa"
)

// A memo in an object that a request makes for itself saves nothing that the next request
// could use. So a summary says in which parameter a memo keeps its outcome ([Kept]), and
// the walk from an entry point, whether the argument is such an object ([Arg.Own]).

// here is the value of [Arg.Own] for an object that the caller made and shares with nobody.
const here = -1

// owned returns [Arg.Own] of an argument.
func (f *frame) owned(v ssa.Value) int {
	switch x := v.(type) {
	case *ssa.Parameter:
		return f.index[x] + 1
	case *ssa.Alloc, *ssa.Call, *ssa.Extract:
		if f.isNew(v) && f.private(v, false) {
			return here
		}
	}
	return 0
}

// isNew reports whether v is an object that was just made.
func (f *frame) isNew(v ssa.Value) bool {
	call, result := v, 0
	switch x := v.(type) {
	case *ssa.Alloc:
		return true
	case *ssa.Extract:
		call, result = x.Tuple, x.Index
	}
	c, ok := call.(*ssa.Call)
	if !ok || c.Call.StaticCallee() == nil || result >= maxParams {
		return false
	}
	sum, ok := f.sums(c.Call.StaticCallee())
	return ok && sum.Makes&(1<<result) != 0
}

// private reports whether nobody but the function has an object that it made, and if it
// returns it, its caller.
func (f *frame) private(v ssa.Value, returned bool) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr, *ssa.UnOp, *ssa.BinOp, *ssa.DebugRef:
		case *ssa.Store:
			if ref.Val == v {
				return false
			}
		case *ssa.Return:
			if !returned {
				return false
			}
		case *ssa.Call:
			callee := ref.Call.StaticCallee()
			if callee == nil || callee.Blocks == nil {
				return false // may keep it
			}
			for i, arg := range ref.Call.Args {
				if arg == v && (i >= len(callee.Params) || keepsParam(callee.Params[i])) {
					return false
				}
			}
		default:
			return false
		}
	}
	return true
}

// once notes that a call runs fn once for each of an object, which the function may have
// made or been given.
func (f *frame) once(s site, fn ssa.Value, v Value) {
	if s.recv == nil { // sync.OnceValue
		if call, ok := s.instr.(*ssa.Call); ok && calledHere(call) {
			f.invoke(s, fn, v, Call{Memo: Memo{Own: s.obj.Name()}})
		}
		return
	}
	root, _ := resolve(s.recv)
	at, _ := name(s.recv)
	if a, ok := root.(*ssa.Alloc); ok {
		if param := heldParam(a); param != nil {
			root = param
		}
	}
	switch x := root.(type) {
	case *ssa.Alloc:
		f.invoke(s, fn, v, Call{Memo: Memo{Own: variableName(s.recv)}})
	case *ssa.Call, *ssa.Extract:
		if f.isNew(root) && f.private(root, false) {
			f.invoke(s, fn, v, Call{Memo: Memo{Own: variableName(s.recv)}})
		}
	case *ssa.Parameter:
		f.invoke(s, fn, v, Call{Kept: Kept{In: f.index[x] + 1, At: at}})
	}
}

// calledHere reports whether a function calls what a call returned, and nobody else has it.
func calledHere(made *ssa.Call) bool {
	called := false
	for _, ref := range *made.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok || call.Call.Value != made {
			return false
		}
		called = true
	}
	return called
}

// variableName returns the name of the field or variable at an address.
func variableName(addr ssa.Value) string {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		return fieldOf(a)
	case *ssa.Alloc:
		return a.Comment
	}
	return "the object"
}

// keepsParam reports whether a function stores a parameter, or hands it on.
func keepsParam(param *ssa.Parameter) bool {
	for _, ref := range *param.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if _, variable := ref.Addr.(*ssa.Alloc); ref.Val == param && !variable { // that a literal captures
				return true
			}
		case *ssa.MakeInterface, *ssa.MapUpdate, *ssa.Send, *ssa.Go, *ssa.Phi:
			return true
		}
	}
	return false
}

// makesResults notes which results are objects that the function made.
func (f *frame) makesResults() {
	for k := range f.node.Results {
		own := len(f.returns) > 0 && k < maxParams
		for _, ret := range f.returns {
			v := ret.Results[k]
			if isNil(v) {
				continue // no object
			}
			own = own && f.isNew(v) && f.private(v, true)
		}
		if own {
			f.node.Makes |= 1 << k
		}
	}
}
