package maprace

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A guard is the relation of a lock to the map that it guards. Both are paths
// from the object that has them both, whichever it is:
//
//	s.peers, s.mu      anchor.peers, anchor.mu
//	s.c.mounts, s.mu   anchor.c.mounts, anchor.mu
//
// The lock may be a package variable instead, and guard the maps of all objects, or that
// of another package variable alone.
type guard struct {
	path, lock *place.Place
	of         *place.Place // the map of a package variable
}

// A group holds the uses of one field or package variable that is a map, or
// whose elements are.
type group struct {
	obj  types.Object
	tail *place.Place // from the variable to the map
	uses []mapaccess.Use
}

// groupKey identifies a group.
type groupKey struct {
	obj  types.Object
	tail *place.Place
}

// firstField returns the field that the path from base to q starts with, nil if
// it starts with something else.
func firstField(q, base *place.Place) *types.Var {
	var first *types.Var
	for ; q != base; q = q.Parent {
		first = q.Var
	}
	return first
}

// groups sorts the uses into groups, in order of their first use.
func (p *checker) groups(uses []mapaccess.Use) []*group {
	byKey := make(map[groupKey]*group)
	var out []*group
	for _, u := range uses {
		obj := mapaccess.KeyOf(u.Place)
		if obj == nil {
			continue // a local map
		}
		variable := u.Place
		for variable.Parent != nil && variable.Var == nil {
			variable = variable.Parent
		}
		key := groupKey{obj, p.Rebase(u.Place, variable, p.AnchorOf(nil))}
		g := byKey[key]
		if g == nil {
			g = &group{obj: obj, tail: key.tail}
			byKey[key] = g
			out = append(out, g)
		}
		g.uses = append(g.uses, u)
	}
	return out
}

// guards returns the relations of the locks that surely are held at a use to
// its map. What runs once is no evidence: others may read after it.
func (p *checker) guards(u mapaccess.Use) []guard {
	var out []guard
	if u.Once() {
		return nil
	}
	for _, h := range u.Must {
		if g, ok := p.relation(u.Place, h.Place); ok && !mapaccess.IsOnce(h.Place) {
			out = append(out, g)
		}
	}
	return out
}

// relation returns the relation of a lock to a map, false if nothing relates
// them.
func (p *checker) relation(m, lock *place.Place) (guard, bool) {
	if mapaccess.Global(lock.Root) && mapaccess.Global(m.Root) && m.Root != lock.Root {
		return guard{lock: lock, of: m}, true
	}
	if mapaccess.Global(lock.Root) && m.Root != lock.Root {
		return guard{lock: lock}, !p.OfCall(m.Root)
	}
	if m.Root != lock.Root || mapaccess.IsOnce(lock) {
		return guard{}, false
	}
	for base := m; base != nil; base = base.Parent {
		for q := lock; q != nil; q = q.Parent {
			if q == base {
				anchor := p.AnchorOf(firstField(m, base))
				return guard{path: p.Rebase(m, base, anchor), lock: p.Rebase(lock, base, anchor)}, true
			}
		}
	}
	return guard{}, false
}

// lockOf returns the lock that a guard asks for at a map, and false if the map
// was not reached from the object that has the lock.
func (p *checker) lockOf(g guard, m *place.Place) (*place.Place, bool) {
	switch {
	case g.of != nil:
		return g.lock, m == g.of
	case g.path == nil:
		return g.lock, !p.OfCall(m.Root)
	}
	base := m
	for q := g.path; q.Parent != nil; q = q.Parent {
		if base.Parent == nil || base.Field != q.Field || base.Var != q.Var {
			return nil, false
		}
		base = base.Parent
	}
	lock := p.Subst(g.lock, func(ssa.Value) *place.Place { return base })
	if lock != nil && p.temporary(lock) {
		return nil, false // the lock in use is that of the copy
	}
	return lock, true
}

// temporary reports whether a lock is in a struct that a literal makes to be copied to
// a variable: the map is in the literal, and the lock in the variable.
//
//	c := cache{m: make(map[string]int)}
func (p *checker) temporary(lock *place.Place) bool {
	made, ok := lock.Root.(*ssa.Alloc)
	return ok && !made.Heap && made.Comment == "complit" && lock.Within(p.Root(made))
}

// holds returns how a use holds the lock of a guard.
func (p *checker) holds(g guard, u mapaccess.Use) (mode lockset.Mode, known bool) {
	lock, ok := p.lockOf(g, u.Place)
	if !ok || lock == nil {
		return 0, false
	}
	return u.May.Mode(lock), true
}

// way returns the field of the lock's object that leads to the map, or is it; nil for
// package variables, and if the lock belongs to an object beside the map's, with which it
// is a part of a third: p.fsm.mu, p.table.rows.
func (g guard) way() *types.Var {
	if g.path == nil || g.lock.Parent == nil {
		return nil
	}
	owner := g.lock.Parent
	if g.lock.Var == nil && owner.Parent != nil {
		owner = owner.Parent // the lock is behind a pointer
	}
	var way *types.Var
	for q := g.path; q != nil; q = q.Parent {
		if q == owner {
			return way
		}
		if q.Var != nil {
			way = q.Var
		}
	}
	return nil
}
