package maprace

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// shared returns the findings about maps in fields and package variables, of
// which different functions make the accesses.
func (p *checker) shared(pass *analysis.Pass, funcs []*ssa.Function) []finding {
	uses := slices.DeleteFunc(p.uses(funcs), func(u use) bool {
		_, local := u.place.Root.(*ssa.Alloc)
		return local && u.thread == nil // not shared yet
	})
	comments := p.guardComments(pass)
	shared, sections := p.lockings(funcs), p.findSections(funcs)
	var out []finding
	groups := p.groups(uses)
	for _, g := range groups {
		if !slices.ContainsFunc(g.uses, func(u use) bool { return u.kind == write }) {
			continue // written by those who make it only
		}
		if guarded, ok := p.unguarded(g, comments[g.obj], sections); ok {
			out = append(out, guarded...)
		} else {
			out = append(out, p.memo(g, shared)...)
			out = append(out, p.inner(g, groups, comments[g.obj])...)
			out = append(out, p.readLocked(g)...)
		}
		out = append(out, p.started(g, shared, funcs)...)
		out = append(out, p.once(g)...)
		if exported {
			out = append(out, p.exported(g)...)
		}
	}
	return out
}

// unguarded returns the findings of a group whose map is guarded by one lock,
// except by some; false if it is guarded by none.
func (p *checker) unguarded(grp *group, told []guard, sections sections) (found []finding, ok bool) {
	g, evidence, ok := p.infer(grp, told)
	if !ok {
		return nil, false
	}
	var out []finding
	reported := make(map[*ssa.Function]bool)
	uses, evidence := p.lockedInside(g, grp.uses, evidence)
	for _, u := range uses {
		if u.thread == nil && reported[u.root] {
			continue // one finding for each function that forgot the lock
		}
		if u.once() || u.initial || u.entry == unknown || u.entry == single && u.thread == nil || lifecycle(u) {
			continue // nobody sees how it is called, or it is alone
		}
		if lock, _ := p.lockOf(g, u.place); quietUse(u) && (lock == nil || !p.locksItself(u, lock)) {
			continue // its callers lock
		}
		mode, known := p.holds(g, u)
		if !known || mode == lockset.Write || mode == lockset.Read && u.kind != write {
			continue // guarded, or not to be compared
		}
		if p.excused(u.at.pos) {
			continue // on purpose, says who wrote it
		}
		if p.soleWriter(g, grp, u) {
			continue // nobody else writes
		}
		if v, ok := p.partner(g, u, evidence); ok {
			f := p.guarded(g, u, v)
			if by, _ := grp.obj.(*types.Var); len(told) == 0 && functions(evidence) == 1 && sections.forAnother(g.lock.Var, by) {
				f.confidence = report.ByName // the lock happens to be held
			}
			out = append(out, f)
			reported[u.root] = true
		}
	}
	return out, true
}

// lockedInside returns the uses, and the evidence, with those that nobody sees
// called as what anybody may call, if one function makes some with the lock and
// some without: so its callers do not hold it, and are several.
func (p *checker) lockedInside(g guard, uses, evidence []use) (_, _ []use) {
	type way struct{ root, fn *ssa.Function }
	at := func(u use) way { return way{u.root, ir.Declared(u.at.fn)} }
	takes, both := make(map[way]bool), make(map[way]bool)
	for _, v := range evidence {
		takes[at(v)] = takes[at(v)] || v.entry == unknown && v.thread == nil
	}
	for _, u := range uses {
		if mode, known := p.holds(g, u); known && mode == 0 && takes[at(u)] {
			both[at(u)] = true
		}
	}
	enter := func(uses []use) []use {
		out := slices.Clone(uses)
		for i, u := range out {
			if u.entry == unknown && u.thread == nil && both[at(u)] {
				out[i].entry = api
			}
		}
		return out
	}
	if len(both) == 0 {
		return uses, evidence
	}
	return enter(uses), enter(evidence)
}

// otherLock reports whether a use holds a lock other than the guard that may
// exclude another use, too: v holds it, or it is not known whether it does.
func (p *checker) otherLock(g guard, u, v use) bool {
	lock, _ := p.lockOf(g, u.place)
	for _, h := range u.may {
		if h.Place == lock || isOnce(h.Place) || p.copied(h.Place) {
			continue // the guard, or none
		}
		rel, ok := p.relation(u.place, h.Place)
		if !ok {
			return true
		}
		mode, known := p.holds(rel, v)
		if !known || mode == lockset.Write || mode == lockset.Read && h.Mode == lockset.Write {
			return true
		}
	}
	return false
}

// element reports whether a map is reached by way of an element of a container.
func element(at *place.Place) bool {
	for q := at; q.Parent != nil; q = q.Parent {
		if q.Field == place.Elem {
			return true
		}
	}
	return false
}

// exclusive reports whether a use holds some lock for writing.
func (p *checker) exclusive(u use) bool {
	return slices.ContainsFunc(p.locksOf(u), func(h lockset.Held) bool { return h.Mode == lockset.Write })
}

// copied reports whether a lock is in a copy of the object: it guards nothing.
func (p *checker) copied(lock *place.Place) bool {
	alloc, ok := lock.Root.(*ssa.Alloc)
	return ok && lock.Parent != nil && p.Copied(alloc)
}

// partner returns the guarded access that can meet an unguarded one: best in
// another function, and a write.
func (p *checker) partner(g guard, u use, evidence []use) (use, bool) {
	best, score := use{}, -1
	for _, v := range evidence {
		if !u.kind.conflicts(v.kind) || !apart(u, v) || v.entry == single && v.thread == nil || lifecycle(v) {
			continue // no conflict, or not at the same time
		}
		if mode, _ := p.holds(g, u); mode == lockset.Read {
			if m, _ := p.holds(g, v); m != lockset.Read && v.access != u.access {
				continue // excluded by the read lock
			}
		}
		if u.thread != nil && v.thread != nil && u.thread.start == v.thread.start && element(u.place) {
			continue // each goroutine has one of its own
		}
		if u.root == v.root && element(u.place) && v.access != u.access && (u.thread == nil || v.thread == nil) {
			continue // the function goes through the elements, one after the other or on goroutines
		}
		if v.access != u.access && (p.otherLock(g, u, v) || p.aliased(g, u)) || v.access == u.access && (!u.parallelWithItself() || p.exclusive(u)) {
			continue // by another lock, or alone
		}
		if v.root == u.root && u.thread == nil && v.thread == nil && waits(u.root) {
			continue // perhaps a loop that runs once
		}
		n := 0
		if v.at.fn != u.at.fn {
			n += 4
		}
		if v.kind == write {
			n += 2
		}
		if v.entry != unknown {
			n++
		}
		if n > score {
			best, score = v, n
		}
	}
	return best, score >= 0
}

// guarded returns the finding for an access without the lock of the others.
func (p *checker) guarded(g guard, u, v use) finding {
	lock, _ := p.lockOf(g, u.place)
	name := lock.String()
	f := finding{rule: guardRule, confidence: report.Inferred, a: u.access, b: v.access, pos: u.here()}
	missing := "without " + name
	if mode, _ := p.holds(g, u); mode == lockset.Read {
		missing = "with only a read lock of " + name
		if u.kind == write {
			f.id = "write-under-read-lock"
		}
	}
	f.message = fmt.Sprintf("map %s is %s here %s%s, and %s in %s (%s)%s under %s: fatal error: %s",
		p.mapName(u.access), u.kind, missing, via(u), v.kind, v.at.name, v.at.posn, by(v.access), lastName(name), fatal(u.kind, v.kind))
	if v.access == u.access {
		f.message = fmt.Sprintf("map %s is %s here %s, which several goroutines can hold: fatal error: %s", p.mapName(u.access), u.kind, missing, fatal(u.kind, v.kind))
	}
	f.related = trail(u.access)
	if v.at.pos.IsValid() && v.access != u.access {
		f.related = append(f.related, note{v.at.pos, fmt.Sprintf("the map is %s under %s here", v.kind, lastName(name))})
	}
	f.related = append(f.related, trail(v.access)...)
	f.fixes = p.lockFix(u, lock)
	return f
}

// via tells through which function an access is reached.
func via(u use) string {
	if u.thread != nil {
		return by(u.access)
	}
	if len(u.chain) == 0 {
		return ""
	}
	return " (called from " + u.chain[0].name + " at " + u.chain[0].posn + ")"
}

// once returns the findings of a group of package variables that are written
// under a sync.Once of each object: it runs once for each of them.
func (p *checker) once(grp *group) []finding {
	var out []finding
	for _, u := range grp.uses {
		if u.kind != write || !global(u.place.Root) || u.entry != api || u.thread != nil || len(p.locksOf(u)) > 0 || len(u.chain) > 2 {
			continue // not a write of a package variable that anybody can make
		}
		i := slices.IndexFunc(u.must, func(h lockset.Held) bool { return isOnce(h.Place) && h.Mode == lockset.Write && !global(h.Place.Root) })
		if i < 0 {
			continue // no Once
		}
		name := u.must[i].Place.String()
		f := finding{rule: guardRule, id: "lock-of-each-object", confidence: report.Inferred, a: u.access, b: u.access, pos: u.here(), related: trail(u.access)}
		f.message = fmt.Sprintf("map %s is written here under %s, which each object has for itself: two of them write at once: fatal error: %s",
			p.mapName(u.access), name, fatal(write, write))
		out = append(out, f)
	}
	return out
}

// locksOf returns the locks that a use may hold, less those that guard nothing.
func (p *checker) locksOf(u use) lockset.Set {
	var out lockset.Set
	for _, h := range u.may {
		if !isOnce(h.Place) && !p.copied(h.Place) {
			out = append(out, h)
		}
	}
	return out
}

// sharedRoot reports whether the map of a use is one map for all goroutines: a
// package variable, or a field of the receiver.
func (p *checker) sharedRoot(u use) bool {
	if element(u.place) {
		return false
	}
	switch root := u.place.Root.(type) {
	case *ssa.Global, *place.Variable:
		return true
	case *ssa.Parameter:
		fn := u.root
		return fn.Signature.Recv() != nil && len(fn.Params) > 0 && fn.Params[0] == root
	}
	return false
}

// sameOwner reports whether two maps are reached by the same fields, from one
// package variable or from receivers of one type.
func sameOwner(a, b *place.Place) bool {
	for a.Parent != nil && b.Parent != nil {
		if a.Field != b.Field || a.Var != b.Var {
			return false
		}
		a, b = a.Parent, b.Parent
	}
	if a.Parent != nil || b.Parent != nil {
		return false
	}
	return a.Root == b.Root || types.Identical(a.Root.Type(), b.Root.Type()) && !global(a.Root) && !global(b.Root)
}

// exported returns the findings of a group that nobody guards.
func (p *checker) exported(grp *group) []finding {
	for _, u := range grp.uses {
		if u.kind != write || u.entry != api || u.thread != nil || len(p.locksOf(u)) > 0 || quietUse(u) || !p.sharedRoot(u) {
			continue // not a write that anybody can make
		}
		f := finding{rule: exportedRule, id: "exported-write", confidence: report.ByName, a: u.access, b: u.access, pos: u.here(), related: trail(u.access)}
		f.message = fmt.Sprintf("map %s is written here without a lock in %s, which is exported: fatal error: %s if goroutines share it",
			p.mapName(u.access), u.root.Name(), fatal(write, write))
		return []finding{f}
	}
	return nil
}

// lastName returns the last element of a selector.
func lastName(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}
