package maprace

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// nested returns the findings of a group of maps that are elements of a guarded
// map: of functions that take one out under the lock, and change it without, or read
// it while others change it under the lock.
//
//	r.mu.RLock()
//	members := r.rooms[name]
//	r.mu.RUnlock()
//	members[who] = true
func (p *checker) nested(grp *group, all []*group, told []guard, sections mapaccess.Sections) []finding {
	outer := grp.container(all)
	if outer == nil {
		return nil
	}
	g, evidence, ok := p.infer(outer, told, sections)
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
		if u.Initial || reported[u.Root] || !u.ParallelWithItself() || u.Thread != nil && u.Thread.Handler == "" {
			continue // of no goroutine, or each has an element of its own
		}
		if len(u.Order.Acquired) > 0 {
			continue // it waits for others
		}
		mode, known := p.holds(in, u)
		if !known || mode == lockset.Write || p.exclusive(u) {
			continue // guarded
		}
		i := slices.IndexFunc(evidence, func(v mapaccess.Use) bool { return v.Root == u.Root })
		if i < 0 || slices.ContainsFunc(outer.uses, func(v mapaccess.Use) bool { return v.Root == u.Root && v.Kind == mapaccess.Write && v.Mutates }) {
			continue // nobody sees where it is taken from, or it is taken out for good
		}
		w := grp.changed(p, in, u)
		if u.Kind != mapaccess.Write && w == nil {
			continue // nobody changes it
		}
		lock, _ := p.lockOf(in, u.Place)
		v, name := evidence[i], lock.String()
		f := finding{rule: guardRule, confidence: report.Inferred, a: u.Access, b: v.Access, pos: u.Here()}
		also := ""
		if u.Kind != mapaccess.Write {
			also = fmt.Sprintf(", and written in %s (%s) while holding %s", w.At.Name, w.At.Posn, name)
		}
		f.message = fmt.Sprintf("map %s is %s here without %s, under which it was taken from %s (%s)%s: fatal error: %s",
			p.mapName(u.Access), u.Kind, name, p.mapName(v.Access), v.At.Posn, also, fatal(u.Kind, mapaccess.Write))
		f.related = append(trail(u.Access), trail(v.Access)...)
		if v.At.Pos.IsValid() {
			f.related = append(f.related, note{v.At.Pos, "it is taken here, " + name + " is held"})
		}
		out = append(out, f.lowered(p.hinted(u)))
		reported[u.Root] = true
	}
	return out
}

// changed returns a write of another function that holds a guard, or nil.
func (grp *group) changed(p *checker, g guard, u mapaccess.Use) *mapaccess.Access {
	for _, w := range grp.uses {
		if w.Kind == mapaccess.Write && !w.Initial && w.Root != u.Root && p.mode(g, w) == lockset.Write && !lifecycle(w) {
			return w.Access
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
