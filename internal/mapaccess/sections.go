package mapaccess

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Sections holds, for each field that is a lock, the critical sections of the
// package: for each function that holds it, the fields of the lock's object that
// are used meanwhile.
type Sections map[*types.Var][]map[*types.Var]bool

// Sections returns the critical sections of the functions of the package.
func (p *Package) Sections() Sections {
	out := make(Sections)
	for _, fn := range p.Funcs {
		b := p.Functions[fn]
		if b == nil || p.InTest(fn.Pos()) {
			continue // no body, or of a test
		}
		used := make(map[*types.Var]map[*types.Var]bool)
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				addr, ok := instr.(*ssa.FieldAddr)
				if !ok {
					continue
				}
				field := p.Value(addr)
				for _, h := range b.Locks.Before(instr).Must {
					lock := h.Place
					if lock.Var == nil && lock.Parent != nil {
						lock = lock.Parent // a pointer to a mutex
					}
					if lock.Var == nil || lock == field || lock.Parent != field.Parent {
						continue // a variable, the lock itself, or of another object
					}
					if used[lock.Var] == nil {
						used[lock.Var] = make(map[*types.Var]bool)
						out[lock.Var] = append(out[lock.Var], used[lock.Var])
					}
					used[lock.Var][field.Var] = true
				}
			}
		}
	}
	return out
}

// LockField returns the field that a lock is, or that points to it; nil for others.
func LockField(lock *place.Place) *types.Var {
	if lock.Var == nil && lock.Parent != nil {
		return lock.Parent.Var
	}
	return lock.Var
}

// ForOnly reports whether a lock is there for the map m alone: two functions or more hold
// it, and each for the map; or one does, and for nothing else. holders is the number of
// functions that hold it for the map.
func (s Sections) ForOnly(lock, m *types.Var, holders int) bool {
	of := s[lock]
	if m == nil || lock == nil || len(of) == 0 {
		return false
	}
	if len(of) == 1 || holders == 1 {
		return len(of) == 1 && len(of[0]) == 1 && of[0][m]
	}
	return !slices.ContainsFunc(of, func(used map[*types.Var]bool) bool { return !used[m] })
}

// ForAnother reports whether a lock seems to be there for another field of its
// object: one is used in each of its sections, and the field of the map is not. A
// map that is written under such a lock happens to be.
func (s Sections) ForAnother(lock, m *types.Var) bool {
	if lock == nil || len(s[lock]) == 0 {
		return false
	}
	count := make(map[*types.Var]int)
	for _, used := range s[lock] {
		for field := range used {
			count[field]++
		}
	}
	if count[m] == len(s[lock]) {
		return false
	}
	for field, n := range count {
		if field != m && n == len(s[lock]) {
			return true
		}
	}
	return false
}
