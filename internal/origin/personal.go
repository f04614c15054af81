package origin

import (
	"iter"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// personal reports whether the decoded value is changed by what the request
// brought, or changed and encoded again, or written back: a value that is shared
// would not do.
func (f *frame) personal(s site, to ssa.Value) bool {
	if to == nil {
		return false
	}
	marshals, changes, saves := false, false, false
	for v, use := range uses(s, to) {
		switch use := use.(type) {
		case *ssa.Store:
			if assigns(use, v) && v != stripped(to) {
				if f.value(use.Val).Class == Request || appended(use.Val) {
					return true
				}
				changes = true
			}
		case *ssa.MapUpdate:
			if use.Map == v && (f.value(use.Value).Class == Request || f.value(use.Key).Class == Request) {
				return true
			}
			changes = changes || use.Map == v
		case ssa.CallInstruction:
			if strings.HasPrefix(callgraph.CalledName(use.Common()), "Marshal") {
				marshals = true
			}
			if _, ok := f.funcParam(use.Common().Value); ok && !use.Common().IsInvoke() {
				changes = true // by who calls
			}
		}
	}
	if marshals && changes {
		return true
	}
	if marshals {
		for _, b := range f.fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok && model.Begins("keep", callgraph.CalledName(call.Common())) {
					saves = true
				}
			}
		}
	}
	return saves
}

// rewritten reports whether what a call brings forth is changed and given to a
// function that keeps it, as a new state of what was read: another must read it
// afresh.
func rewritten(s site) bool {
	changed, saved := false, false
	for v, use := range uses(s, nil) {
		switch use := use.(type) {
		case *ssa.Store:
			changed = changed || assigns(use, v)
		case *ssa.MapUpdate:
			changed = changed || use.Map == v
		case ssa.CallInstruction:
			if b, ok := use.Common().Value.(*ssa.Builtin); ok {
				changed = changed || b.Name() == "delete"
				continue
			}
			name := callgraph.CalledName(use.Common())
			saved = saved || slices.Contains(use.Common().Args, v) && (model.Begins("keep", name) || model.Begins("change", name))
		}
	}
	return changed && saved
}

// appended reports whether v is what append returns: what grows in each request cannot
// be shared.
func appended(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append"
}

// uses yields the instructions that use what a call brings forth, or parts of it, but
// for the call, each with the part. to is where the call writes to, as in targets.
func uses(s site, to ssa.Value) iter.Seq2[ssa.Value, ssa.Instruction] {
	return func(yield func(ssa.Value, ssa.Instruction) bool) {
		for v := range parts(targets(s, to)) {
			refs := v.Referrers()
			if refs == nil {
				continue // a constant
			}
			for _, ref := range *refs {
				if ref != s.instr && !yield(v, ref) {
					return
				}
			}
		}
	}
}

// assigns reports whether an instruction stores to a part of a variable, whose address
// is at.
func assigns(store *ssa.Store, at ssa.Value) bool {
	root, _ := resolve(at)
	return store.Addr == at && root != at
}
