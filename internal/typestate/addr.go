package typestate

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Addr returns the place that the pointer v points to; nil if it points to no variable.
func (x *Interpretation[V, W, N]) Addr(w W, v ssa.Value) *place.Place {
	if p, known := x.Domain.Target(w.Known().Env.Of(v)); known {
		return p
	}
	switch v := v.(type) {
	case *ssa.FieldAddr:
		if f := place.FieldOf(v.X.Type(), v.Field); f != nil { // not of a type parameter
			return x.sub(w, v.X, v.Field, f)
		}
	case *ssa.IndexAddr:
		if x.Elems == 0 {
			break
		}
		return x.sub(w, v.X, x.Elem(v.Index), nil)
	case *ssa.ChangeType:
		return x.Addr(w, v.X)
	}
	return x.Table.Root(v)
}

// Elem returns the step to the element of an array at an index: [place.Elem] if it is not
// told apart.
func (x *Interpretation[V, W, N]) Elem(index ssa.Value) int {
	if k, ok := index.(*ssa.Const); ok && k.Int64() >= 0 && k.Int64() < int64(x.Elems) {
		return int(k.Int64())
	}
	return place.Elem
}

// sub returns a part of what the pointer v points to.
func (x *Interpretation[V, W, N]) sub(w W, v ssa.Value, i int, field *types.Var) *place.Place {
	base := x.Addr(w, v)
	if base == nil {
		return nil
	}
	return x.Table.Sub(base, i, field)
}
