package maprace

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// shared returns the findings about maps in fields and package variables, of
// which different functions make the accesses.
func (p *checker) shared(pass *analysis.Pass, funcs []*ssa.Function) []finding {
	uses := slices.DeleteFunc(p.Uses(funcs), func(u mapaccess.Use) bool {
		_, local := u.Place.Root.(*ssa.Alloc)
		return local && u.Thread == nil // not shared yet
	})
	comments := p.guardComments(pass)
	shared, sections := p.Lockings(), p.Sections()
	var out []finding
	groups := p.groups(uses)
	for _, g := range groups {
		if !slices.ContainsFunc(g.uses, func(u mapaccess.Use) bool { return u.Kind == mapaccess.Write }) {
			continue // written by those who make it only
		}
		if guarded, ok := p.unguarded(g, comments[g.obj], sections); ok {
			out = append(out, guarded...)
		} else {
			out = append(out, p.lazyInit(g, shared)...)
			out = append(out, p.nested(g, groups, comments[g.obj], sections)...)
			out = append(out, p.readLocked(g)...)
			out = append(out, p.copyLocked(g)...)
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
func (p *checker) unguarded(grp *group, told []guard, sections mapaccess.Sections) (found []finding, ok bool) {
	g, evidence, ok := p.infer(grp, told, sections)
	if !ok {
		return nil, false
	}
	var out []finding
	reported := make(map[*ssa.Function]bool)
	uses, evidence := p.lockedInside(g, grp.uses, evidence)
	registry := mapaccess.Registry(grp.uses)
	for _, u := range uses {
		if u.Thread == nil && reported[u.Root] {
			continue // one finding for each function that forgot the lock
		}
		if u.Once() || u.Initial || u.Entry == mapaccess.Unknown || u.Entry == mapaccess.Single && u.Thread == nil {
			continue // nobody sees how it is called, or it is alone
		}
		mode, known := p.holds(g, u)
		if !known || mode == lockset.Write || mode == lockset.Read && u.Kind != mapaccess.Write {
			continue // guarded, or not to be compared
		}
		if !u.At.Pos.IsValid() && g.lock.Var != nil && g.lock.Var.Pkg() != p.Types {
			continue // the package of both has told
		}
		if p.soleWriter(g, grp, u) {
			continue // nobody else writes
		}
		if v, ok := p.partner(g, u, evidence); ok {
			f := p.guarded(g, u, v)
			if len(told) == 0 && functions(evidence) == 1 && p.byChance(g, grp, sections) {
				f.confidence = report.ByName
			}
			lock, _ := p.lockOf(g, u.Place)
			shared := lock != nil && opens(u.Root) && p.locksItself(u, lock) // it knows that others have the object
			hint := registry || u.Gated && u.Kind != mapaccess.Write || lifecycle(u) && !shared || p.startsAfter(u) || p.excused(u.At.Pos) || p.hinted(u) && (lock == nil || !p.locksItself(u, lock))
			out = append(out, f.lowered(hint || lifecycle(v)))
			reported[u.Root] = !hint
		}
	}
	return out, true
}

// byChance reports whether the lock of a guard seems to be there for something else, so
// that it happens to be held where the map is used.
func (p *checker) byChance(g guard, grp *group, sections mapaccess.Sections) bool {
	lock, way := mapaccess.LockField(g.lock), g.way()
	if way == nil {
		if g.path != nil && g.lock.Parent != nil {
			return len(sections[lock]) > 0 // beside the map
		}
		way, _ = grp.obj.(*types.Var)
	}
	return sections.ForAnother(lock, way)
}

// lockedInside returns the uses, and the evidence, with those that nobody sees
// called as what anybody may call, if one function makes some with the lock and
// some without: so its callers do not hold it, and are several.
func (p *checker) lockedInside(g guard, uses, evidence []mapaccess.Use) (_, _ []mapaccess.Use) {
	type way struct{ root, fn *ssa.Function }
	at := func(u mapaccess.Use) way { return way{u.Root, ir.Declared(u.At.Fn)} }
	takes, both := make(map[way]bool), make(map[way]bool)
	for _, v := range evidence {
		takes[at(v)] = takes[at(v)] || v.Entry == mapaccess.Unknown && v.Thread == nil
	}
	for _, u := range uses {
		if mode, known := p.holds(g, u); known && mode == 0 && takes[at(u)] {
			both[at(u)] = true
		}
	}
	enter := func(uses []mapaccess.Use) []mapaccess.Use {
		out := slices.Clone(uses)
		for i, u := range out {
			if u.Entry == mapaccess.Unknown && u.Thread == nil && both[at(u)] {
				out[i].Entry = mapaccess.API
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
func (p *checker) otherLock(g guard, u, v mapaccess.Use) bool {
	lock, _ := p.lockOf(g, u.Place)
	for _, h := range u.May {
		if h.Place == lock || mapaccess.IsOnce(h.Place) || p.IsLockCopy(h.Place) {
			continue // the guard, or none
		}
		rel, ok := p.relation(u.Place, h.Place)
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

// exclusive reports whether a use holds some lock for writing.
func (p *checker) exclusive(u mapaccess.Use) bool {
	return slices.ContainsFunc(p.locksOf(u), func(h lockset.Held) bool { return h.Mode == lockset.Write })
}

// partner returns the guarded access that can meet an unguarded one: best in
// another function, and a write.
func (p *checker) partner(g guard, u mapaccess.Use, evidence []mapaccess.Use) (mapaccess.Use, bool) {
	best, score := mapaccess.Use{}, -1
	for _, v := range evidence {
		if !u.Kind.Conflicts(v.Kind) || !mapaccess.Apart(u, v) || v.Entry == mapaccess.Single && v.Thread == nil {
			continue // no conflict, or not at the same time
		}
		if mode, _ := p.holds(g, u); mode == lockset.Read {
			if m, _ := p.holds(g, v); m != lockset.Read && v.Access != u.Access {
				continue // excluded by the read lock
			}
		}
		if u.Thread != nil && v.Thread != nil && u.Thread.Start == v.Thread.Start && mapaccess.InElement(u.Place) {
			continue // each goroutine has one of its own
		}
		if u.Root == v.Root && mapaccess.InElement(u.Place) && v.Access != u.Access && (u.Thread == nil || v.Thread == nil) {
			continue // the function goes through the elements, one after the other or on goroutines
		}
		if v.Access != u.Access && (p.otherLock(g, u, v) || p.aliased(g, u)) || v.Access == u.Access && (!u.ParallelWithItself() || p.exclusive(u)) {
			continue // by another lock, or alone
		}
		if v.Root == u.Root && u.Thread == nil && v.Thread == nil && mapaccess.Waits(u.Root) {
			continue // perhaps a loop that runs once
		}
		n := 0
		if v.At.Fn != u.At.Fn {
			n += 4
		}
		if v.Kind == mapaccess.Write {
			n += 2
		}
		if v.Entry != mapaccess.Unknown {
			n++
		}
		if !lifecycle(v) {
			n += 8
		}
		if n > score {
			best, score = v, n
		}
	}
	return best, score >= 0
}

// guarded returns the finding for an access without the lock of the others.
func (p *checker) guarded(g guard, u, v mapaccess.Use) finding {
	lock, _ := p.lockOf(g, u.Place)
	name := lock.String()
	f := finding{rule: guardRule, confidence: report.Inferred, a: u.Access, b: v.Access, pos: u.Here(), lock: lock}
	missing := "without " + name
	if mode, _ := p.holds(g, u); mode == lockset.Read {
		missing = "with only a read lock of " + name
		if u.Kind == mapaccess.Write {
			f.id = "write-under-read-lock"
		}
	}
	f.message = fmt.Sprintf("map %s is %s here %s%s, and %s in %s (%s)%s while holding %s: fatal error: %s",
		p.mapName(u.Access), u.Kind, missing, via(u), v.Kind, v.At.Name, v.At.Posn, by(v.Access), name, fatal(u.Kind, v.Kind))
	if v.Access == u.Access {
		f.message = fmt.Sprintf("map %s is %s here %s, which several goroutines can hold: fatal error: %s", p.mapName(u.Access), u.Kind, missing, fatal(u.Kind, v.Kind))
	}
	f.related = trail(u.Access)
	if v.At.Pos.IsValid() && v.Access != u.Access {
		f.related = append(f.related, note{v.At.Pos, fmt.Sprintf("the map is %s here, %s is held", v.Kind, name)})
	}
	f.related = append(f.related, trail(v.Access)...)
	f.fixes = p.lockFix(u, lock)
	return f
}

// via tells through which function an access is reached.
func via(u mapaccess.Use) string {
	if u.Thread != nil {
		return by(u.Access)
	}
	if len(u.Chain) == 0 {
		return ""
	}
	return " (called from " + u.Chain[0].Name + " at " + u.Chain[0].Posn + ")"
}

// locksOf returns the locks that a use may hold, less those that guard nothing.
func (p *checker) locksOf(u mapaccess.Use) lockset.Set {
	var out lockset.Set
	for _, h := range u.May {
		if !mapaccess.IsOnce(h.Place) && !p.IsLockCopy(h.Place) && !mapaccess.Private(h.Place, u.Thread) {
			out = append(out, h)
		}
	}
	return out
}

// sharedRoot reports whether the map of a use is one map for all goroutines: a
// package variable, a field of the receiver, unless a handler uses that of its own request,
// or an element of one that others reach, too.
func (p *checker) sharedRoot(u mapaccess.Use) bool {
	if u.Choice.How == mapaccess.Any {
		return false
	}
	switch root := u.Place.Root.(type) {
	case *ssa.Global, *place.Variable:
		return true
	case *ssa.Parameter:
		fn := u.Root
		return fn.Signature.Recv() != nil && len(fn.Params) > 0 && fn.Params[0] == root && !(u.Serves() && goroutine.IsRequest(root.Type()))
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
	return a.Root == b.Root || types.Identical(a.Root.Type(), b.Root.Type()) && !mapaccess.Global(a.Root) && !mapaccess.Global(b.Root)
}

// exported returns the findings of a group that nobody guards.
func (p *checker) exported(grp *group) []finding {
	for _, u := range grp.uses {
		if u.Kind != mapaccess.Write || u.Entry != mapaccess.API || u.Thread != nil || len(p.locksOf(u)) > 0 || p.hinted(u) || !p.sharedRoot(u) {
			continue // not a write that anybody can make
		}
		f := finding{rule: exportedRule, id: "exported-write", confidence: report.ByName, a: u.Access, b: u.Access, pos: u.Here(), related: trail(u.Access)}
		f.message = fmt.Sprintf("map %s is written here without a lock in %s, which is exported: fatal error: %s if goroutines share it",
			p.mapName(u.Access), u.Root.Name(), fatal(mapaccess.Write, mapaccess.Write))
		return []finding{f}
	}
	return nil
}
