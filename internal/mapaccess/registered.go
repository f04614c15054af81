package mapaccess

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// registers reports whether a function value is handed to another package that
// keeps it, to call it when something happens:
//
//	informer.AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: c.add})
//	conn.OnClose(func() { delete(s.conns, id) })
func (p *Package) registers(v ssa.Value) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	for _, ref := range *refs {
		if conv, ok := ref.(*ssa.ChangeType); ok && p.registers(conv) || p.keeps(ref, v) {
			return true
		}
	}
	return false
}

// keeps reports whether an instruction hands a function value to another
// package: in a field of a struct that the package declares, or as an argument
// of a function whose name says that it registers something.
func (p *Package) keeps(instr ssa.Instruction, v ssa.Value) bool {
	switch instr := instr.(type) {
	case *ssa.Store:
		addr, ok := instr.Addr.(*ssa.FieldAddr)
		if !ok || instr.Val != v {
			return false
		}
		if p.calledFields[place.FieldOf(addr.X.Type(), addr.Field)] {
			return false // this package calls it, with whichever locks it holds
		}
		t := addr.X.Type().Underlying().(*types.Pointer).Elem()
		named, ok := types.Unalias(t).(*types.Named)
		return ok && named.Obj().Pkg() != nil && named.Obj().Pkg() != p.Types
	case *ssa.Call:
		callee := callgraph.Called(&instr.Call)
		return callee != nil && callee.Pkg() != nil && callee.Pkg() != p.Types && instr.Call.Value != v && registersByName(callee.Name())
	}
	return false
}

// findCalledFields returns the fields of which some function calls what they keep.
func findCalledFields(funcs []*ssa.Function) map[*types.Var]bool {
	out := make(map[*types.Var]bool)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok && !call.Common().IsInvoke() {
					if field := fieldBehind(call.Common().Value, 0); field != nil {
						out[field] = true
					}
				}
			}
		}
	}
	return out
}

// registersByName reports whether a function of this name keeps a function to
// call it later.
func registersByName(name string) bool {
	for _, verb := range []string{"On", "Subscribe", "Register", "Notify", "Watch", "Listen"} {
		if rest, ok := strings.CutPrefix(name, verb); ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z') {
			return true
		}
	}
	return strings.HasSuffix(name, "Handler") || strings.HasSuffix(name, "Callback") || strings.HasSuffix(name, "Hook") || strings.HasSuffix(name, "Listener")
}
