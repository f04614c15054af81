package origin

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Func is a function value whose function is known, such as the literal that a
// constructor returns:
//
//	func loader(path string) func() ([]byte, error) {
//		return func() ([]byte, error) { return os.ReadFile(path) }
//	}
type Func struct {
	Name  string
	Bound []Value // what it captures, or the receiver of a method
	// Method is set for the value of a method: what is bound comes first.
	Method bool

	fn *ssa.Function // nil for one of another package
}

// Args returns the arguments of a call, given those at the place of the call.
func (f Func) Args(given []Value) []Value {
	if f.Method {
		return slices.Concat(f.Bound, given)
	}
	return slices.Concat(given, f.Bound)
}

func (f Func) same(g Func) bool {
	return f.Name == g.Name && f.Method == g.Method && slices.Equal(f.Bound, g.Bound)
}

// A Given is a result that is a function.
type Given struct {
	Result int
	Func
}

// maxFunc is the number of steps from a function value to where it was made.
const maxFunc = 8

// Function returns the function that a value surely is, false if it is not known.
func (f *Frame) Function(v ssa.Value) (Func, bool) {
	for range maxFunc {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Field:
			return f.put(place.FieldOf(x.X.Type(), x.Field), x.X)
		case *ssa.UnOp:
			variable, ok := x.X.(*ssa.Alloc)
			if !ok {
				return f.put(place.VariableAt(x.X), x.X)
			}
			if v = SoleStore(variable); v == nil {
				return Func{}, false
			}
		case *ssa.MakeClosure:
			fn, bound := callgraph.Declared(x.Fn.(*ssa.Function))
			out := Func{Name: Name(fn), fn: fn, Method: bound}
			for _, b := range x.Bindings {
				out.Bound = append(out.Bound, f.Argument(b))
			}
			return out, true
		case *ssa.Function:
			fn, bound := callgraph.Declared(x)
			return Func{Name: Name(fn), fn: fn}, !bound
		case *ssa.Extract:
			call, ok := x.Tuple.(*ssa.Call)
			if !ok {
				return Func{}, false
			}
			return f.given(call, x.Index)
		case *ssa.Call:
			return f.given(x, 0)
		default:
			return Func{}, false
		}
	}
	return Func{}, false
}

// given returns the function that a result of a call is.
func (f *Frame) given(call *ssa.Call, result int) (Func, bool) {
	s := NewSite(call)
	if s.Callee == nil {
		return Func{}, false
	}
	sum, ok := f.sums(s.Callee)
	if !ok {
		return Func{}, false
	}
	for _, g := range sum.Gives {
		if g.Result == result {
			return g.subst(f.Values(s)), true
		}
	}
	return Func{}, false
}

func (f Func) subst(args []Value) Func {
	bound := make([]Value, len(f.Bound))
	for i, b := range f.Bound {
		bound[i] = b.Subst(args)
	}
	f.Bound = bound
	return f
}

// gives notes which results are functions that are known: the same on each return, nil
// apart.
func (f *Frame) gives() {
	results := f.fn.Signature.Results()
	for k := range results.Len() {
		if !isFunc(results.At(k).Type()) {
			continue // data
		}
		var one *Func
		for _, ret := range f.returns {
			v := ret.Results[k]
			if IsNil(v) {
				continue // nothing to call
			}
			fn, ok := f.Function(v)
			if !ok || one != nil && !one.same(fn) {
				one = nil
				break
			}
			one = &fn
		}
		if one != nil {
			f.sum.Gives = append(f.sum.Gives, Given{k, *one})
		}
	}
}

// sumOf returns the summary of a function value's function.
func (f *Frame) sumOf(fn Func) (*Summary, bool) {
	if fn.fn != nil {
		return f.sums(fn.fn)
	}
	sum := f.p.find(fn.Name)
	return sum, sum != nil
}
