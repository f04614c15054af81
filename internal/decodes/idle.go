package decodes

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// A memo may be idle: it is stored to, and yet the next request finds nothing there.

// always reports whether what is kept is kept for all.
func (k Kept) always() bool { return k.In < 0 }

// keptIn returns where a guard finds what is kept: in a parameter, or for all. A flag that
// is not made of the outcome is no place of a memo, though it may save the work.
func (m *memory) keptIn(g guard, written []write) Kept {
	at := ""
	if slices.ContainsFunc(written, func(w write) bool { return w.outcome && w.place == g.place }) {
		at = g.place.String()
	}
	i := slices.IndexFunc(m.fn.Params, func(p *ssa.Parameter) bool { return p == g.place.Root })
	if i < 0 {
		return Kept{In: -1, At: at} // a package variable, or what a literal captures
	}
	return Kept{In: i + 1, At: at}
}

// failing reports whether control gets to a block only if what made the values failed:
//
//	c, err := decode()
//	if err != nil {
//		s.cfg = fallback     // at
func failing(at *ssa.BasicBlock, made map[ssa.Value]bool) bool {
	for b := at; b != nil; b = b.Idom() {
		d := b.Idom()
		if d == nil || len(b.Preds) != 1 {
			continue // can be reached otherwise
		}
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue // no condition
		}
		cmp, ok := cond.Cond.(*ssa.BinOp)
		if !ok || !origin.IsNil(cmp.Y) || !isError(cmp.X.Type()) || !made[cmp.X] {
			continue // another
		}
		if cmp.Op == token.NEQ && d.Succs[0] == b || cmp.Op == token.EQL && d.Succs[1] == b {
			return true
		}
	}
	return false
}

// renewed reports whether a key is another each time: it is made of a random number, or
// of the time to the nanosecond.
func renewed(key ssa.Value, depth int) bool {
	if depth > maxHistory {
		return false
	}
	if parts := callgraph.Variadic(key); parts != nil {
		return slices.ContainsFunc(parts, func(v ssa.Value) bool { return renewed(v, depth+1) })
	}
	if from := origin.Converted(key); from != nil {
		return renewed(from, depth+1)
	}
	switch x := key.(type) {
	case *ssa.BinOp:
		return x.Op == token.ADD && (renewed(x.X, depth+1) || renewed(x.Y, depth+1))
	case *ssa.Extract:
		return renewed(x.Tuple, depth+1)
	case *ssa.Call:
		s := origin.NewSite(x)
		if s.Obj == nil {
			return false
		}
		switch name := s.Obj.FullName(); {
		case name == "time.Now":
			return false // it may be cut to the hour
		case name == "(time.Time).UnixNano", name == "(time.Time).String":
			now, ok := s.Recv.(*ssa.Call)
			return ok && origin.NewSite(now).Obj != nil && origin.NewSite(now).Obj.FullName() == "time.Now"
		case model.Of(s.Obj).Source == "fresh":
			return true
		case model.Of(s.Obj).Flow == nil:
			return false
		}
		return slices.ContainsFunc(s.All, func(v ssa.Value) bool { return renewed(v, depth+1) })
	}
	return false
}
