package decodes

import (
	"go/types"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/origin"

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
func (f *function) history(v ssa.Value) (h History) {
	for range maxHistory {
		if from := origin.Converted(v); from != nil {
			v = from
			continue
		}
		switch x := v.(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.UnOp:
			if variable, ok := x.X.(*ssa.Alloc); ok {
				v = origin.SoleStore(variable)
			} else {
				return h
			}
		case *ssa.Call:
			s := origin.NewSite(x)
			name := callgraph.CalledName(s.Common)
			switch {
			case encodes(s):
				h.Encoded = f.p.place(x.Pos())
				return h
			case s.Recv != nil && model.Says("cache", name+" "+types.TypeString(s.Recv.Type(), func(*types.Package) string { return "" })):
				h.Cached = origin.ShortCall(s)
				return h
			case s.Obj == nil || model.Of(s.Obj).Flow == nil || len(s.All) == 0:
				return h // anything
			}
			v = s.All[0] // a reader of it, a decoder
		default:
			return h
		}
		if v == nil {
			return h
		}
	}
	return h
}

// encodes reports whether a call makes an encoded text.
func encodes(s origin.Site) bool {
	row, ok := encoder(s)
	return ok && row.Out == model.Result
}
