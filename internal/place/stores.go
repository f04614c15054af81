package place

import (
	"cmp"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
)

// stores are the assignments to a local variable and to its fields.
type stores struct {
	at map[*Place][]ssa.Value
	// opaque is set if the variable's address goes where assignments to the
	// variable as a whole are not seen.
	opaque bool
}

// stored returns the place of the only value that is assigned to p, which is
// the variable alloc or a field of it, or nil. A field has what it has in the
// struct that is assigned as a whole:
//
//	c := options{m: m}      // c.m is m
//	d := c                  // and so is d.m
func (r *Resolver) stored(alloc *ssa.Alloc, p *Place) *Place {
	s := r.storesOf(alloc)
	if p.Parent == nil && s.opaque {
		return nil
	}
	for q := p; q != nil; q = q.Parent {
		if q.Parent != nil && q.Field < 0 {
			return nil // what a pointer in the variable points to
		}
	}
	for q := p; q != nil; q = q.Parent {
		assigned := s.at[q]
		switch {
		case len(assigned) == 0:
			continue // perhaps in the struct around it
		case len(assigned) > 1 || s.partly(q) && q == p:
			return nil
		case q == p:
			if !refers(assigned[0].Type()) || p.Parent != nil && onlyStored(assigned[0]) {
				return nil // the field is the better name
			}
			return r.Value(assigned[0])
		}
		from := r.Value(assigned[0])
		if from.Root == alloc {
			return nil // assigned to itself
		}
		return r.Deref(r.along(from, q, p))
	}
	return nil
}

// onlyStored reports whether something that is made goes to one variable only,
// and at once.
func onlyStored(v ssa.Value) bool {
	made, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	switch v.(type) {
	case *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeSlice, *ssa.Alloc:
	default:
		return false
	}
	n := 0
	for _, ref := range *v.Referrers() {
		switch ref.(type) {
		case *ssa.MapUpdate, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.DebugRef:
			continue // while it is made
		}
		if n++; n > 1 || ref.Block() != made.Block() {
			return false
		}
	}
	return true
}

// partly reports whether fields of the struct at p are assigned.
func (s *stores) partly(p *Place) bool {
	for q := range s.at {
		if q != p && q.Within(p) {
			return true
		}
	}
	return false
}

// along returns the place that is to from as to is to base.
func (r *Resolver) along(from, base, to *Place) *Place {
	if to == base {
		return from
	}
	return r.Sub(r.along(from, base, to.Parent), to.Field, to.Var)
}

// Copied reports whether a struct was assigned as a whole to the local
// variable alloc: a mutex in it is a copy.
func (r *Resolver) Copied(alloc *ssa.Alloc) bool {
	return len(r.storesOf(alloc).at[r.Root(alloc)]) > 0
}

// CopyOf returns the place of the struct that a local variable is a copy of, and stays; nil
// if it is none.
func (r *Resolver) CopyOf(alloc *ssa.Alloc) *Place {
	s, at := r.storesOf(alloc), r.Root(alloc)
	if len(s.at[at]) != 1 || s.opaque || s.partly(at) {
		return nil
	}
	return r.Value(s.at[at][0])
}

func (r *Resolver) storesOf(alloc *ssa.Alloc) *stores {
	s := r.allocs[alloc]
	if s == nil {
		s = &stores{at: make(map[*Place][]ssa.Value)}
		r.allocs[alloc] = s
		r.collect(s, alloc, r.Root(alloc), 0)
	}
	return s
}

// collect adds the assignments through addr, which is the address of p.
func (r *Resolver) collect(s *stores, addr ssa.Value, p *Place, depth int) {
	refs := addr.Referrers()
	if refs == nil || depth > 6 {
		s.opaque = true
		return
	}
	variable := p.Parent == nil
	for _, ref := range *refs {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				s.at[p] = append(s.at[p], ref.Val)
			} else {
				s.opaque = s.opaque || variable // somebody else knows the address
			}
		case *ssa.FieldAddr:
			r.collect(s, ref, r.Sub(p, ref.Field, FieldOf(ref.X.Type(), ref.Field)), depth+1)
		case *ssa.MakeClosure:
			fn := ref.Fn.(*ssa.Function)
			for i, b := range ref.Bindings {
				if b == addr && i < len(fn.FreeVars) {
					r.collect(s, fn.FreeVars[i], p, depth+1)
				}
			}
		case *ssa.UnOp:
			if ref.Op != token.MUL {
				s.opaque = true
			}
		case *ssa.DebugRef:
			continue // no use
		default:
			s.opaque = s.opaque || variable
		}
	}
}

// overwritten returns the only value that is assigned to a field of the struct
// that root points to, if that is before anybody loads the field:
//
//	req, err := http.NewRequest(method, url, nil)
//	req.Header = shared
func overwritten(root ssa.Value, field int) ssa.Value {
	var store *ssa.Store
	var loads []ssa.Instruction
	for _, ref := range *root.Referrers() {
		addr, ok := ref.(*ssa.FieldAddr)
		if !ok || addr.Field != field {
			continue // another field, or the pointer
		}
		for _, ref := range *addr.Referrers() {
			st, ok := ref.(*ssa.Store)
			switch {
			case !ok:
				loads = append(loads, ref)
			case st.Addr != addr || store != nil:
				return nil // the address goes elsewhere, or there are two
			default:
				store = st
			}
		}
	}
	if store == nil || !refers(store.Val.Type()) {
		return nil
	}
	for _, load := range loads {
		if !cfg.Dominates(store, load) {
			return nil
		}
	}
	return store.Val
}

// A Field is a field of a variable with the only value that is assigned to it.
type Field struct {
	Place *Place
	Value ssa.Value
}

// Fields returns the fields of a variable, and the fields of these, that are assigned
// once, in order of their places.
func (r *Resolver) Fields(alloc *ssa.Alloc) []Field {
	if r.Copied(alloc) {
		return nil // and perhaps copied over
	}
	var out []Field
	for p, assigned := range r.storesOf(alloc).at {
		if p.Parent != nil && len(assigned) == 1 {
			out = append(out, Field{p, assigned[0]})
		}
	}
	slices.SortFunc(out, func(a, b Field) int { return cmp.Compare(a.Place.ID, b.Place.ID) })
	return out
}
