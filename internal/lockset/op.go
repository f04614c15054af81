package lockset

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// An Op is what a call does to the lock that is its receiver.
type Op uint8

// The operations.
const (
	None Op = iota
	Lock
	RLock
	Unlock
	RUnlock
	TryLock
	TryRLock
)

// names are the methods that lock and unlock. Lockers go by the name of their
// methods: sync's own, wrappers that detect deadlocks, and interfaces alike.
var names = map[string]Op{
	"lock":     Lock,
	"rlock":    RLock,
	"unlock":   Unlock,
	"runlock":  RUnlock,
	"trylock":  TryLock,
	"tryrlock": TryRLock,
}

// Classify returns what a call does to a lock, and the lock. A method that tells
// whether it got the lock only tries to.
func Classify(call *ssa.CallCommon) (Op, ssa.Value) {
	if op, lock := user(call); op != None {
		return tried(op, call), lock
	}
	var name string
	var recv ssa.Value
	if call.IsInvoke() {
		name, recv = call.Method.Name(), call.Value
	} else {
		fn := call.StaticCallee()
		if fn == nil || fn.Signature.Recv() == nil || len(call.Args) == 0 {
			return None, nil
		}
		name, recv = fn.Name(), call.Args[0]
	}
	op := names[strings.ToLower(name)]
	if handsOut(call.Signature()) {
		op = None
	}
	if op == None && semaphore(recv.Type()) {
		op = permits[name]
	}
	return tried(op, call), recv
}

// handsOut reports whether a function returns a lock, for its caller to take:
//
//	func (s *stripes) lock(key string) *sync.Mutex
func handsOut(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		m, _, _ := types.LookupFieldOrMethod(v.Type(), true, nil, "Lock")
		if _, ok := m.(*types.Func); ok {
			return true
		}
	}
	return false
}

// tried returns what a call does that may tell by its result whether it did.
func tried(op Op, call *ssa.CallCommon) Op {
	if res := call.Signature().Results(); res.Len() == 1 && types.Identical(res.At(0).Type(), types.Typ[types.Bool]) {
		switch op {
		case Lock:
			return TryLock
		case RLock:
			return TryRLock
		}
	}
	return op
}

// permits are the methods of a semaphore. How many may hold it is not seen: it
// may be a lock.
var permits = map[string]Op{
	"Acquire":    TryLock,
	"TryAcquire": TryLock,
	"Release":    Unlock,
}

// semaphore reports whether t is golang.org/x/sync/semaphore's, or one like it:
// its Acquire returns an error at most.
func semaphore(t types.Type) bool {
	acquire, _, _ := types.LookupFieldOrMethod(t, true, nil, "Acquire")
	release, _, _ := types.LookupFieldOrMethod(t, true, nil, "Release")
	a, ok := acquire.(*types.Func)
	if !ok {
		return false
	}
	r, ok := release.(*types.Func)
	if !ok || r.Signature().Results().Len() > 0 {
		return false
	}
	res := a.Signature().Results()
	return res.Len() == 0 || res.Len() == 1 && types.Identical(res.At(0).Type(), types.Universe.Lookup("error").Type())
}

// IsSync reports whether fn is the method of a type of package sync.
func IsSync(fn *ssa.Function, typ, method string) bool {
	if fn == nil || fn.Name() != method || fn.Signature.Recv() == nil {
		return false
	}
	obj, ok := ir.Func(fn)
	return ok && obj.Pkg() != nil && obj.Pkg().Path() == "sync" && ReceiverName(obj) == typ
}

// ReceiverName returns the name of the type that fn is a method of, or "".
func ReceiverName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return ""
	}
	t := recv.Type()
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}
