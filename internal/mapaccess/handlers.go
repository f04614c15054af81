package mapaccess

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// handlers returns what the literals of an instruction do that have the shape of
// a handler: a server calls them in parallel. A literal that captures nothing is
// an operand of the instruction that uses it, others are made by one.
func (b *Function) handlers(instr ssa.Instruction) []*Access {
	if mc, ok := instr.(*ssa.MakeClosure); ok {
		if calledWhereMade(mc) {
			return nil
		}
		return b.handler(instr, mc, mc.Fn.(*ssa.Function))
	}
	if v, what := goroutine.Callback(instr); what != "" {
		return b.served(instr, v, instr.Pos(), what)
	}
	if put, ok := instr.(*ssa.MapUpdate); ok {
		if what := model.CallbackIn(put.Map.Type()); what != "" && b.Pkg.serves {
			out := b.served(instr, put.Value, put.Pos(), what)
			for _, a := range out {
				a.Thread.Believed = true // that handlers use it
			}
			return out
		}
	}
	call, _ := instr.(ssa.CallInstruction)
	var out []*Access
	if call != nil {
		out = b.remote(call)
	}
	for _, op := range instr.Operands(nil) {
		if fn, ok := (*op).(*ssa.Function); ok && fn.Parent() == b.Fn && (call == nil || call.Common().Value != fn) {
			out = append(out, b.handler(instr, fn, fn)...)
		}
	}
	return out
}

// calledWhereMade reports whether a literal is called where it is made, as a goroutine
// perhaps.
func calledWhereMade(mc *ssa.MakeClosure) bool {
	return slices.ContainsFunc(*mc.Referrers(), func(ref ssa.Instruction) bool {
		call, ok := ref.(ssa.CallInstruction)
		return ok && call.Common().Value == mc
	})
}

// handler returns what a literal does if it is a handler.
func (b *Function) handler(instr ssa.Instruction, v ssa.Value, fn *ssa.Function) []*Access {
	what, ok := goroutine.IsHandler(fn)
	if !ok {
		return nil
	}
	return b.served(instr, v, fn.Pos(), what)
}

// served returns what a function does that is called in parallel.
func (b *Function) served(instr ssa.Instruction, v ssa.Value, pos token.Pos, what string) []*Access {
	if b.Pkg.InTest(pos) || b.perRequest() {
		return nil
	}
	f := b.newThread(instr, true, what)
	f.Thread.Start = b.Pkg.Site(b.Fn, pos)
	return b.runValue(v, f)
}

// remote returns what the methods do of a value that a call hands to a server, which calls
// those of a certain form for each request.
//
//	rpc.Register(&Store{m: make(map[string]string)})
func (b *Function) remote(call ssa.CallInstruction) []*Access {
	reg, ok := goroutine.RegistrationOf(call.Common())
	if !ok || reg.Methods == "" || b.Pkg.InTest(call.Pos()) || b.perRequest() {
		return nil
	}
	value, ok := reg.Arg.(*ssa.MakeInterface)
	if !ok {
		return nil // of a type that nobody sees
	}
	var out []*Access
	for sel := range b.Pkg.prog.MethodSets.MethodSet(value.X.Type()).Methods() {
		if len(sel.Index()) > 1 {
			continue // of what it embeds
		}
		if fn := b.Pkg.prog.MethodValue(sel); fn != nil && goroutine.CallsMethod(reg.Methods, fn) {
			out = append(out, b.enter(callee{Fn: origin(fn), args: []ssa.Value{value.X}}, b.newThread(call, true, "RPCs"))...)
		}
	}
	return out
}

// perRequest reports whether the function itself, or one around it, has a
// request: what it makes belongs to one request.
func (b *Function) perRequest() bool {
	for fn := b.Fn; fn != nil; fn = fn.Parent() {
		for _, p := range fn.Params {
			if goroutine.IsRequest(p.Type()) {
				return true
			}
		}
	}
	return false
}
