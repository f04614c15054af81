package mapaccess

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A function of the user's own may be a sync.Once: it does something, or calls
// what it is given, unless a flag of an object is set, and sets the flag.
//
//	func (o *once) Do(f func()) {
//		if o.done.Load() { return }
//		o.mu.Lock(); defer o.mu.Unlock()
//		if !o.done.Load() { f(); o.done.Store(true) }
//	}
//
// If the package ever clears the flag, it is no Once: what it ran once may run
// again while others read, and its lock is a lock like others.

// onceMark is the step from an object to what stands for its being a Once.
const onceMark = -3

// onceOf returns what stands for the Once that calls a function at an
// instruction, or nil.
func (b *Function) onceOf(at ssa.Instruction) *place.Place {
	set := b.setFlags()
	if len(set) == 0 {
		return nil // most functions
	}
	for block := at.Block(); block != nil; block = block.Idom() {
		dom := block.Idom()
		if dom == nil {
			break
		}
		branch, ok := dom.Instrs[len(dom.Instrs)-1].(*ssa.If)
		if !ok {
			continue // not decided here
		}
		for _, flag := range b.flagsOf(branch.Cond, 0) {
			if flag.Var != nil && !b.Pkg.cleared[flag.Var] && meets(at, set[flag]) {
				return b.Pkg.Sub(flag.Parent, onceMark, nil)
			}
		}
	}
	return nil
}

// onceAtATime reports whether an instruction runs only if a flag is not set that the function
// then sets: a goroutine that it starts is the only one of it, whoever clears the flag when
// that has ended.
//
//	if s.running { return }
//	s.running = true
//	go s.loop()
func (b *Function) onceAtATime(at ssa.Instruction) bool {
	set := b.flagStores(func(val ssa.Value) bool { return !clears(val) || refers(val) })
	if len(set) == 0 {
		return false // most functions
	}
	for block := at.Block(); block.Idom() != nil; block = block.Idom() {
		dom := block.Idom()
		if branch, ok := dom.Instrs[len(dom.Instrs)-1].(*ssa.If); ok && slices.ContainsFunc(b.flagsOf(branch.Cond, 0), func(flag *place.Place) bool { return meets(at, set[flag]) }) {
			return true
		}
	}
	return false
}

// refers reports whether a value surely is no nil.
func refers(val ssa.Value) bool {
	switch val := val.(type) {
	case *ssa.MakeClosure, *ssa.MakeChan, *ssa.MakeInterface, *ssa.Alloc, *ssa.Function:
		return true
	case *ssa.ChangeType:
		return refers(val.X)
	}
	return false
}

// flagsOf returns the fields that a condition looks at.
func (b *Function) flagsOf(cond ssa.Value, depth int) []*place.Place {
	if depth > 3 {
		return nil
	}
	switch v := cond.(type) {
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return b.flagsOf(v.X, depth+1)
		}
		return b.flag(v.X)
	case *ssa.BinOp:
		return append(b.flagsOf(v.X, depth+1), b.flagsOf(v.Y, depth+1)...)
	case *ssa.Phi:
		var out []*place.Place
		for _, edge := range v.Edges {
			out = append(out, b.flagsOf(edge, depth+1)...)
		}
		return out
	case *ssa.Call:
		if op, addr, _ := atomicOp(&v.Call); op != "" && op != "Store" {
			return b.flag(addr)
		}
	}
	return nil
}

// flag returns the place of a field that is a flag.
func (b *Function) flag(addr ssa.Value) []*place.Place {
	if _, ok := addr.(*ssa.FieldAddr); !ok {
		return nil
	}
	return []*place.Place{b.Pkg.Value(addr)}
}

// setFlags returns the fields that the function sets, with where it does.
func (b *Function) setFlags() map[*place.Place][]ssa.Instruction {
	if b.flags == nil {
		b.flags = b.flagStores(func(val ssa.Value) bool { return !clears(val) })
	}
	return b.flags
}

// flagStores returns the fields to which the function assigns values that set them.
func (b *Function) flagStores(sets func(ssa.Value) bool) map[*place.Place][]ssa.Instruction {
	out := make(map[*place.Place][]ssa.Instruction)
	for _, block := range b.Fn.Blocks {
		for _, instr := range block.Instrs {
			if addr, val := flagStore(instr); addr != nil && sets(val) {
				flag := b.Pkg.Value(addr)
				out[flag] = append(out[flag], instr)
			}
		}
	}
	return out
}

// meets reports whether control comes by an instruction and by one of others. A flag that
// is set where the function gives up says nothing of what it does otherwise:
//
//	if s.closed { return }
//	if s.next == max { s.closed = true; return }
//	s.streams[s.next] = stream
func meets(at ssa.Instruction, others []ssa.Instruction) bool {
	return slices.ContainsFunc(others, func(other ssa.Instruction) bool {
		return at == other || cfg.Reaches(at, other, cfg.Cut{}) || cfg.Reaches(other, at, cfg.Cut{})
	})
}

// flagStore returns the field that an instruction stores to, and the value.
func flagStore(instr ssa.Instruction) (addr, val ssa.Value) {
	switch instr := instr.(type) {
	case *ssa.Store:
		addr, val = instr.Addr, instr.Val
	case ssa.CallInstruction:
		var op string
		if op, addr, val = atomicOp(instr.Common()); op == "" || op == "Load" {
			return nil, nil
		}
	}
	if _, ok := addr.(*ssa.FieldAddr); !ok {
		return nil, nil
	}
	return addr, val
}

// clears reports whether a value may be that of a flag which is not set.
func clears(val ssa.Value) bool {
	c, ok := val.(*ssa.Const)
	if !ok {
		return true // any value
	}
	if c.Value == nil {
		return true // nil, or a zero struct
	}
	switch c.Value.Kind() {
	case constant.Bool:
		return !constant.BoolVal(c.Value)
	case constant.Int:
		return constant.Sign(c.Value) == 0
	}
	return false
}

// atomicOp returns what a call does to an atomic variable: Load, Store, Swap
// and so on, or "". The value is the new one.
func atomicOp(call *ssa.CallCommon) (op string, addr, val ssa.Value) {
	fn := call.StaticCallee()
	if fn == nil || len(call.Args) == 0 {
		return "", nil, nil
	}
	obj, ok := ir.Func(fn)
	if !ok || obj.Pkg() == nil || obj.Pkg().Path() != "sync/atomic" {
		return "", nil, nil
	}
	for _, op := range []string{"Load", "Store", "Swap", "CompareAndSwap", "Add"} {
		if strings.HasPrefix(obj.Name(), op) {
			return op, call.Args[0], call.Args[len(call.Args)-1]
		}
	}
	return "", nil, nil
}

// findCleared returns the fields that some function clears, other than of an
// object that it makes.
func findCleared(funcs []*ssa.Function) map[*types.Var]bool {
	out := make(map[*types.Var]bool)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				noteCleared(out, instr)
			}
		}
	}
	return out
}

func noteCleared(out map[*types.Var]bool, instr ssa.Instruction) {
	if st, ok := instr.(*ssa.Store); ok {
		if t, ok := st.Val.Type().Underlying().(*types.Struct); ok && clears(st.Val) {
			if _, made := st.Addr.(*ssa.Alloc); !made {
				for i := range t.NumFields() {
					out[t.Field(i).Origin()] = true // *o = once{}
				}
			}
		}
	}
	addr, val := flagStore(instr)
	if addr == nil || !clears(val) {
		return
	}
	field := addr.(*ssa.FieldAddr)
	if _, made := field.X.(*ssa.Alloc); made {
		return // in a literal
	}
	out[place.FieldOf(field.X.Type(), field.Field)] = true
}

// held returns the locks that are held at an instruction, among them the Once
// that runs it.
func (b *Function) held(at ssa.Instruction) (must, may lockset.Set) {
	state := b.Locks.Before(at)
	once := b.onceOf(at)
	if once == nil {
		return state.Must, state.May
	}
	return state.Must.With(once, lockset.Write), state.May.With(once, lockset.Write)
}

// leaveOnce adds to the effect of a function that it is a Once: what it ran
// happened before everything after it.
func (b *Function) leaveOnce() {
	known := make(map[*place.Place]bool)
	leave := func(held lockset.Set) {
		for _, h := range held {
			if !IsMark(h.Place) || known[h.Place] {
				continue // a lock, or left before
			}
			known[h.Place] = true
			if b.tests(h.Place.Parent) {
				e := &b.Sum.locks
				e.Acquired, e.MayAcquired = e.Acquired.With(h.Place, lockset.Read), e.MayAcquired.With(h.Place, lockset.Read)
			}
		}
	}
	for _, cb := range b.Sum.calls {
		leave(cb.must)
	}
	for _, ev := range b.Events {
		for _, a := range ev.Accesses {
			leave(a.Must)
		}
	}
}

// IsMark reports whether a lock stands for an object that is a Once.
func IsMark(lock *place.Place) bool { return lock.Field == onceMark && lock.Parent != nil }

// tests reports whether the function looks at a flag of an object that nobody
// clears.
func (b *Function) tests(object *place.Place) bool {
	for _, block := range b.Fn.Blocks {
		branch, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		for _, flag := range b.flagsOf(branch.Cond, 0) {
			if flag.Parent == object && !b.Pkg.cleared[flag.Var] {
				return true
			}
		}
	}
	return false
}
