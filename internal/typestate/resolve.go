package typestate

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// Resolve returns the function that a call surely runs on a path, and the call as one of that
// function, whose arguments are those of its parameters, the receiver first. It knows functions
// by their names, as values, as methods that were bound to a receiver, and as methods of what an
// interface holds on the path. If it knows none, the function is nil and the call the same.
func (x *Interpretation[V, W, N]) Resolve(w W, call *ssa.CallCommon) (*Closure[V], *ssa.CallCommon) {
	if call.IsInvoke() {
		fn := x.method(w, call)
		if fn == nil {
			return nil, call
		}
		return x.Closure(fn, nil), x.as(call, fn, call.Value)
	}
	c := x.Domain.Func(x.Domain.Eval(w, call.Value))
	if c == nil {
		return nil, call
	}
	fn, bound := callgraph.Declared(c.Fn)
	switch {
	case !bound && fn == c.Fn:
		return c, call
	case !bound:
		return x.Closure(fn, c.Bound), x.as(call, fn)
	case len(c.Bound) != 1:
		return nil, call
	}
	recv := c.Fn.FreeVars[0]
	w.Known().Set(x.Symbols, recv, c.Bound[0])
	return x.Closure(fn, nil), x.as(call, fn, recv)
}

// method returns the method that a call through an interface runs.
func (x *Interpretation[V, W, N]) method(w W, call *ssa.CallCommon) *ssa.Function {
	t := x.Domain.Dynamic(x.Domain.Eval(w, call.Value))
	if t == nil {
		t = x.Code.dynamic(call.Value)
	}
	if t == nil {
		t = x.Code.only(call.Value)
	}
	if t == nil {
		return nil
	}
	return callgraph.Method(call.Value.Parent().Prog, t, call)
}

// as returns the call as one of a function by name, with arguments before its own.
func (x *Interpretation[V, W, N]) as(call *ssa.CallCommon, fn *ssa.Function, first ...ssa.Value) *ssa.CallCommon {
	key := resolved{call, fn}
	known := x.resolved[key]
	if known == nil {
		static := *call
		static.Value, static.Method, static.Args = fn, nil, append(first, call.Args...)
		if x.resolved == nil {
			x.resolved = make(map[resolved]*ssa.CallCommon)
		}
		known = &static
		x.resolved[key] = known
	}
	return known
}

// A resolved call is one of a function.
type resolved struct {
	call *ssa.CallCommon
	fn   *ssa.Function
}

// A Code is what interpretations share of the functions of a package.
type Code struct {
	lives map[*ssa.Function]*Lives
	types map[*ssa.Global]types.Type // that interfaces in variables hold
	// made are the types of which the package makes its own interfaces, nil for several.
	made map[*types.TypeName]types.Type
}

// NewCode returns what is shared of the functions of a package.
func NewCode(funcs []*ssa.Function) *Code {
	c := &Code{make(map[*ssa.Function]*Lives), make(map[*ssa.Global]types.Type), make(map[*types.TypeName]types.Type)}
	changes := make(map[*ssa.Global]bool)
	if len(funcs) > 0 {
		if pkg := funcs[0].Prog.Package(ir.Pkg(funcs[0])); pkg != nil {
			funcs = append([]*ssa.Function{pkg.Func("init")}, funcs...) // where variables get their values
		}
	}
	for _, fn := range funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			c.converts(instr)
			for _, op := range instr.Operands(nil) {
				if g, ok := (*op).(*ssa.Global); ok {
					c.survey(g, instr, changes)
				}
			}
		}
	}
	return c
}

// survey notes what an instruction stores in a variable of the package, if nobody else can.
func (c *Code) survey(g *ssa.Global, instr ssa.Instruction, changes map[*ssa.Global]bool) {
	load, loads := instr.(*ssa.UnOp)
	if loads && load.Op == token.MUL || !types.IsInterface(g.Type().(*types.Pointer).Elem()) {
		return
	}
	s, stores := instr.(*ssa.Store)
	if !stores || s.Val == g || token.IsExported(g.Name()) || changes[g] || c.types[g] != nil {
		changes[g] = true
		delete(c.types, g)
		return
	}
	made, ok := s.Val.(*ssa.MakeInterface)
	if !ok {
		changes[g] = true
		return
	}
	c.types[g] = made.X.Type()
}

// converts notes of which type an instruction makes an interface.
func (c *Code) converts(instr ssa.Instruction) {
	var from, to types.Type
	switch instr := instr.(type) {
	case *ssa.MakeInterface:
		from, to = instr.X.Type(), instr.Type()
	case *ssa.ChangeInterface:
		to = instr.Type() // of some type
	case *ssa.TypeAssert:
		to = instr.AssertedType
	default:
		return
	}
	iface := own(to, instr.Parent())
	if iface == nil {
		return
	}
	if before, ok := c.made[iface]; ok && (before == nil || from == nil || !types.Identical(before, from)) {
		from = nil
	}
	c.made[iface] = from
}

// own returns the name of an interface type that the package of fn declares, and does not
// export, nil if t is none.
func own(t types.Type, fn *ssa.Function) *types.TypeName {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !types.IsInterface(named) || named.Obj().Exported() || fn == nil || named.Obj().Pkg() != ir.Pkg(fn) {
		return nil
	}
	return named.Obj()
}

// only returns the type of what an interface holds of which the package makes such interfaces
// only, nil if there are several, or others can make one.
func (c *Code) only(v ssa.Value) types.Type {
	if p, ok := v.(*ssa.Parameter); ok {
		if fn, declared := ir.Func(p.Parent()); !declared || fn.Exported() {
			return nil
		}
	}
	iface := own(v.Type(), v.Parent())
	if iface == nil {
		return nil
	}
	return c.made[iface]
}

// dynamic returns the type of what an interface holds that is loaded from a variable of the
// package which is set once, nil if v is none.
func (c *Code) dynamic(v ssa.Value) types.Type {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	g, _ := load.X.(*ssa.Global)
	return c.types[g]
}

// Lives returns the lives of the registers of a function.
func (c *Code) Lives(fn *ssa.Function) *Lives {
	l := c.lives[fn]
	if l == nil {
		l = NewLives(fn)
		c.lives[fn] = l
	}
	return l
}
