package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A lock may be one of several, of which each call takes the one for its key: it keeps out
// those with the same key, and guards nothing that all keys share.
//
//	l := &s.locks[hash(key)%16]
//	l.Lock()
//	s.m[key]++

// stripes are the fields and variables that hold several locks, and whether callers choose
// which is taken, wherever one is.
type stripes map[types.Object]bool

// findStripes looks at all functions.
func (p *Package) findStripes() stripes {
	out := make(stripes)
	for _, b := range p.Functions {
		for _, block := range b.Fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue // locks nothing
				}
				op, lock := lockset.Classify(call.Common())
				if op == lockset.None || op == lockset.Unlock || op == lockset.RUnlock {
					continue // releases it
				}
				if of := containerOf(b.Value(lock)); of != nil {
					given, seen := out[of]
					out[of] = b.choice(lock).How == Given && (given || !seen)
				}
			}
		}
	}
	return out
}

// containerOf returns the field or package variable in an element of which a place lies, nil
// if there is none.
func containerOf(at *place.Place) types.Object {
	for ; at.Parent != nil; at = at.Parent {
		if at.Field == place.Elem {
			return KeyOf(at.Parent)
		}
	}
	return nil
}

// InElement reports whether a place leads through an element of a container.
func InElement(at *place.Place) bool {
	for ; at.Parent != nil; at = at.Parent {
		if at.Field == place.Elem {
			return true
		}
	}
	return false
}

// dropStripes takes from the locks of all accesses those that are one of several, where the
// map is one for all of them.
func (p *Package) dropStripes() {
	stripes := p.findStripes()
	seen := make(map[*Access]bool)
	for _, b := range p.Functions {
		for _, ev := range b.Events {
			for _, a := range ev.Accesses {
				if seen[a] || InElement(a.Place) {
					continue // each key may have a map of its own
				}
				seen[a] = true
				guards := func(lock *place.Place) *place.Place {
					if of := containerOf(lock); of != nil && stripes[of] && (lock.Root == a.Place.Root || Global(lock.Root) && Global(a.Place.Root)) {
						a.Striped = lock
						return nil
					}
					return lock
				}
				a.Must, a.May = a.Must.Map(guards), a.May.Map(guards)
			}
		}
	}
}
