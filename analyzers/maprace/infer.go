package maprace

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
)

// infer returns the lock that guards most accesses of a group, and these; or a lock that
// some take, and for nothing else.
func (p *checker) infer(grp *group, told []guard, sections mapaccess.Sections) (guard, []mapaccess.Use, bool) {
	var all []guard
	evidence := make(map[guard][]mapaccess.Use)
	for _, u := range grp.uses {
		for _, g := range p.guards(u) {
			if evidence[g] == nil {
				all = append(all, g)
			}
			evidence[g] = append(evidence[g], u)
		}
	}
	for _, g := range told {
		if evidence[g] != nil {
			return g, evidence[g], true
		}
	}
	all = slices.DeleteFunc(all, func(g guard) bool {
		return !slices.ContainsFunc(evidence[g], func(u mapaccess.Use) bool { return p.mode(g, u) == lockset.Write })
	})
	slices.SortStableFunc(all, func(a, b guard) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)),
			cmp.Compare(functions(p.guardedWrites(b, evidence[b])), functions(p.guardedWrites(a, evidence[a]))),
			cmp.Compare(functions(evidence[b]), functions(evidence[a])))
	})
	field, _ := grp.obj.(*types.Var)
	for _, g := range all {
		if functions(evidence[g]) >= p.without(g, grp) || sections.ForOnly(mapaccess.LockField(g.lock), field, functions(evidence[g])) || p.handedOut(grp) {
			return g, evidence[g], true
		}
	}
	return guard{}, nil, false // not so much guarded as by chance
}

// handedOut reports whether a map is in a field that only another package can name. What
// is seen of it here is what that package hands out, so the accesses here do not count
// against the lock that it has for its own.
func (p *checker) handedOut(grp *group) bool {
	field, ok := grp.obj.(*types.Var)
	return ok && field.IsField() && field.Pkg() != p.Types && !field.Exported()
}

// without returns the number of functions that anybody may call and that make
// an access without the lock of a guard.
func (p *checker) without(g guard, grp *group) int {
	seen := make(map[*ssa.Function]bool)
	for _, u := range grp.uses {
		if mode, known := p.holds(g, u); known && mode == 0 && u.Entry >= mapaccess.API && !p.hinted(u) {
			seen[u.At.Fn] = true
		}
	}
	return len(seen)
}

// distance returns how far a guard's lock is from the map: one in the same
// struct guards it rather than one in a struct around that.
func distance(g guard) int {
	n := 0
	for q := g.path; q != nil && q.Parent != nil; q = q.Parent {
		n++
	}
	return n
}

// mode returns how a use surely holds the lock of a guard.
func (p *checker) mode(g guard, u mapaccess.Use) lockset.Mode {
	lock, ok := p.lockOf(g, u.Place)
	if !ok {
		return 0
	}
	return u.Must.Mode(lock)
}

// guardedWrites returns the writes that hold the lock of a guard for writing.
func (p *checker) guardedWrites(g guard, uses []mapaccess.Use) []mapaccess.Use {
	var out []mapaccess.Use
	for _, u := range uses {
		if u.Kind == mapaccess.Write && p.mode(g, u) == lockset.Write {
			out = append(out, u)
		}
	}
	return out
}

// functions returns the number of functions that make the accesses.
func functions(uses []mapaccess.Use) int {
	seen := make(map[*ssa.Function]bool)
	for _, u := range uses {
		seen[u.At.Fn] = true
	}
	return len(seen)
}
