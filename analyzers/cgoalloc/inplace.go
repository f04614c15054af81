package cgoalloc

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// inPlace returns the literals that are interpreted where they are called only: those of cmd/cgo,
// and those that are called where they are made.
func inPlace(funcs []*ssa.Function) map[*ssa.Function]bool {
	out := typestate.InPlace(funcs, false)
	for _, fn := range funcs {
		if fn.Parent() != nil && callsGlue(fn) {
			out[fn] = true
		}
	}
	return out
}
