package decodes

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A guard is a place whose content decides whether an instruction runs.
type guard struct {
	place *place.Place
	empty bool // the instruction runs if there is nothing
	// direct is set if the place itself is tested, not something it leads to.
	direct bool
	typ    types.Type
	// missed is set if a call failed that was to fill in something of the place.
	missed bool
	// results are the data that a call tests the place for, nil if it is none.
	results []types.Type
}

// yields reports whether what is written may be what the guard asks for: a method
// that finds users does not find what one stores that creates groups.
func (g guard) yields(w write) bool {
	if len(g.results) == 0 || len(w.values) == 0 {
		return true
	}
	for _, t := range g.results {
		for _, v := range w.values {
			if !origin.Dataless(v.Type()) && alike(origin.Pointee(t), origin.Pointee(origin.Stripped(v).Type())) {
				return true
			}
		}
	}
	return false
}

// alike reports whether what a guard asks for, of type a, says something of what is
// written, of type b: they are the same, or one of them holds anything, or a is a form
// of it, or a version.
func alike(a, b types.Type) bool {
	if basic, ok := a.Underlying().(*types.Basic); ok && basic.Info()&types.IsNumeric != 0 {
		return true
	}
	return types.Identical(a, b) || origin.IsText(a) || isParam(a) || isParam(b) || holdsType(a, b) || holdsType(b, a)
}

// holdsType reports whether a is an interface that values of b, or pointers to
// them, fit in.
func holdsType(a, b types.Type) bool {
	iface, ok := a.Underlying().(*types.Interface)
	return ok && (types.Implements(b, iface) || types.Implements(types.NewPointer(b), iface))
}

func isParam(t types.Type) bool {
	_, ok := t.(*types.TypeParam)
	return ok
}

// dataOf returns the types of a call's results that hold data: neither errors nor
// whether there is any.
func dataOf(call *ssa.Call) []types.Type {
	var out []types.Type
	for v := range call.Call.Signature().Results().Variables() {
		if basic, ok := v.Type().Underlying().(*types.Basic); ok && basic.Kind() == types.Bool || isError(v.Type()) {
			continue
		}
		out = append(out, v.Type())
	}
	return out
}

// above returns the places that the conditions above a block read.
func (m *memory) above(b *ssa.BasicBlock) []guard {
	if out, ok := m.guards[b]; ok {
		return out
	}
	var out []guard
	if d := b.Idom(); d != nil {
		out = append(out, m.above(d)...)
		if cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok && len(out) < maxGuards && decides(d, b) {
			c := condition{memory: m, seen: make(map[ssa.Value]bool)}
			out = append(out, c.state(cond.Cond)...)
		}
	}
	m.guards[b] = out
	return out
}

// decides reports whether control may get around b, which d dominates, after the condition
// at the end of d: otherwise b runs whatever the condition says. That something fails in
// between is no way around.
func decides(d, b *ssa.BasicBlock) bool {
	if len(d.Parent().Blocks) > maxBlocks {
		return true // not worth the time
	}
	seen := map[*ssa.BasicBlock]bool{b: true}
	work := slices.Clone(d.Succs)
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[at] {
			continue // known, or b
		}
		seen[at] = true
		if at == d || len(at.Succs) == 0 {
			return true
		}
		work = append(work, succeeding(at)...)
	}
	return false
}

// succeeding returns the successors of a block that control gets to if nothing failed.
func succeeding(b *ssa.BasicBlock) []*ssa.BasicBlock {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return b.Succs
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok || !isError(cmp.X.Type()) || !origin.IsNil(cmp.Y) {
		return b.Succs
	}
	if cmp.Op == token.NEQ {
		return b.Succs[1:]
	}
	return b.Succs[:1]
}

// maxGuards is the number of places from which on further conditions are not
// Looked at.
const maxGuards = 20

// A condition is being taken apart, each value of it once.
type condition struct {
	*memory
	seen map[ssa.Value]bool
}

// state returns the lasting places that a condition reads.
func (c condition) state(v ssa.Value) []guard {
	if c.seen[v] || len(c.seen) > 100 {
		return nil
	}
	c.seen[v] = true
	switch v := v.(type) {
	case *ssa.BinOp:
		if isError(v.X.Type()) || isError(v.Y.Type()) {
			return c.missed(v.X)
		}
		var out []guard
		empty := v.Op == token.EQL || v.Op == token.NEQ
		for _, x := range [...][2]ssa.Value{{v.X, v.Y}, {v.Y, v.X}} {
			for _, g := range c.state(x[0]) {
				g.empty = empty && isZero(x[1])
				out = append(out, g)
			}
		}
		return out
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return c.state(v.X)
		}
		if at := c.at(v.X); at != nil {
			return []guard{{place: at, direct: true, typ: v.Type()}}
		}
		return c.state(v.X)
	case *ssa.Alloc:
		var out []guard
		for _, ref := range *v.Referrers() {
			if store, ok := ref.(*ssa.Store); ok && store.Addr == v {
				out = append(out, c.state(store.Val)...)
			}
		}
		return out
	case *ssa.Parameter:
		if c.nested > 0 {
			return []guard{{place: c.places.Root(v)}} // the caller knows
		}
	case *ssa.FieldAddr:
		return c.state(v.X)
	case *ssa.Slice:
		return c.state(v.X)
	case *ssa.Field:
		return c.state(v.X)
	case *ssa.Extract:
		return c.state(v.Tuple)
	case *ssa.TypeAssert:
		return c.state(v.X)
	case *ssa.Convert:
		return c.state(v.X)
	case *ssa.MakeInterface:
		return c.state(v.X)
	case *ssa.Phi:
		var out []guard
		for i, edge := range v.Edges {
			out = append(out, c.state(edge)...)
			for b := v.Block().Preds[i]; b != nil && b != v.Block(); b = b.Idom() { // what decides which it is
				if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
					out = append(out, c.state(cond.Cond)...)
				}
				if b == v.Block().Idom() {
					break
				}
			}
		}
		return out
	case *ssa.Lookup:
		if at := c.at(v.X); at != nil {
			return []guard{{place: at, direct: true}}
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return c.state(v.Call.Args[0])
		}
		if tested, ok := c.predicate(v); ok {
			return tested
		}
		s := origin.NewSite(v)
		if at := c.owner(s); at != nil {
			return []guard{{place: at, results: dataOf(v)}}
		}
		if s.Obj == nil || !model.Standard(s.Obj.Pkg()) {
			return nil
		}
		var out []guard
		for _, arg := range s.All { // time.Now().Before(c.until)
			out = append(out, c.state(arg)...)
		}
		return out
	}
	return nil
}

// missed returns the place that a call is asked for something, and fails if it has none:
//
//	if err := s.cache.Get(key, &cfg); err == nil { return cfg }
func (c condition) missed(err ssa.Value) []guard {
	if x, ok := err.(*ssa.Extract); ok {
		err = x.Tuple
	}
	call, ok := err.(*ssa.Call)
	if !ok {
		return nil
	}
	s := origin.NewSite(call)
	if s.Recv == nil || !slices.ContainsFunc(s.Args, fills) {
		return nil // whether something else failed
	}
	if at := c.owner(s); at != nil {
		return []guard{{place: at, missed: true}}
	}
	return nil
}

// fills reports whether an argument is a pointer to a variable of the function, in an
// interface: there to be filled in.
func fills(arg ssa.Value) bool {
	alloc, ok := origin.Stripped(arg).(*ssa.Alloc)
	return ok && types.IsInterface(arg.Type()) && alloc != arg
}

func isError(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() == nil && named.Obj().Name() == "error"
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok {
		return false
	}
	return c.Value == nil || c.Value.Kind() == constant.String && constant.StringVal(c.Value) == ""
}
