package happens

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Told cuts the paths on which who starts a goroutine waits for what the goroutine releases
// after an instruction of it: it closes a channel, tells a WaitGroup, and the like.
func Told(start *ssa.Go, after ssa.Instruction) cfg.Cut {
	r := place.NewResolver()
	done := released(start, after, r)
	edges := NewEdges(start.Parent(), r)
	waits := func(events []Event) bool {
		return slices.ContainsFunc(events, func(e Event) bool {
			return e.Acquire && (e.Object == nil || slices.Contains(done, e.Object))
		})
	}
	return cfg.Cut{
		At:   func(instr ssa.Instruction) bool { return waits(Events(instr, r)) },
		Edge: func(from, to *ssa.BasicBlock) bool { return waits(edges.Of(from, to)) },
	}
}

// released returns what a goroutine releases after an instruction, in the terms of who starts it.
func released(start *ssa.Go, after ssa.Instruction, r *place.Resolver) (out []*place.Place) {
	fn := after.Parent()
	bind := func(root ssa.Value) *place.Place {
		if i := slices.IndexFunc(fn.Params, func(p *ssa.Parameter) bool { return p == root }); i >= 0 {
			return r.Value(start.Call.Args[i])
		}
		if i := slices.IndexFunc(fn.FreeVars, func(fv *ssa.FreeVar) bool { return fv == root }); i >= 0 {
			return r.Value(start.Call.Value.(*ssa.MakeClosure).Bindings[i])
		}
		return nil
	}
	for instr := range ir.Each[ssa.Instruction](fn) {
		if _, last := instr.(*ssa.Defer); !last && !cfg.Reaches(after, instr, cfg.Cut{}) {
			continue // before
		}
		for _, e := range Events(instr, r) {
			if !e.Release || e.Object == nil {
				continue // tells nobody, as far as can be seen
			}
			if p := r.Subst(e.Object, bind); p != nil {
				out = append(out, p)
			}
		}
	}
	return out
}
