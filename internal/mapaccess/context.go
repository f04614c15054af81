package mapaccess

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A context's values are variables of it, one for each key: what a context is asked for is
// the same object for all who have the context. A context that only ends earlier has the
// values of its parent.
//
//	ctx.Value(key{}).(map[string]string)["user"] = name

// A contextKey is a key that a constant, or a package variable, is.
type contextKey struct {
	typ      types.Type
	constant string
	variable types.Object
}

// contextOf returns the place of a call's result if that is a context, or one of its values;
// nil for other calls.
func (p *Package) contextOf(call *ssa.Call, i int) *place.Place {
	obj := callgraph.Called(&call.Call)
	if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() != "context" {
		return nil
	}
	if call.Call.IsInvoke() {
		if obj.Name() != "Value" {
			return nil
		}
		if at := p.valueOf(p.Value(call.Call.Value), call.Call.Args[0]); at != nil {
			return p.Deref(at)
		}
		return nil
	}
	if i == 0 && strings.HasPrefix(obj.Name(), "With") && obj.Name() != "WithValue" {
		return p.Value(call.Call.Args[0])
	}
	return nil
}

// valueOf returns the variable of a context that a key names, nil if nobody sees which.
func (p *Package) valueOf(ctx *place.Place, key ssa.Value) *place.Place {
	value, ok := key.(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	k := contextKey{typ: value.X.Type()}
	switch v := value.X.(type) {
	case *ssa.Const:
		k.constant = v.Name()
	default:
		at := p.Value(v)
		if k.variable, ok = place.Global(at.Root); !ok {
			return nil
		}
	}
	return p.Sub(ctx, p.step(k), nil)
}

// givenContext returns what a context was made with, if at is the variable of it that its
// key names; nil otherwise.
func (p *Package) givenContext(call *ssa.Call, at *place.Place) *place.Place {
	obj := callgraph.Called(&call.Call)
	if obj == nil || obj.FullName() != "context.WithValue" || at.Parent == nil || at.Parent.Parent != nil {
		return nil
	}
	if p.valueOf(p.Root(call), call.Call.Args[1]) != at {
		return nil
	}
	return p.Value(call.Call.Args[2])
}

// step returns the step of a path that stands for something which is no field.
func (p *Package) step(of any) int {
	n, known := p.steps[of]
	if !known {
		n = firstStep - len(p.steps)
		p.steps[of] = n
	}
	return n
}

// firstStep is the first of the steps that are numbered as they come.
const firstStep = -10
