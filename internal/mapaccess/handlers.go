package mapaccess

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
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
	out := b.servedObject(instr)
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

// A handlerMethod is a method that a server calls for each request.
type handlerMethod struct {
	fn   *ssa.Function
	what string // it handles
}

// servedObject returns what the methods do that a server calls of an object which an
// instruction makes a handler of, or registers, with what the object was made of.
//
//	mux.Handle("/", handler(list)) // handler has a method ServeHTTP, which calls its receiver
//	rpc.Register(&Store{m: make(map[string]string)})
func (b *Function) servedObject(instr ssa.Instruction) []*Access {
	obj, methods := b.Pkg.handlerMethods(instr)
	if len(methods) == 0 || b.Pkg.InTest(b.Fn.Pos()) || b.perRequest() {
		return nil
	}
	pos := Position(instr)
	if !pos.IsValid() {
		pos = obj.Pos() // of a conversion that nobody wrote
	}
	if !pos.IsValid() {
		pos = b.Fn.Pos()
	}
	var out []*Access
	for _, m := range methods {
		f := b.newThread(instr, true, m.what)
		f.Thread.Start = b.Pkg.Site(b.Fn, pos)
		out = append(out, b.enter(callee{Fn: m.fn, args: []ssa.Value{obj}}, f)...)
	}
	return out
}

// handlerMethods returns the object that an instruction hands to a server, and its methods
// that the server calls.
func (p *Package) handlerMethods(instr ssa.Instruction) (obj ssa.Value, out []handlerMethod) {
	switch instr := instr.(type) {
	case *ssa.MakeInterface:
		iface, ok := instr.Type().Underlying().(*types.Interface)
		if !ok {
			return nil, nil // of a type parameter
		}
		of := p.prog.MethodSets.MethodSet(instr.X.Type())
		for m := range iface.Methods() {
			if m.Signature().Params().Len() == 0 {
				continue // no handler, as most are not
			}
			if fn := p.ownMethod(of.Lookup(m.Pkg(), m.Name())); fn != nil {
				if what, ok := goroutine.IsHandler(fn); ok {
					out = append(out, handlerMethod{fn, what})
				}
			}
		}
		return instr.X, out
	case ssa.CallInstruction:
		reg, ok := goroutine.RegistrationOf(instr.Common())
		if !ok || reg.Methods == "" {
			return nil, nil
		}
		made, ok := reg.Arg.(*ssa.MakeInterface)
		if !ok {
			return nil, nil // of a type that nobody sees
		}
		for sel := range p.prog.MethodSets.MethodSet(made.X.Type()).Methods() {
			if fn := p.ownMethod(sel); fn != nil && goroutine.CallsMethod(reg.Methods, fn) {
				out = append(out, handlerMethod{fn, "RPCs"})
			}
		}
		return made.X, out
	}
	return nil, nil
}

// ownMethod returns the method of a selection, nil for one of what the type embeds, and
// for a type parameter's.
func (p *Package) ownMethod(sel *types.Selection) *ssa.Function {
	if sel == nil || len(sel.Index()) > 1 {
		return nil
	}
	if fn := p.prog.MethodValue(sel); fn != nil {
		return ir.Origin(fn)
	}
	return nil
}

// dynamicCallees returns the methods that a function may call by way of interfaces, or
// have called by encoders, and those that servers call of what it hands to them.
func (p *Package) dynamicCallees(fn *ssa.Function) []*ssa.Function {
	out := append(p.hierarchy.Callees(fn), p.tables.Callees(fn)...)
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			_, methods := p.handlerMethods(instr)
			for _, m := range methods {
				out = append(out, m.fn)
			}
			if call, ok := instr.(ssa.CallInstruction); ok {
				for _, m := range p.codecMethods(call.Common()) {
					out = append(out, m)
				}
			}
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
