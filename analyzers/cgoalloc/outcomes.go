package cgoalloc

import (
	"cmp"
	"go/token"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// An outcomes is what the interpretation of a function leaves: what it found, and how
// the memory of each site ended.
type outcomes struct {
	fn     *ssa.Function
	finds  []finding
	stored []fieldStore
	ends   map[*site]*ending
}

// outcomes summarizes the function from its exits; the second result is nil if it was
// given up.
func (m *machine) outcomes() (*effect, *outcomes) {
	if m.failed {
		return unknownEffect(m.root), nil
	}
	out := &outcomes{m.root, m.Notes, m.stored, make(map[*site]*ending)}
	sum := newSummary(m)
	for _, w := range m.exits {
		sum.results(w)
		before := w.objs
		m.leave(w)
		sum.params(w)
		for id := range w.objs.All() {
			if s := m.sites[id]; s.param == 0 && !s.held {
				out.end(m, w, id, before.At(id))
			}
		}
	}
	return sum.effect(), out
}

// leave gives up what others have when the function returns.
func (m *machine) leave(w *world) {
	for _, r := range w.ret {
		w.escape(r, w.retPos)
	}
	inside := make(map[ssa.Value]int) // the objects that variables lie in
	for id, o := range w.objs.All() {
		if o.cell != nil {
			inside[o.cell.Root] = id
		}
	}
	for p, v := range w.Mem.All() {
		if id, ok := inside[p.Root]; ok && w.objs.At(id).emptied() {
			continue // its memory was given back as a whole
		}
		if w.outlives(p, m.root) {
			w.escape(v, w.retPos)
		}
	}
}

// emptied reports whether an object was freed in a way that frees nothing in it.
func (o object) emptied() bool { return o.phase == released && o.by.name == "free" }

// end notes how an object ended in an exit. before is what it was before the results
// were handed on.
func (out *outcomes) end(m *machine, w *world, id int, before object) {
	s, o := m.sites[id], w.objs.At(id)
	end := out.ends[s]
	if end == nil {
		end = &ending{gone: make(map[token.Pos]bool), overwritten: m.overwritten[s]}
		out.ends[s] = end
	}
	at := w.retPos
	if o.lost.IsValid() {
		at = o.lost
	}
	switch {
	case o.phase == owned:
		end.losses = append(end.losses, loss{pos: at, status: o.status, given: o.given, taker: o.taker, fails: fails(m.root, w.ret) && !o.lost.IsValid(), field: o.field, rest: w.siblingFreed(o)})
		end.old = end.old || m.old[id] || o.lost.IsValid()
		end.held = end.held || o.in != nil
	case o.phase == released:
		end.freed, end.by, end.freedAt = true, o.by, o.pos
		end.on[o.status] = true
		failed := fails(m.root, w.ret)
		end.after = end.after || (o.given || o.shown != nil) && !failed
		end.refused = end.refused || o.shown != nil && failed
	default:
		end.gone[at] = true
		end.kept = end.kept || before.phase != owned || before.given || before.in != nil || fails(m.root, w.ret)
	}
}

// inOrder returns the sites by position, those of an earlier round of a loop last.
func (out *outcomes) inOrder() []*site {
	return slices.SortedFunc(maps.Keys(out.ends), func(a, b *site) int {
		if a.pos == b.pos && out.ends[a].old != out.ends[b].old {
			if out.ends[b].old {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.pos, b.pos), cmp.Compare(a.out, b.out))
	})
}

// merge lets the objects of an allocation, which each round of a loop makes anew, know what
// became of the others.
func (out *outcomes) merge() {
	type allocation struct {
		instr  ssa.Instruction
		source string
	}
	type fate struct{ after, refused bool }
	fates := make(map[allocation]fate)
	of := func(s *site) allocation { return allocation{s.instr, s.source()} }
	for s, end := range out.ends {
		if s.instr != nil { // else it is the caller's
			all := fates[of(s)]
			fates[of(s)] = fate{all.after || end.after, all.refused || end.refused}
		}
	}
	for s, end := range out.ends {
		if all, ok := fates[of(s)]; ok {
			end.after, end.refused = all.after, all.refused
		}
	}
}

// siblingFreed reports whether another object was freed that was in the struct in which
// C saw this one.
func (w *world) siblingFreed(o object) bool {
	if o.shown == nil {
		return false
	}
	for _, other := range w.objs.All() {
		if other.shown == o.shown && (other.phase == released || other.parts) {
			return true
		}
	}
	return false
}

// capturedBy reports whether a literal among the results refers to an object: it may
// free it.
func (w *world) capturedBy(results []val, id int) bool {
	reached := make(map[*place.Place]bool)
	for _, r := range results {
		if r.kind == literal {
			w.reach(r, reached)
		}
	}
	for p := range reached {
		if v := w.Mem.At(p); v.kind == pointer && v.obj == id {
			return true
		}
	}
	return false
}
