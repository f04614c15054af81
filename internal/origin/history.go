package origin

import (
	"go/types"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

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
		if from := converted(v); from != nil {
			v = from
			continue
		}
		switch x := v.(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.UnOp:
			if variable, ok := x.X.(*ssa.Alloc); ok {
				v = soleStore(variable)
			} else {
				return h
			}
		case *ssa.Call:
			s := newSite(x)
			name := callgraph.CalledName(s.common)
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

// converted returns what v is by another type, or is a slice of, nil if it is
// none.
func converted(v ssa.Value) ssa.Value {
	switch x := v.(type) {
	case *ssa.Convert:
		return x.X
	case *ssa.ChangeType:
		return x.X
	case *ssa.ChangeInterface:
		return x.X
	case *ssa.MakeInterface:
		return x.X
	case *ssa.TypeAssert:
		return x.X
	case *ssa.Slice:
		return x.X
	}
	return nil
}
