package cgoalloc

import (
	"fmt"
	"go/token"
	"maps"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A finding is one thing to report; positions are those of SSA.
type finding struct {
	rule    string
	pos     token.Pos
	message string
	related []related
	site    *site
	in      string   // the function
	frees   []string // the C functions that would free it
	never   bool     // no path frees it
}

// A related is one step of the evidence.
type related struct {
	pos     token.Pos
	message string
}

// find notes a finding about the object obj, or about none if obj is negative.
func (m *machine) find(rule string, pos token.Pos, message string, obj int, rel ...related) {
	f := finding{rule: rule, pos: pos, message: message, related: rel}
	if len(m.entered) > 0 && (rule != "defer-too-early" || !within(m.running.Parent(), m.root)) {
		at := m.entered[0]
		if obj < 0 || m.sites[obj].pos == at.pos {
			return // its own finding, where it is interpreted by itself
		}
		f.message = "in " + at.fn.Name() + ", " + message
		f.related = append([]related{{pos, "here in " + at.fn.Name()}}, rel...)
		f.pos = at.pos
	}
	if obj >= 0 {
		f.site = m.sites[obj]
		if !f.site.held {
			f.related = append(f.related, related{f.site.pos, "allocated here"})
		}
	}
	m.finds = append(m.finds, f)
}

// at renders a position for a message.
func (p *program) at(pos token.Pos) string {
	at := p.fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
}

// An ending is how the memory of a site ended, over all paths.
type ending struct {
	leaks   []token.Pos        // returns, or ends of rounds, that leave it behind
	gone    map[token.Pos]bool // returns before which somebody else got it
	kept    bool               // somebody got it other than by a return without an error
	freed   bool
	by      freer // if freed
	freedAt token.Pos
	old     bool // lost by the next round of a loop
	// overwritten tells where the last pointer to the memory is lost.
	overwritten token.Pos
}

// settle drops the returns that leave the memory behind on one path and hand it
// on by another: which one is taken was decided before, as far as is known.
func (e *ending) settle() {
	e.leaks = slices.DeleteFunc(e.leaks, func(pos token.Pos) bool { return e.gone[pos] })
	slices.Sort(e.leaks)
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
		if v := w.cells[p]; v.kind == pointer && v.obj == id {
			return true
		}
	}
	return false
}

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
	e, ends := m.effect(m.root)
	return e, &outcomes{m.root, m.finds, m.stored, ends}
}

// effect summarizes the function from its exits, and returns how the memory of
// each site ended.
func (m *machine) effect(fn *ssa.Function) (*effect, map[*site]*ending) {
	e := noEffect(fn)
	ends := make(map[*site]*ending)
	count := make([]int, len(fn.Params)) // exits that released a parameter
	freed := make([]int, len(fn.Params)) // those that surely freed it
	returned := make([]bool, len(e.Results))
	for i := range returned {
		returned[i] = len(m.exits) > 0
	}
	for _, w := range m.exits {
		for i, r := range w.ret {
			s := (*site)(nil)
			if r.kind == pointer && w.objs[r.obj].phase == owned && !w.capturedBy(w.ret, r.obj) {
				s = m.sites[r.obj]
			}
			if s != nil && s.frees != nil {
				e.Results[i] = memory{C: s.c, Frees: s.frees}
			} else if s != nil && s.method != nil {
				e.Results[i] = memory{C: s.c, Method: s.method, Index: s.result}
			} else if r.kind != isNil {
				returned[i] = false
			}
		}
		before := maps.Clone(w.objs)
		for _, r := range w.ret {
			w.escape(r, w.retPos)
		}
		for p, v := range w.cells {
			if w.outlives(p, fn) {
				w.escape(v, w.retPos)
			}
		}
		for id, o := range w.objs {
			s := m.sites[id]
			if s.param > 0 {
				switch o.phase {
				case released:
					count[s.param-1]++
					if o.by.frees {
						freed[s.param-1]++
					}
				case gone:
					e.Params[s.param-1] = paramKept
				}
				continue
			}
			end := ends[s]
			if end == nil {
				end = &ending{gone: make(map[token.Pos]bool), overwritten: m.overwritten[s]}
				ends[s] = end
			}
			at := w.retPos
			if o.lost.IsValid() {
				at = o.lost
			}
			switch {
			case o.phase == owned && !o.given && !o.held:
				end.leaks = append(end.leaks, at)
				end.old = end.old || m.old[id] || o.lost.IsValid()
			case o.phase == released:
				end.freed, end.by, end.freedAt = true, o.by, o.pos
			default:
				end.gone[at] = true
				end.kept = end.kept || before[id].phase != owned || before[id].given || before[id].held || fails(fn, w.ret)
			}
		}
	}
	for _, end := range ends {
		end.settle()
	}
	for i, n := range count {
		switch {
		case n == len(m.exits) && n == freed[i] && n > 0:
			e.Params[i] = paramFreed
		case n == len(m.exits) && n > 0:
			e.Params[i] = paramEnded
		case n > 0:
			e.Params[i] = paramKept
		}
	}
	for i, ok := range returned {
		if !ok {
			e.Results[i] = memory{}
		}
	}
	return e, ends
}
