package place

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// stores are the assignments to a local variable: by the index of the field,
// or whole.
type stores struct {
	whole  []ssa.Value
	fields map[int][]ssa.Value
	// opaque is set if the variable's address goes where assignments to the
	// variable as a whole are not seen.
	opaque bool
}

const whole = Deref // no field has this index

// stored returns the place of the only value that is assigned to p, which is
// the variable alloc or a field of it, or nil.
func (r *Resolver) stored(alloc *ssa.Alloc, p *Place) *Place {
	s := r.storesOf(alloc)
	if p.Parent == nil {
		if len(s.whole) == 1 && len(s.fields) == 0 && !s.opaque && refers(s.whole[0].Type()) {
			return r.Value(s.whole[0])
		}
		return nil
	}
	if p.Parent.Parent != nil || p.Field < 0 {
		return nil // a field of a field
	}
	assigned := s.fields[p.Field]
	switch {
	case len(assigned) == 1 && len(s.whole) == 0:
		return r.Value(assigned[0])
	case len(assigned) == 0 && len(s.whole) == 1:
		from := r.Value(s.whole[0])
		if from == p.Parent {
			return nil // assigned to itself
		}
		return r.Deref(r.Sub(from, p.Field, p.Var)) // a copy of the struct has the same map
	}
	return nil
}

// Copied reports whether a struct was assigned as a whole to the local
// variable alloc: a mutex in it is a copy.
func (r *Resolver) Copied(alloc *ssa.Alloc) bool {
	s := r.storesOf(alloc)
	return len(s.whole) > 0
}

func (r *Resolver) storesOf(alloc *ssa.Alloc) *stores {
	s := r.allocs[alloc]
	if s == nil {
		s = &stores{fields: make(map[int][]ssa.Value)}
		r.allocs[alloc] = s
		s.collect(alloc, whole, 0)
	}
	return s
}

// collect adds the assignments through addr, which is the address of the
// variable, or of its field if that is not whole.
func (s *stores) collect(addr ssa.Value, field, depth int) {
	refs := addr.Referrers()
	if refs == nil || depth > 6 {
		s.opaque = true
		return
	}
	for _, ref := range *refs {
		switch ref := ref.(type) {
		case *ssa.Store:
			switch {
			case ref.Addr != addr:
				s.opaque = s.opaque || field == whole // somebody else knows the address
			case field == whole:
				s.whole = append(s.whole, ref.Val)
			default:
				s.fields[field] = append(s.fields[field], ref.Val)
			}
		case *ssa.FieldAddr:
			if field == whole {
				s.collect(ref, ref.Field, depth+1)
			}
		case *ssa.MakeClosure:
			fn := ref.Fn.(*ssa.Function)
			for i, b := range ref.Bindings {
				if b == addr && i < len(fn.FreeVars) {
					s.collect(fn.FreeVars[i], field, depth+1)
				}
			}
		case *ssa.UnOp:
			if ref.Op != token.MUL {
				s.opaque = true
			}
		case *ssa.DebugRef:
		case *ssa.Call, *ssa.Defer, *ssa.Go, *ssa.MakeInterface, *ssa.Phi, *ssa.Return, *ssa.MapUpdate, *ssa.Send:
			s.opaque = s.opaque || field == whole
		}
	}
}
