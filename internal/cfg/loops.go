package cfg

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Loop is a natural loop: the blocks from which control can get back to its header
// without leaving what the header dominates. Loops with one header are one.
type Loop struct {
	Header *ssa.BasicBlock
	Blocks map[*ssa.BasicBlock]bool // with the header
}

// Loops returns the loops of a function, inner ones after those around them.
func Loops(fn *ssa.Function) []*Loop {
	var out []*Loop
	for _, h := range fn.DomPreorder() {
		l := &Loop{Header: h, Blocks: make(map[*ssa.BasicBlock]bool)}
		var work []*ssa.BasicBlock
		for _, p := range h.Preds {
			if h.Dominates(p) {
				work = append(work, p)
			}
		}
		if len(work) == 0 {
			continue // no loop begins here
		}
		for l.Blocks[h] = true; len(work) > 0; {
			b := work[len(work)-1]
			work = work[:len(work)-1]
			if !l.Blocks[b] {
				l.Blocks[b] = true
				work = append(work, b.Preds...)
			}
		}
		out = append(out, l)
	}
	return out
}

// Always reports whether control comes by a block each time that it goes back to the
// header.
func (l *Loop) Always(b *ssa.BasicBlock) bool {
	for _, p := range l.Header.Preds {
		if l.Blocks[p] && !b.Dominates(p) {
			return false
		}
	}
	return true
}

// Counts reports whether the loop counts, or goes over something that is there, so that
// it ends by itself: where its header leaves it, it compares a counter or a length, or has
// come to the end of a map or a string. Other loops end when something happens.
//
//	for i := 0; i < n; i++ { ... }
//	for len(queue) > 0 { ... }
//	for k, v := range m { ... }
func (l *Loop) Counts() bool {
	branch, ok := l.Header.Instrs[len(l.Header.Instrs)-1].(*ssa.If)
	if !ok || l.Blocks[l.Header.Succs[0]] && l.Blocks[l.Header.Succs[1]] {
		return false // it is not left there
	}
	switch cond := branch.Cond.(type) {
	case *ssa.Extract:
		_, next := cond.Tuple.(*ssa.Next)
		return next
	case *ssa.BinOp:
		return l.counter(cond.X) || l.counter(cond.Y)
	}
	return false
}

// counter reports whether an integer is a length, or depends on the rounds before: a variable
// that is assigned before the loop and in it.
func (l *Loop) counter(v ssa.Value) bool {
	if t, ok := v.Type().Underlying().(*types.Basic); !ok || t.Info()&types.IsInteger == 0 {
		return false
	}
	if sum, ok := v.(*ssa.BinOp); ok && sum.Op == token.ADD {
		v = sum.X // of a range, which begins at -1
	}
	switch v := v.(type) {
	case *ssa.Phi:
		return v.Block() == l.Header
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		return ok && b.Name() == "len"
	case *ssa.UnOp: // in naive form
		a, ok := v.X.(*ssa.Alloc)
		return ok && v.Op == token.MUL && l.assigned(a, true) && l.assigned(a, false)
	}
	return false
}

// assigned reports whether a variable is assigned in the loop, or before it.
func (l *Loop) assigned(a *ssa.Alloc, within bool) bool {
	for _, ref := range *a.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == a && l.Blocks[st.Block()] == within {
			return true
		}
	}
	return false
}
