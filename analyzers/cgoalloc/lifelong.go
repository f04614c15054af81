package cgoalloc

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// lifelong reports whether a function runs once in the life of the process, so that what it
// allocates may be meant to stay: init, and what the Once of a package variable does.
func lifelong(fn *ssa.Function) bool {
	if fn.Name() == "init" || strings.HasPrefix(fn.Name(), "init#") {
		return true
	}
	if fn.Parent() == nil {
		return false
	}
	uses := slices.Clone(*fn.Referrers())
	for i := 0; i < len(uses); i++ {
		switch use := uses[i].(type) {
		case *ssa.MakeClosure:
			uses = append(uses, *use.Referrers()...)
		case *ssa.Call:
			callee := use.Call.StaticCallee()
			if callee == nil || callee.String() != "(*sync.Once).Do" {
				return false
			}
			if _, global := use.Call.Args[0].(*ssa.Global); !global {
				return false
			}
		case *ssa.DebugRef:
		default:
			return false
		}
	}
	return len(uses) > 0
}
