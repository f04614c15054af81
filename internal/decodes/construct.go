package decodes

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// constructed reports whether a value is what a constructor made of a text: a query that is
// parsed, and compiled in the next step.
func constructed(v ssa.Value) bool {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	s := origin.NewSite(call)
	return s.Obj != nil && model.Of(s.Obj).Constructor != nil
}

// withClosures reports whether a template is given functions that may be those of the
// request: literals that capture something.
func withClosures(v ssa.Value) bool {
	for range maxHistory {
		call, ok := v.(*ssa.Call)
		if !ok || len(call.Call.Args) == 0 {
			return false
		}
		for _, arg := range call.Call.Args {
			if from := origin.Converted(arg); from != nil {
				arg = from
			}
			table, ok := arg.(*ssa.MakeMap)
			if !ok {
				continue // no functions
			}
			for _, ref := range *table.Referrers() {
				update, ok := ref.(*ssa.MapUpdate)
				if !ok {
					continue // a use
				}
				if made, ok := origin.Closure(update.Value); ok && len(made.Bindings) > 0 {
					return true
				}
			}
		}
		v = call.Call.Args[0]
	}
	return false
}
