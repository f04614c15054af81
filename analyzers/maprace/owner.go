package maprace

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// soleWriter reports whether the function that reads a map without its guard is
// the only one that writes to it, on one goroutine: nobody else changes what it
// reads, so it needs the lock for its writes only.
//
//	func (f *folder) walk() {              // go f.walk(), once
//		for _, name := range names {
//			if _, ok := f.rows[name]; !ok { f.add(name) }  // add locks
//		}
//	}
//
// A write of a method that nobody in sight calls does not count against it.
func (p *checker) soleWriter(g guard, grp *group, u use) bool {
	if u.kind == write || !grp.onOneGoroutine(u) {
		return false
	}
	owner := ir.Declared(u.at.fn)
	if owner == nil {
		return false // of another package
	}
	writes, onTheWay := false, make(map[*ssa.Function]bool) // functions that the owner calls
	for _, w := range grp.uses {
		if w.kind == write && w.runs(owner) {
			writes = writes || p.mode(g, w) != 0
			onTheWay[ir.Declared(w.at.fn)] = true
			for _, s := range w.chain {
				onTheWay[ir.Declared(s.fn)] = true
			}
		}
	}
	if !writes {
		return false
	}
	for _, w := range grp.uses {
		if w.kind != write || w.initial || w.runs(owner) {
			continue // its own, or before anybody has the map
		}
		if !onTheWay[w.root] && !(w.thread == nil && w.entry == api && !p.called[w.root] && !declaredAPI(w.root)) {
			return false
		}
	}
	return true
}

// onOneGoroutine reports whether a goroutine that is started once makes the access
// of a use, too, and none that is started several times.
func (grp *group) onOneGoroutine(u use) bool {
	one := false
	for _, w := range grp.uses {
		if w.at.pos != u.at.pos || w.thread == nil {
			continue
		}
		if w.thread.many {
			return false
		}
		one = true
	}
	return one
}
