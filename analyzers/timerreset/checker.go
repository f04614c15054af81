package timerreset

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/cfg"
)

// checker runs the rules that need no typestate: each looks for one shape.
type checker struct {
	pass *analysis.Pass
	prog *program
	sem  asynctimer.Semantics
	low  bool // also report what rarely matters
	add  func(finding)

	aliases *aliases

	// caches of flagVars, decoded and testedVariable
	flags  map[variable][]*ssa.Call
	fields map[*types.Var]token.Pos
	loads  map[variable][]ssa.Value
	left   map[*types.Var]bool // cache of unsetFields

	cycles map[*ssa.Function]map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool // cache of loops
}

func (c *checker) report(rule string, pos token.Pos, rel []related, format string, args ...any) {
	c.add(finding{rule: rule, pos: pos, message: fmt.Sprintf(format, args...), related: rel})
}

// rules are the shapes, in the order of the idiom table of doc.go.
var rules = []func(*checker, *ssa.Function){
	(*checker).resets,
	(*checker).intervals,
	(*checker).leaks,
	(*checker).oneShots,
	(*checker).nilFields,
	(*checker).polls,
	(*checker).goroutines,
	(*checker).endlessRanges,
	(*checker).loneReceives,
	(*checker).fieldDrains,
	(*checker).lostSignals,
}

// isFunc reports whether the timer v is surely one of time.AfterFunc.
func (c *checker) isFunc(v ssa.Value) bool {
	if constructedBy(v) == kindFunc {
		return true
	}
	variable := c.prog.timerVariable(v)
	return variable != nil && len(c.prog.made[variable]) == 1 && c.prog.made[variable][kindFunc]
}

// sameTimer reports whether two SSA values are the same timer: one register,
// or loads of one variable.
func (c *checker) sameTimer(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	va, vb := c.prog.timerVariable(a), c.prog.timerVariable(b)
	return va != nil && va == vb
}

// chanTimer returns the timer whose channel v is, or nil.
func chanTimer(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.UnOp:
			if f, ok := x.X.(*ssa.FieldAddr); ok && isTimerPtr(f.X.Type()) {
				return f.X
			}
		}
		return nil
	}
}

// loops returns [cfg.Cycles] of fn, once.
func (c *checker) loops(fn *ssa.Function) map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool {
	out, ok := c.cycles[fn]
	if !ok {
		out = cfg.Cycles(fn)
		c.cycles[fn] = out
	}
	return out
}

// caseBlocks returns the block that each case of a select goes to, with -1 for
// the default; a case that has none of its own is left out.
func caseBlocks(s *ssa.Select) map[int]*ssa.BasicBlock {
	out := make(map[int]*ssa.BasicBlock)
	for _, ref := range *s.Referrers() {
		index, ok := ref.(*ssa.Extract)
		if !ok || index.Index != 0 {
			continue // a received value
		}
		var last *ssa.BasicBlock
		for _, ref := range *index.Referrers() {
			cmp, ok := ref.(*ssa.BinOp)
			if !ok {
				continue // not the dispatch
			}
			k, ok := cmp.Y.(*ssa.Const)
			if !ok {
				continue // not the dispatch
			}
			for _, ref := range *cmp.Referrers() {
				if branch, ok := ref.(*ssa.If); ok {
					out[int(k.Int64())] = branch.Block().Succs[0]
					if int(k.Int64()) == len(s.States)-1 {
						last = branch.Block().Succs[1]
					}
				}
			}
		}
		if last != nil && !s.Blocking {
			out[-1] = last
		}
	}
	return out
}

func isErrorType(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}
