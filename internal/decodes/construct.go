package decodes

import (
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"golang.org/x/tools/go/ssa"
)

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
