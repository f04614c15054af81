package mapaccess

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
)

// A Locking tells that functions of the package take a lock.
type Locking struct {
	// Lock is the field.
	Lock *types.Var
	// Pos is where the first function takes it.
	Pos token.Pos
	// Fns are the functions.
	Fns []*ssa.Function
	// Fields are those of the struct that has the lock.
	Fields map[*types.Var]bool
}

// Lockings returns, for each field of a struct, how functions of the package lock another
// field of the struct.
func (p *Package) Lockings() map[*types.Var]*Locking {
	out := make(map[*types.Var]*Locking)
	for _, fn := range p.Funcs {
		if p.InTest(fn.Pos()) {
			continue // no code that runs in production
		}
		taken := make(map[*types.Var]bool)
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				st, lock := lockedField(instr)
				if lock == nil || taken[lock] {
					continue // locks no field, or once more
				}
				taken[lock] = true
				l := out[lock]
				if l == nil {
					l = &Locking{Lock: lock, Pos: Position(instr), Fields: make(map[*types.Var]bool)}
					for i := range st.NumFields() {
						f := st.Field(i).Origin()
						l.Fields[f] = true
						if out[f] == nil {
							out[f] = l
						}
					}
				}
				l.Fns = append(l.Fns, fn)
			}
		}
	}
	return out
}

// lockedField returns the field that an instruction locks, and its struct.
func lockedField(instr ssa.Instruction) (*types.Struct, *types.Var) {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return nil, nil
	}
	op, recv := lockset.Classify(call.Common())
	if op != lockset.Lock && op != lockset.RLock {
		return nil, nil
	}
	if load, ok := recv.(*ssa.UnOp); ok {
		recv = load.X // a pointer to a mutex
	}
	addr, ok := recv.(*ssa.FieldAddr)
	if !ok {
		return nil, nil
	}
	st, ok := addr.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct)
	if !ok {
		return nil, nil // of a type parameter
	}
	return st, st.Field(addr.Field).Origin()
}

// Offers reports whether an exported function takes a lock for its callers: they hold it
// around what they call.
func (p *Package) Offers(lock *types.Var) bool {
	for fn, b := range p.Functions {
		if !DeclaredAPI(fn) {
			continue // for the package itself
		}
		for _, h := range b.Sum.locks.MayAcquired {
			for q := h.Place; q != nil; q = q.Parent {
				if q.Var == lock {
					return true
				}
			}
		}
	}
	return false
}
