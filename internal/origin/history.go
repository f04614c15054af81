package origin

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// A History says what was done to a text, in the same function, before it is decoded.
type History struct {
	// Encoded is where the program itself encoded it, as file:line.
	Encoded string
	// Cached is the call that took it out of a cache.
	Cached string
}

// maxHistory is the number of steps that are followed backwards.
const maxHistory = 12

// history follows a text back to the call that made it.
func (f *frame) history(v ssa.Value) (h History) {
	for range maxHistory {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.TypeAssert:
			v = x.X
		case *ssa.Slice:
			v = x.X
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.UnOp:
			v = stored(x.X)
		case *ssa.Call:
			s := newSite(x)
			name := calledName(s.common)
			switch {
			case strings.HasPrefix(name, "Marshal"):
				h.Encoded = f.p.place(x.Pos())
				return h
			case s.recv != nil && model.Says("cache", name+" "+types.TypeString(s.recv.Type(), func(*types.Package) string { return "" })):
				h.Cached = shortCall(s)
				return h
			case s.obj == nil || model.Of(s.obj).Flow == nil || len(s.all) == 0:
				return h // anything
			}
			v = s.all[0] // a reader of it, a decoder
		default:
			return h
		}
		if v == nil {
			return h
		}
	}
	return h
}

// stored returns the one value that a variable of the function has, or nil.
func stored(addr ssa.Value) ssa.Value {
	alloc, ok := addr.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var out ssa.Value
	for _, ref := range *alloc.Referrers() {
		if store, ok := ref.(*ssa.Store); ok && store.Addr == alloc {
			if out != nil {
				return nil // several
			}
			out = store.Val
		}
	}
	return out
}
