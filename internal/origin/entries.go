package origin

import (
	"go/token"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
)

// enter finds the entry points of the package, and the types that own them.
func (p *program) enter() {
	p.entries = goroutine.Entries(p.funcs, nil)
	p.serving, p.called = p.meanwhile(p.entries), p.named()
	p.helpers = calledOnly(p.funcs)
	for fn := range p.startedOnce(p.entries, p.helpers) {
		delete(p.helpers, fn)
	}
	p.owners = make(map[types.Type]bool)
	for _, e := range p.entries {
		if p.madeAtStart(e) {
			p.owners[Pointee(e.Fn.Signature.Recv().Type())] = true
		}
	}
}

func (p *program) madeAtStart(e goroutine.Entry) bool {
	recv := e.Fn.Signature.Recv()
	return recv != nil && e.Direct && !p.helpers[e.Fn] && !HoldsRequest(recv.Type())
}

// MadeAtStart reports whether the receiver of an entry point is made when the service
// starts, and not for a request.
func (r *Result) MadeAtStart(e goroutine.Entry) bool { return r.p.madeAtStart(e) }

// owner reports whether v is a receiver that was made at start, as all of its
// type. What is stored in its fields later, each read of them tells.
func (p *program) owner(v ssa.Value) bool {
	param, ok := v.(*ssa.Parameter)
	return ok && param.Parent().Signature.Recv() != nil && param == param.Parent().Params[0] && p.owners[Pointee(param.Type())]
}

// calledOnly returns the unexported methods that the package calls by name and
// never hands on: what their receiver holds, the callers know.
func calledOnly(funcs []*ssa.Function) map[*ssa.Function]bool {
	out := make(map[*ssa.Function]bool)
	value := make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				call, _ := instr.(ssa.CallInstruction)
				if call != nil {
					if callee := call.Common().StaticCallee(); callee != nil && callee.Signature.Recv() != nil && !token.IsExported(callee.Name()) {
						out[callee] = true
					}
				}
				for _, op := range instr.Operands(nil) {
					f, ok := (*op).(*ssa.Function)
					if ok && (call == nil || *op != call.Common().Value) {
						f, _ = callgraph.Declared(f)
						value[f] = true
					}
				}
			}
		}
	}
	for fn := range value {
		delete(out, fn)
	}
	return out
}

// startedOnce returns those of the helpers that wait for events in a loop and that no event
// leads to: their receivers were made before the first event.
func (p *program) startedOnce(entries []goroutine.Entry, helpers map[*ssa.Function]bool) map[*ssa.Function]bool {
	out := make(map[*ssa.Function]bool)
	for _, e := range entries {
		if e.Rounds != nil && helpers[e.Fn] {
			out[e.Fn] = true
		}
	}
	if len(out) == 0 {
		return nil // no need to look
	}
	for fn := range p.perEvent(entries) {
		delete(out, fn)
	}
	return out
}

// HoldsRequest reports whether values of a type are made for one request: it
// has a field for it, or fields that a framework binds to what it brings.
func HoldsRequest(t types.Type) bool { return fieldForRequest(t, make(map[*types.Struct]bool)) }

// fieldForRequest is holdsRequest less the structs seen: one may embed a pointer to itself.
func fieldForRequest(t types.Type, seen map[*types.Struct]bool) bool {
	st, ok := Pointee(t).Underlying().(*types.Struct)
	if !ok {
		return Carrier(t)
	}
	if seen[st] {
		return false
	}
	seen[st] = true
	for i := range st.NumFields() {
		field, tag := st.Field(i), reflect.StructTag(st.Tag(i))
		for _, key := range []string{"form", "binding", "uri", "query", "param", "validate"} {
			if _, ok := tag.Lookup(key); ok {
				return true
			}
		}
		if Carrier(field.Type()) || field.Embedded() && fieldForRequest(field.Type(), seen) {
			return true
		}
	}
	return false
}
