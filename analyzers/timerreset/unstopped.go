package timerreset

import (
	"cmp"
	"fmt"
	"go/token"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// unstopped returns, under the old semantics, the timers that the root function makes
// and stops on one way, but not on another:
//
//	t := time.NewTicker(d)
//	if err != nil { return err }      // it runs forever
//	defer t.Stop()
func (m *machine) unstopped(exits []exit) []finding {
	if m.sem != asynctimer.Async || m.root.Parent() == nil && m.root.Name() == "main" {
		return nil // collected, or gone with the process
	}
	stoppedAt := make(map[*place.Place]bool)
	left := make(map[*place.Place]token.Pos)
	for _, e := range exits {
		for p, o := range e.World.objs.All() {
			call, ok := p.Root.(*ssa.Call)
			if !ok || p.Parent != nil || call.Parent() != m.root || constructedBy(call) == kindUnknown {
				continue // not made here
			}
			switch {
			case o.phase == empty && o.reason == stopped, o.phase == quiet, o.phase == pending && o.reason == stopped:
				stoppedAt[p] = true
			case (o.phase == armed || o.phase == fresh || o.phase == pending) && o.others == 0 && o.lives() && !hands(e, p):
				if old, ok := left[p]; !ok || e.Pos < old {
					left[p] = e.Pos
				}
			}
		}
	}
	var found []finding
	for _, p := range slices.SortedFunc(maps.Keys(left), func(p, q *place.Place) int { return cmp.Compare(p.ID, q.ID) }) {
		if !stoppedAt[p] {
			continue // other rules speak of what is never stopped
		}
		at := left[p]
		found = append(found, finding{rule: "timer-leak", pos: p.Root.Pos(),
			message: fmt.Sprintf("the timer is not stopped when %s returns at %s: before Go 1.23 it is not collected while it runs; defer its Stop where it is made", m.root.Name(), m.at(at)),
			related: []related{{at, "returns here"}}})
	}
	return found
}

// lives reports whether a timer that is not stopped is kept for long.
func (o object) lives() bool {
	return o.kind == kindTicker || o.kind == kindTimer && o.hasDur && o.dur >= int64(longTimer)
}

// hands reports whether somebody else has the timer when the function returns.
func hands(e exit, p *place.Place) bool {
	for _, r := range e.Results {
		if r.obj == p || r.kind == vRef {
			return true
		}
	}
	for q, v := range e.World.Mem.All() {
		if v.obj != p {
			continue // another timer
		}
		if alloc, ok := q.Root.(*ssa.Alloc); !ok || q.Parent != nil || alloc.Heap {
			return true
		}
	}
	return false
}
