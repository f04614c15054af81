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

// readLocked returns the findings of a group of which anybody may make a write
// that holds a read lock of the object, and nothing else: several can hold it at
// a time, which is what it is for.
func (p *checker) readLocked(grp *group) []finding {
	var out []finding
	reported := make(map[*ssa.Function]bool)
	for _, u := range grp.uses {
		if u.Kind != mapaccess.Write || u.Initial || !u.At.Pos.IsValid() || reported[u.Root] || !u.ParallelWithItself() || mapaccess.InElement(u.Place) {
			continue // alone
		}
		if len(u.Order.Acquired) > 0 || p.exclusive(u) {
			continue // excluded by something else
		}
		i := slices.IndexFunc(u.Must, func(h lockset.Held) bool {
			_, related := p.relation(u.Place, h.Place)
			return h.Mode == lockset.Read && related && h.Place.Root == u.Place.Root
		})
		if i < 0 {
			continue // no lock of the object
		}
		f := finding{rule: guardRule, id: "write-under-read-lock", confidence: report.Inferred, a: u.Access, b: u.Access, pos: u.Here(), related: trail(u.Access)}
		f.message = fmt.Sprintf("map %s is written here with only a read lock of %s, which several goroutines can hold: fatal error: %s",
			p.mapName(u.Access), lockName(u.Must[i]), fatal(mapaccess.Write, mapaccess.Write))
		out = append(out, f.lowered(p.hinted(u)))
		reported[u.Root] = true
	}
	return out
}

// aliased reports whether a use may hold the lock of a guard by another name: a
// field points to a lock that another object has, too.
//
//	keeper{mu: &o.mu}
func (p *checker) aliased(g guard, u mapaccess.Use) bool {
	return slices.ContainsFunc(p.locksOf(u), func(h lockset.Held) bool {
		return p.lentLock(h.Place) || p.lentLock(g.lock)
	})
}

// lentLock reports whether a lock is what a field points to that was given it.
func (p *checker) lentLock(lock *place.Place) bool {
	return lock.Parent != nil && lock.Field == place.Deref && lock.Parent.Var != nil && p.Lent[lock.Parent.Var]
}

// copyLocked returns the findings of a group of which anybody may make a write that holds
// the lock of a copy of the object: each call has a copy of its own, but not of the map.
//
//	func (s stats) Add(k string) { s.mu.Lock(); s.m[k]++; s.mu.Unlock() }
func (p *checker) copyLocked(grp *group) []finding {
	var out []finding
	reported := make(map[*ssa.Function]bool)
	for _, u := range grp.uses {
		if u.Kind != mapaccess.Write || u.Initial || !u.At.Pos.IsValid() || reported[u.Root] || !u.ParallelWithItself() || len(p.locksOf(u)) > 0 {
			continue // alone, or excluded
		}
		i := slices.IndexFunc(u.Must, func(h lockset.Held) bool {
			return p.IsLockCopy(h.Place) && h.Mode == lockset.Write && h.Place.Root != u.Place.Root
		})
		if param, ok := u.Place.Root.(*ssa.Parameter); i < 0 || !ok || u.Place.Parent == nil || u.Root.Signature.Recv() == nil || param != u.Root.Params[0] {
			continue // no such lock, or a map of the call
		}
		f := finding{rule: guardRule, id: "lock-of-each-object", confidence: report.Inferred, a: u.Access, b: u.Access, pos: u.Here(), related: trail(u.Access)}
		f.message = fmt.Sprintf("map %s is written here while holding %s, which is a copy for each call as the receiver is no pointer: fatal error: %s",
			p.mapName(u.Access), lockName(u.Must[i]), fatal(mapaccess.Write, mapaccess.Write))
		out = append(out, f.lowered(p.hinted(u)))
		reported[u.Root] = true
	}
	return out
}

// once returns the findings of a group of package variables that are written
// under a sync.Once of each object: it runs once for each of them.
func (p *checker) once(grp *group) []finding {
	var out []finding
	for _, u := range grp.uses {
		if u.Kind != mapaccess.Write || !mapaccess.Global(u.Place.Root) || u.Entry != mapaccess.API || u.Thread != nil || len(p.locksOf(u)) > 0 || len(u.Chain) > 2 {
			continue // not a write of a package variable that anybody can make
		}
		i := slices.IndexFunc(u.Must, func(h lockset.Held) bool {
			return mapaccess.IsOnce(h.Place) && !mapaccess.IsMark(h.Place) && h.Mode == lockset.Write && !mapaccess.Global(h.Place.Root)
		})
		if i < 0 {
			continue // no Once
		}
		name := u.Must[i].Place.String()
		f := finding{rule: guardRule, id: "lock-of-each-object", confidence: report.Inferred, a: u.Access, b: u.Access, pos: u.Here(), related: trail(u.Access)}
		f.message = fmt.Sprintf("map %s is written here under %s, which each object has for itself: two of them write at once: fatal error: %s",
			p.mapName(u.Access), name, fatal(mapaccess.Write, mapaccess.Write))
		out = append(out, f)
	}
	return out
}
