package origin

import (
	"cmp"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// enter finds the entry points of the package, and the types that own them.
func (p *program) enter() {
	var extra []string
	if Entries != "" {
		extra = strings.Split(Entries, ",")
	}
	p.entries = goroutine.Entries(p.funcs, extra)
	p.owners = make(map[types.Type]bool)
	helpers := calledOnly(p.funcs)
	for _, e := range p.entries {
		recv := e.Fn.Signature.Recv()
		if recv != nil && e.Direct && !helpers[e.Fn] && !holdsRequest(recv.Type()) {
			p.owners[pointee(recv.Type())] = true
		}
	}
}

// owner reports whether v is a receiver that was made at start, as all of its
// type. What is stored in its fields later, each read of them tells.
func (p *program) owner(v ssa.Value) bool {
	param, ok := v.(*ssa.Parameter)
	return ok && param.Parent().Signature.Recv() != nil && param == param.Parent().Params[0] && p.owners[pointee(param.Type())]
}

// rootsOf returns what is known of the arguments of entry points.
func (p *program) rootsOf() []Root {
	served := make(map[*ssa.Function]bool)
	for _, e := range p.entries {
		served[e.Fn] = true
	}
	helpers := calledOnly(p.funcs)
	var roots []Root
	for _, e := range p.entries {
		root := Root{Name: nodeName(e.Fn), Pos: p.pos(e.Fn.Pos()), Heat: int(e.Heat), Why: e.Why, Rounds: e.Rounds != nil}
		if f := p.frames[e.Fn]; f != nil && root.Rounds {
			f.markRounds(p.own[root.Name], e.Rounds)
		}
		for i, param := range e.Fn.Params {
			if i == 0 && e.Fn.Signature.Recv() != nil && e.Direct && !helpers[e.Fn] && !holdsRequest(param.Type()) {
				root.Args = append(root.Args, Value{Class: Config, Source: "what " + types.TypeString(param.Type(), (*types.Package).Name) + " was made with"})
			} else {
				root.Args = append(root.Args, Unknown)
			}
		}
		for i := range e.Fn.FreeVars {
			root.Args = append(root.Args, p.captured(e.Fn, i, served))
		}
		roots = append(roots, root)
	}
	return roots
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

// markRounds marks what is in the loop of an entry point that waits for messages.
func (f *frame) markRounds(n *Node, rounds map[*ssa.BasicBlock]bool) {
	if n == nil || len(n.Decodes) != len(f.decodeBlocks) || len(n.Calls) != len(f.callBlocks) {
		return // given up
	}
	for i, b := range f.decodeBlocks {
		n.Decodes[i].Round = rounds[b]
	}
	for i, b := range f.callBlocks {
		n.Calls[i].Round = rounds[b]
	}
}

// holdsRequest reports whether values of a type are made for one request: it
// has a field for it, or fields that a framework binds to what it brings.
func holdsRequest(t types.Type) bool { return fieldForRequest(t, make(map[*types.Struct]bool)) }

// fieldForRequest is holdsRequest less the structs seen: one may embed a pointer to itself.
func fieldForRequest(t types.Type, seen map[*types.Struct]bool) bool {
	st, ok := pointee(t).Underlying().(*types.Struct)
	if !ok {
		return carrier(t)
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
		if carrier(field.Type()) || field.Embedded() && fieldForRequest(field.Type(), seen) {
			return true
		}
	}
	return false
}

// captured returns what a literal that is an entry point has of the function
// around it, which ran at start.
func (p *program) captured(fn *ssa.Function, i int, served map[*ssa.Function]bool) Value {
	for f := fn.Parent(); f != nil; f = f.Parent() {
		if served[f] {
			return Unknown // the function around it runs per request, too
		}
	}
	free := fn.FreeVars[i]
	if carrier(free.Type()) || readable(pointee(free.Type())) || readable(free.Type()) {
		return Unknown
	}
	if assigned(fn.Parent(), fn, i) {
		return Unknown
	}
	return Value{Class: Config, Source: "variable " + free.Name() + ", set when the handler was made", Place: p.place(free.Pos())}
}

// assigned reports whether a literal in parent assigns the variable that fn
// captures as its i-th.
func assigned(parent, fn *ssa.Function, i int) bool {
	var variable ssa.Value
	for _, b := range parent.Blocks {
		for _, instr := range b.Instrs {
			if made, ok := instr.(*ssa.MakeClosure); ok && made.Fn == fn {
				variable = made.Bindings[i]
			}
		}
	}
	if variable == nil || variable.Referrers() == nil {
		return false
	}
	for _, ref := range *variable.Referrers() {
		made, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue // the function around, at start
		}
		for k, b := range made.Bindings {
			if b != variable {
				continue // another variable
			}
			for _, ref := range *made.Fn.(*ssa.Function).FreeVars[k].Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == made.Fn.(*ssa.Function).FreeVars[k] {
					return true
				}
			}
		}
	}
	return false
}

// prune drops the calls that lead to no decode.
func (p *program) prune() {
	useful := make(map[string]bool)
	leads := func(c Call) bool {
		if c.Method != nil || c.Param > 0 {
			return true
		}
		if useful[c.Callee] {
			return true
		}
		if n := p.nodes[c.Callee]; n != nil && (len(n.Decodes) > 0 || len(n.Calls) > 0) {
			return true
		}
		for _, a := range c.Args {
			if a.Func != "" && useful[a.Func] {
				return true
			}
		}
		return false
	}
	for changed := true; changed; {
		changed = false
		for name, n := range p.own {
			if !useful[name] && (len(n.Decodes) > 0 || slices.ContainsFunc(n.Calls, leads)) {
				useful[name], changed = true, true
			}
		}
	}
	p.helpers()
	for _, n := range p.own {
		n.Calls = slices.DeleteFunc(n.Calls, func(c Call) bool { return !leads(c) })
	}
}

// helpers finds the functions that decode what they are given.
func (p *program) helpers() {
	helps := func(n *Node) bool {
		return slices.ContainsFunc(n.Decodes, func(d Decode) bool { return helper(d.Data, n) }) ||
			slices.ContainsFunc(n.Calls, func(c Call) bool {
				callee := p.node(c.Callee)
				return callee != nil && callee.Helper && passes(callee, c.Args, n)
			})
	}
	for changed := true; changed; {
		changed = false
		for _, n := range p.own {
			if !n.Helper && helps(n) {
				n.Helper, changed = true, true
			}
		}
	}
}

// export makes the facts of the package.
func (p *program) export() {
	g := p.graph
	exported := make(map[string]bool)
	for _, fn := range p.funcs {
		n := p.own[nodeName(fn)]
		if n == nil || exported[n.Name] {
			continue // a variant of another
		}
		if p.worth(fn, n) {
			exported[n.Name] = true
			g.Nodes = append(g.Nodes, *n)
		}
	}
	slices.SortFunc(g.Nodes, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	g.Impls = summary.Implementations(p.pass.Pkg, func(fn *types.Func) (string, bool) {
		name := model.Name(fn)
		return name, exported[name] && (g.Own || fn.Exported())
	})
	p.index.Add(g.Impls)
	for _, fn := range p.pkg.Members {
		if v, ok := fn.(*ssa.Global); ok && token.IsExported(v.Name()) && p.global(v) == Unknown {
			g.Mutable = append(g.Mutable, v.Name())
		}
	}
	slices.Sort(g.Mutable)
	g.Roots = slices.DeleteFunc(g.Roots, func(r Root) bool {
		n := p.own[r.Name]
		return n == nil || len(n.Decodes) == 0 && len(n.Calls) == 0
	})
}

// worth reports whether importers should know a function.
func (p *program) worth(fn *ssa.Function, n *Node) bool {
	if !p.graph.Own {
		// Of a dependency, what it decodes of what it is given, and what it
		// takes from configuration; never what it does on its own.
		if fn.Parent() == nil && !token.IsExported(fn.Name()) && len(n.Decodes) == 0 && len(n.Calls) == 0 {
			return false
		}
		n.Calls = slices.DeleteFunc(n.Calls, func(c Call) bool { return c.Method != nil })
		if len(n.Decodes) > 0 || len(n.Calls) > 0 {
			return true
		}
		return slices.ContainsFunc(n.Results, func(v Value) bool { return v.Class == Config && v.Source != "" })
	}
	if len(n.Decodes) > 0 || len(n.Calls) > 0 || len(n.Outs) > 0 {
		return true
	}
	return slices.ContainsFunc(n.Results, func(v Value) bool { return v != Value{} })
}
