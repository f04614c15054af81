package maprace

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// inner returns the findings of a group of maps that are elements of a guarded
// map: of functions that take one out under the lock, and change it without, or read
// it while others change it under the lock.
//
//	r.mu.RLock()
//	members := r.rooms[name]
//	r.mu.RUnlock()
//	members[who] = true
func (p *checker) inner(grp *group, all []*group, told []guard) []finding {
	outer := grp.container(all)
	if outer == nil {
		return nil
	}
	g, evidence, ok := p.infer(outer, told)
	if !ok {
		return nil
	}
	in := guard{lock: g.lock}
	if g.path != nil {
		in.path = p.Deref(p.Sub(g.path, place.Elem, nil))
	}
	var out []finding
	reported := make(map[*ssa.Function]bool)
	for _, u := range grp.uses {
		if u.initial || reported[u.root] || !u.parallelWithItself() || u.thread != nil && u.thread.handler == "" {
			continue // of no goroutine, or each has an element of its own
		}
		if quietUse(u) || p.excused(u.at.pos) || len(u.order.Acquired) > 0 {
			continue // alone, or on purpose
		}
		mode, known := p.holds(in, u)
		if !known || mode == lockset.Write || p.exclusive(u) {
			continue // guarded
		}
		i := slices.IndexFunc(evidence, func(v use) bool { return v.root == u.root })
		if i < 0 || slices.ContainsFunc(outer.uses, func(v use) bool { return v.root == u.root && v.kind == write && v.mutates }) {
			continue // nobody sees where it is taken from, or it is taken out for good
		}
		w := grp.changed(p, in, u)
		if u.kind != write && w == nil {
			continue // nobody changes it
		}
		lock, _ := p.lockOf(in, u.place)
		v, name := evidence[i], lock.String()
		f := finding{rule: guardRule, confidence: report.Inferred, a: u.access, b: v.access, pos: u.here()}
		also := ""
		if u.kind != write {
			also = fmt.Sprintf(", and written in %s (%s) under %s", w.at.name, w.at.posn, lastName(name))
		}
		f.message = fmt.Sprintf("map %s is %s here without %s, under which it was taken from %s (%s)%s: fatal error: %s",
			p.mapName(u.access), u.kind, name, p.mapName(v.access), v.at.posn, also, fatal(u.kind, write))
		f.related = append(trail(u.access), trail(v.access)...)
		if v.at.pos.IsValid() {
			f.related = append(f.related, note{v.at.pos, "it is taken under " + lastName(name) + " here"})
		}
		out = append(out, f)
		reported[u.root] = true
	}
	return out
}

// changed returns a write of another function that holds a guard, or nil.
func (grp *group) changed(p *checker, g guard, u use) *access {
	for _, w := range grp.uses {
		if w.kind == write && !w.initial && w.root != u.root && p.mode(g, w) == lockset.Write && !lifecycle(w) {
			return w.access
		}
	}
	return nil
}

// container returns the group of the maps of which those of a group are
// elements, nil if there is none.
func (grp *group) container(all []*group) *group {
	elem := grp.tail.Parent
	if elem == nil || elem.Field != place.Elem {
		return nil
	}
	i := slices.IndexFunc(all, func(g *group) bool { return g.obj == grp.obj && g.tail == elem.Parent })
	if i < 0 {
		return nil
	}
	return all[i]
}
