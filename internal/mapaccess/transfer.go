package mapaccess

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
)

// replaced reports whether, between the load of m and its use, a variable that
// m was loaded from, or through, is assigned anew: what was in it belongs to
// the goroutine then.
//
//	mu.Lock(); m := s.m; s.m = make(...); mu.Unlock()
//	for k := range m { ... }
//
// So does what is in a container that was taken.
func (b *Function) replaced(m ssa.Value, use ssa.Instruction) bool {
	for _, load := range loads(m) {
		variable := b.Pkg.Value(load.X)
		for _, st := range b.storesTo() {
			if b.Pkg.Value(st.Addr) == variable && cfg.Reaches(load, st, cfg.Cut{}) &&
				cfg.Reaches(st, use, cfg.Cut{At: func(i ssa.Instruction) bool { return i == load }}) {
				return true
			}
		}
	}
	return false
}

// took reports whether the map that a callee reaches through one of its roots, a
// parameter or a captured variable, was replaced where it was loaded from before
// at calls it.
//
//	mu.Lock(); m := s.m; s.m = make(...); mu.Unlock()
//	sum(m)
func (b *Function) took(c callee, params []ssa.Value, root ssa.Value, at ssa.Instruction) bool {
	if at == nil || c.made != nil {
		return false
	}
	if i := slices.Index(params, root); i >= 0 {
		return i < len(c.args) && c.args[i] != nil && IsMap(c.args[i].Type()) && b.replaced(c.args[i], at)
	}
	fv, ok := root.(*ssa.FreeVar)
	if !ok {
		return false
	}
	i := slices.Index(c.Fn.FreeVars, fv)
	if i < 0 || i >= len(c.bindings) {
		return false
	}
	variable, ok := c.bindings[i].(*ssa.Alloc)
	if !ok {
		return b.replaced(c.bindings[i], at)
	}
	for _, ref := range *variable.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == variable && b.replaced(st.Val, at) {
			return true
		}
	}
	return false
}

// storesTo returns the assignments of the body that replace a map, or what
// leads to one.
func (b *Function) storesTo() []*ssa.Store {
	if b.stores == nil {
		b.stores = []*ssa.Store{}
		for _, block := range b.Fn.Blocks {
			for _, instr := range block.Instrs {
				if st, ok := instr.(*ssa.Store); ok && referring(st.Val.Type()) {
					b.stores = append(b.stores, st)
				}
			}
		}
	}
	return b.stores
}

// assigned returns what a function assigns to a local variable of its own: the results of
// one that defers calls are in such variables.
func assigned(addr ssa.Value) []ssa.Value {
	local, ok := addr.(*ssa.Alloc)
	if !ok || local.Heap {
		return nil
	}
	var out []ssa.Value
	for _, ref := range *local.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == local {
			out = append(out, st.Val)
		}
	}
	return out
}

// maxLoads bounds the loads that are followed for one map.
const maxLoads = 8

// loads returns the loads that a value was computed by, those of the containers that it was
// found in among them.
func loads(v ssa.Value) []*ssa.UnOp {
	var out []*ssa.UnOp
	seen := make(map[ssa.Value]bool)
	work := []ssa.Value{v}
	for len(work) > 0 && len(out) < maxLoads {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[v] {
			continue // a loop
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.UnOp:
			if v.Op == token.MUL {
				out = append(out, v)
				work = append(work, v.X)
				work = append(work, assigned(v.X)...)
			}
		case *ssa.FieldAddr, *ssa.Field, *ssa.IndexAddr, *ssa.Index, *ssa.Lookup, *ssa.Slice,
			*ssa.ChangeType, *ssa.TypeAssert, *ssa.Extract, *ssa.Next, *ssa.Range:
			of := v.(ssa.Instruction).Operands(nil)[0] // the whole of which it is a part
			work = append(work, *of)
		case *ssa.Phi:
			for _, edge := range v.Edges {
				if _, nested := edge.(*ssa.Phi); !nested {
					work = append(work, edge)
				}
			}
		}
	}
	return out
}
