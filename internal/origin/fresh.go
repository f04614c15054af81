package origin

import (
	"golang.org/x/tools/go/ssa"
)

// New reports whether v is an object that was just made.
func (f *Frame) New(v ssa.Value) bool {
	call, result := v, 0
	switch x := v.(type) {
	case *ssa.Alloc:
		return true
	case *ssa.Extract:
		call, result = x.Tuple, x.Index
	}
	c, ok := call.(*ssa.Call)
	if !ok || c.Call.StaticCallee() == nil || result >= MaxParams {
		return false
	}
	sum, ok := f.sums(c.Call.StaticCallee())
	return ok && sum.Makes&(1<<result) != 0
}

// Private reports whether nobody but the function has an object that it made, and if it
// returns it, its caller.
func (f *Frame) Private(v ssa.Value, returned bool) bool {
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
func (f *Frame) makesResults() {
	for k := range f.sum.Results {
		own := len(f.returns) > 0 && k < MaxParams
		for _, ret := range f.returns {
			v := ret.Results[k]
			if IsNil(v) {
				continue // no object
			}
			own = own && f.New(v) && f.Private(v, true)
		}
		if own {
			f.sum.Makes |= 1 << k
		}
	}
}
