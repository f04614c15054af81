package timerreset

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
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

// loops returns, for each block of fn that lies on a cycle, the blocks of its
// strongly connected component (Tarjan, 1972).
func (c *checker) loops(fn *ssa.Function) map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool {
	if out, ok := c.cycles[fn]; ok {
		return out
	}
	out := make(map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool)
	number := make([]int, len(fn.Blocks)) // order of discovery from 1; 0 is unseen
	low := make([]int, len(fn.Blocks))
	onStack := make([]bool, len(fn.Blocks))
	var stack []*ssa.BasicBlock
	next := 1
	var visit func(b *ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		number[b.Index], low[b.Index] = next, next
		next++
		stack = append(stack, b)
		onStack[b.Index] = true
		self := false
		for _, s := range b.Succs {
			self = self || s == b
			if number[s.Index] == 0 {
				visit(s)
				low[b.Index] = min(low[b.Index], low[s.Index])
			} else if onStack[s.Index] {
				low[b.Index] = min(low[b.Index], number[s.Index])
			}
		}
		if low[b.Index] != number[b.Index] {
			return // not the root of its component
		}
		component := make(map[*ssa.BasicBlock]bool)
		for {
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			onStack[x.Index] = false
			component[x] = true
			if x == b {
				break
			}
		}
		if len(component) > 1 || self {
			for x := range component {
				out[x] = component
			}
		}
	}
	for _, b := range fn.Blocks {
		if number[b.Index] == 0 {
			visit(b)
		}
	}
	c.cycles[fn] = out
	return out
}

// reachable returns the blocks that control can enter after leaving b.
func reachable(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var visit func(*ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		for _, s := range b.Succs {
			if !seen[s] {
				seen[s] = true
				visit(s)
			}
		}
	}
	visit(b)
	return seen
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
