package mapaccess

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// fresh reports whether v was made in the function, or by a function that it
// calls, and has not been given to anybody who keeps it.
func (b *Function) fresh(v ssa.Value) bool {
	at := b.Pkg.Value(v)
	return at.Parent == nil && b.freshRoot(at.Root)
}

// made reports whether v was made in the function, or by one that it calls.
func (b *Function) made(v ssa.Value) bool {
	at := b.Pkg.Value(v)
	if at.Parent != nil {
		return false
	}
	switch root := at.Root.(type) {
	case *ssa.Alloc, *ssa.MakeMap:
		return true
	case *ssa.Call:
		return b.Pkg.Makes(root, 0)
	case *ssa.Extract:
		call, ok := root.Tuple.(*ssa.Call)
		return ok && b.Pkg.Makes(call, root.Index)
	}
	return false
}

// Makes reports whether a call returns, as its i-th result, what its callee made.
func (p *Package) Makes(call *ssa.Call, i int) bool {
	c := p.callee(&call.Call)
	if c.Fn == nil {
		return false
	}
	sum, ok := p.lookup(c.Fn)
	return ok && i < len(sum.results) && sum.results[i].made
}

// OfCall reports whether a root is what a function returned: another object each
// time, for all that is known, to which no package variable belongs. A method may
// well return a part of what has the lock, unless it makes what it returns.
func (p *Package) OfCall(root ssa.Value) bool {
	switch root := root.(type) {
	case *ssa.Extract:
		call, ok := root.Tuple.(*ssa.Call)
		return ok && (p.OfCall(call) || p.Makes(call, root.Index))
	case *ssa.Phi:
		return slices.ContainsFunc(root.Edges, func(e ssa.Value) bool { _, phi := e.(*ssa.Phi); return !phi && p.OfCall(e) })
	case *ssa.Call:
		return !root.Call.IsInvoke() && root.Call.Signature().Recv() == nil || p.Makes(root, 0)
	}
	return false
}

// freshRoot reports whether what a root stands for was made in this function.
func (b *Function) freshRoot(root ssa.Value) bool {
	switch root := root.(type) {
	case *ssa.Alloc:
		return !kept(root, 0)
	case *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan:
		return true
	case *ssa.Call:
		return b.freshCall(root, 0)
	case *ssa.Extract:
		if call, ok := root.Tuple.(*ssa.Call); ok {
			return b.freshCall(call, root.Index)
		}
	case *ssa.Const:
		return true
	}
	return false
}

// freshCall reports whether a call returns something that was made for it. Of
// functions that are not known, the name tells.
func (b *Function) freshCall(call *ssa.Call, i int) bool {
	c := b.Pkg.callee(call.Common())
	if c.Fn != nil {
		if sum, ok := b.Pkg.lookup(c.Fn); ok && i < len(sum.results) {
			return sum.results[i].fresh
		}
	}
	var obj *types.Func
	if call.Call.IsInvoke() {
		obj = call.Call.Method
	} else if c.Fn != nil {
		obj, _ = ir.Func(c.Fn)
	}
	return obj != nil && makes(obj.Name())
}

// makes reports whether a function of this name makes what it returns.
func makes(name string) bool {
	name = strings.ToLower(name)
	for _, verb := range []string{"new", "make", "create", "build", "clone", "copy", "deepcopy", "parse", "decode", "unmarshal", "init", "open", "load", "read", "with"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return strings.HasSuffix(name, "copy") || strings.HasSuffix(name, "clone")
}

// Private reports whether a lock that a goroutine holds is a variable that each call of a
// function makes for itself: it guards nothing that others have. One of the function that
// starts goroutines is for all that it starts.
func Private(lock *place.Place, by *Thread) bool {
	for lock.Parent != nil {
		lock = lock.Parent
	}
	made, ok := lock.Root.(*ssa.Alloc)
	if !ok || kept(made, 0) {
		return false
	}
	return by == nil || by.Start.Fn != made.Parent() || by.Start.Pos == made.Parent().Pos() // it is what runs there
}

// kept reports whether the address of a variable is stored where others find
// it, or goes to another goroutine.
func kept(addr ssa.Value, depth int) bool {
	refs := addr.Referrers()
	if refs == nil || depth > 3 {
		return true
	}
	for _, ref := range *refs {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val != addr {
				continue // into it
			}
			if local, ok := ref.Addr.(*ssa.Alloc); ok && !local.Heap {
				continue // a variable of the function
			}
			if local, ok := ref.Addr.(*ssa.Alloc); ok && local.Comment != "new" && local.Comment != "complit" {
				if capturedByGo(local) {
					return true
				}
				continue // a variable of the function that a literal captures
			}
			return true
		case *ssa.MapUpdate, *ssa.Send, *ssa.Go:
			return true
		case *ssa.MakeClosure:
			if startsGoroutine(ref) {
				return true
			}
		case *ssa.MakeInterface:
			if kept(ref, depth+1) {
				return true
			}
		}
	}
	return false
}

// capturedByGo reports whether a goroutine has the variable.
func capturedByGo(alloc *ssa.Alloc) bool {
	for _, ref := range *alloc.Referrers() {
		if mc, ok := ref.(*ssa.MakeClosure); ok && startsGoroutine(mc) {
			return true
		}
	}
	return false
}

func startsGoroutine(mc *ssa.MakeClosure) bool {
	for _, ref := range *mc.Referrers() {
		if _, ok := ref.(*ssa.Go); ok {
			return true
		}
	}
	return false
}

// failed reports whether a result is an error that may not be nil.
func failed(v ssa.Value) bool {
	if !types.Identical(v.Type(), types.Universe.Lookup("error").Type()) {
		return false
	}
	c, ok := v.(*ssa.Const)
	return !ok || c.Value != nil
}

// MadeForGoroutine reports whether the map of a use is in a field of an object
// that a function makes, and starts a goroutine for.
func (u Use) MadeForGoroutine() bool {
	if u.Choice.How == Any {
		return false
	}
	alloc, ok := u.Place.Root.(*ssa.Alloc)
	return ok && alloc.Heap && alloc.Parent() == u.Root
}

// One reports whether a place is one map, or an element of one container: what a callee
// came by on its own may be another one each time.
func (b *Function) One(at *place.Place) bool {
	switch root := at.Root.(type) {
	case *ssa.Global, *place.Variable:
		return true
	case *ssa.Parameter:
		return root.Parent() == b.Fn
	case *ssa.FreeVar:
		return root.Parent() == b.Fn
	case ssa.Instruction:
		return root.Parent() == b.Fn
	}
	return false
}
