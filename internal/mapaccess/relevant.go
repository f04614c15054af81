package mapaccess

import "go/types"

// relevant reports whether values of a type can lead to a map, or to what orders and guards
// accesses to one: locks, channels, functions, and what an interface holds. What a function
// returns of another type is nobody's business.
func (p *Package) relevant(t types.Type) bool {
	known, ok := p.relevance[t]
	if !ok {
		known = reachesMap(t, make(map[types.Type]bool))
		p.relevance[t] = known
	}
	return known
}

func reachesMap(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false // a type that leads to itself
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Map, *types.Chan, *types.Signature, *types.Interface, *types.TypeParam:
		return true
	case *types.Pointer:
		return reachesMap(u.Elem(), seen)
	case *types.Slice:
		return reachesMap(u.Elem(), seen)
	case *types.Array:
		return reachesMap(u.Elem(), seen)
	case *types.Struct:
		if locks(t) {
			return true
		}
		for f := range u.Fields() {
			if reachesMap(f.Type(), seen) {
				return true
			}
		}
	}
	return false
}

// locks reports whether a type is a lock, or one of the standard library's.
func locks(t types.Type) bool {
	named, ok := t.(*types.Named)
	if !ok {
		return false
	}
	if pkg := named.Obj().Pkg(); pkg != nil && (pkg.Path() == "sync" || pkg.Path() == "sync/atomic") {
		return true
	}
	m, _, _ := types.LookupFieldOrMethod(named, true, nil, "Lock")
	_, ok = m.(*types.Func)
	return ok
}
