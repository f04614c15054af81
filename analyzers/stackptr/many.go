package stackptr

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/spawn"
)

// A manyRun is a function that many goroutines run at once, each from its
// start.
type manyRun struct {
	fn  *ssa.Function
	why string
	pos token.Pos // of the go statement, if there is one
}

// manyRuns finds handlers and the goroutines that are started without bound:
// in a loop that does not count, as an accept loop, or once per request.
func manyRuns(funcs []*ssa.Function) []manyRun {
	var runs []manyRun
	entry := make(map[*ssa.Function]bool)
	for _, e := range spawn.Entries(funcs, nil) {
		if e.Rounds != nil {
			continue // one goroutine, which takes message after message
		}
		if e.Heat == spawn.Hot && e.Rounds == nil { // else one goroutine takes message after message
			entry[e.Fn] = true
			runs = append(runs, manyRun{fn: e.Fn, why: "one goroutine per request runs it: " + e.Why})
		}
	}
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				g, ok := instr.(*ssa.Go)
				if !ok {
					continue // starts nothing
				}
				started := started(g)
				switch {
				case started == nil || started.Blocks == nil:
					continue // not known here
				case entry[outermost(fn)]:
					runs = append(runs, manyRun{started, "a goroutine is started for each request", g.Pos()})
				case inEndlessLoop(b):
					runs = append(runs, manyRun{started, "a goroutine is started in each round of a loop", g.Pos()})
				}
			}
		}
	}
	return runs
}

// started returns the function that a go statement runs.
func started(g *ssa.Go) *ssa.Function {
	if fn := g.Call.StaticCallee(); fn != nil {
		return fn
	}
	return nil
}

func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// inEndlessLoop reports whether the innermost loop around b neither counts nor
// goes over something that is there: it ends when something happens.
func inEndlessLoop(b *ssa.BasicBlock) bool {
	for d := b; d != nil; d = d.Idom() {
		switch d.Comment {
		case "rangechan.loop":
			return true
		case "rangeindex.loop", "rangeiter.loop", "rangeint.loop":
			return false
		case "for.loop":
			branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
			if !ok {
				return reaches(b, d)
			}
			return reaches(b, d) && !counts(branch)
		case "for.body":
			if len(d.Preds) > 1 { // for { }
				return reaches(b, d)
			}
		}
	}
	return false
}

// counts reports whether a loop's condition compares integers.
func counts(branch *ssa.If) bool {
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	t, ok := cmp.X.Type().Underlying().(*types.Basic)
	return ok && t.Info()&types.IsInteger != 0
}

// reaches reports whether control may get from one block to another.
func reaches(from, to *ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		for _, succ := range b.Succs {
			if succ == to {
				return true
			}
			if !seen[succ] {
				seen[succ] = true
				work = append(work, succ)
			}
		}
	}
	return false
}
