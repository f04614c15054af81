package origin

import (
	"go/token"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// call evaluates a call: what a model says of it, what the callee's summary
// says, or what can be said of a function that is not known.
func (f *frame) call(instr ssa.CallInstruction) {
	s := newSite(instr)
	if b, ok := s.common.Value.(*ssa.Builtin); ok {
		f.builtin(s, b)
		return
	}
	if s.obj != nil && f.modelled(s) {
		f.literals(s)
		return
	}
	switch {
	case s.recv != nil && carrier(s.recv.Type()):
		f.result(s, Value{Class: Request})
		for _, arg := range s.args {
			f.write(arg, Value{Class: Request}) // Bind and its kind
		}
	case f.summarized(s):
		// by its body
	case s.obj != nil && model.Standard(s.obj.Pkg()):
		f.result(s, Unknown) // not in the tables: anything
	default:
		all := f.join(s.args)
		if i, ok := f.funcParam(s.common.Value); ok && !s.common.IsInvoke() {
			all = Join(all, param(i)) // what the function that is given makes
		}
		if s.common.IsInvoke() {
			all = Join(all, service(f.value(s.recv)).picked(all.Literal))
		} else if s.recv != nil {
			all = Join(all, f.value(s.recv))
		}
		v := looked(all, named(s))
		f.result(s, v)
		for _, arg := range s.args {
			f.write(arg, v)
		}
	}
	f.literals(s)
}

// unseen writes to what the arguments of a dependency's function point to, where
// its summary writes nothing: a library may fill it in by reflection or through a
// callback that is registered elsewhere.
func (f *frame) unseen(s site, sum *Node) {
	if sum.graph == nil || sum.graph.Own {
		return // what the user's functions do can be seen
	}
	v := f.join(s.args)
	if s.recv != nil {
		v = Join(v, service(f.value(s.recv)))
	}
	v = looked(v, named(s))
	for i, arg := range s.all {
		written := slices.ContainsFunc(sum.Outs, func(out Out) bool { return out.Param == i })
		if !written && (i > 0 || s.recv == nil) && fillable(arg) {
			f.write(arg, v)
		}
	}
}

// fillable reports whether an argument is given to be filled in: a variable of the
// function to which nothing else is assigned, but for constants in its fields, which
// are defaults. A text is there to be read.
func fillable(arg ssa.Value) bool {
	if addr, ok := stripped(arg).(*ssa.FieldAddr); ok {
		return fillableField(addr)
	}
	alloc, ok := stripped(arg).(*ssa.Alloc)
	if !ok || isText(alloc.Type()) || isText(pointee(alloc.Type())) {
		return false
	}
	return !initialized(alloc)
}

// fillableField reports whether a pointer is to a field of such a variable, to which
// nothing but constants is assigned.
func fillableField(addr *ssa.FieldAddr) bool {
	alloc, ok := addr.X.(*ssa.Alloc)
	if !ok {
		return false
	}
	for _, ref := range *alloc.Referrers() {
		if other, ok := ref.(*ssa.FieldAddr); ok && other.Field == addr.Field && initialized(other) {
			return false
		}
		if st, ok := ref.(*ssa.Store); ok && st.Addr == alloc && !constants(st.Val) {
			return false
		}
	}
	return true
}

// initialized reports whether something other than a constant is stored at an address,
// or in a field of what is there.
func initialized(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr && !constants(ref.Val) {
				return true
			}
		case *ssa.FieldAddr:
			if initialized(ref) {
				return true
			}
		}
	}
	return false
}

// constants reports whether a value is a constant, or a literal of constants.
func constants(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		lit, ok := load.X.(*ssa.Alloc)
		return ok && lit.Comment == "complit" && !initialized(lit)
	}
	_, ok := v.(*ssa.Const)
	return ok
}

func (f *frame) builtin(s site, b *ssa.Builtin) {
	switch b.Name() {
	case "append":
		f.result(s, f.join(s.args))
	case "copy":
		f.store(s.args[0], f.value(s.args[1]))
	case "min", "max", "ssa:wrapnilchk":
		f.result(s, f.join(s.args))
	}
}

// summarized evaluates a call of a function or method whose summary is known.
func (f *frame) summarized(s site) bool {
	if s.callee != nil {
		sum, ok := f.sums(s.callee)
		if !ok {
			return false
		}
		args := f.args(s)
		if made, ok := s.common.Value.(*ssa.MakeClosure); ok && len(args) == len(s.callee.Params) {
			for _, b := range made.Bindings {
				args = append(args, f.arg(b))
			}
		}
		f.apply(s, sum, args, named(s))
		f.unseen(s, sum)
		if f.emitting {
			f.noteCall(s, Call{Callee: sum.Name, Args: args})
		}
		return true
	}
	m, ok := summary.InterfaceMethod(s.common)
	if !ok {
		if i, ok := f.funcParam(s.common.Value); ok && f.emitting {
			f.noteCall(s, Call{Param: i + 1, Args: f.args(s)})
		}
		return f.variable(s)
	}
	if model.Standard(s.obj.Pkg()) {
		return false // not the user's
	}
	args := f.args(s)
	if f.emitting {
		f.noteCall(s, Call{Method: &m, Args: args})
	}
	known := false
	for _, fn := range f.p.hierarchy.Targets(s.common) {
		if node, ok := f.sums(fn); ok && informs(node) {
			f.apply(s, node, args, named(s))
			known = true
		}
	}
	for _, target := range f.p.index.Dispatch(m) {
		if node := f.p.node(target.Sum); node != nil && informs(node) {
			f.apply(s, node, args, named(s))
			known = true
		}
	}
	return known
}

// informs reports whether a method's results say anything, as those of a stub
// do not.
func informs(node *Node) bool {
	for _, r := range node.Results {
		if r != (Value{}) {
			return true
		}
	}
	return false
}

// apply evaluates a call by the callee's summary.
func (f *frame) apply(s site, sum *Node, args []Arg, word bool) {
	values := plain(args)
	var results []Value
	for _, r := range sum.Results {
		v := r.Subst(values)
		if v.Class == Lookup && word {
			v.Word = v.Word || keyed(r, values)
			v.Named = v.Named || v.Params != 0
		}
		results = append(results, v)
	}
	f.results(s, results)
	f.applyOuts(s, sum, values)
}

// keyed reports whether a constant that may be a key flows into a result.
func keyed(result Value, args []Value) bool {
	for i, arg := range args {
		if i < maxParams && result.Params&(1<<i) != 0 && arg.Literal {
			return true
		}
	}
	return false
}

// applyOuts writes what the callee writes to what its parameters point to.
func (f *frame) applyOuts(s site, sum *Node, values []Value) {
	for _, out := range sum.Outs {
		v := out.Value.Subst(values)
		if out.Param < len(s.all) {
			f.write(s.all[out.Param], v)
		} else if made, ok := s.common.Value.(*ssa.MakeClosure); ok && out.Param-len(s.all) < len(made.Bindings) {
			f.store(made.Bindings[out.Param-len(s.all)], v)
		}
	}
}

// plain returns the values of arguments.
func plain(args []Arg) []Value {
	var out []Value
	for _, a := range args {
		out = append(out, a.Value)
	}
	return out
}

// args returns the arguments of a call, receiver first.
func (f *frame) args(s site) []Arg {
	var out []Arg
	for i, v := range s.all {
		a := f.arg(v)
		if i == 0 && s.common.IsInvoke() {
			a.Value = service(a.Value)
			a.Served = true
		}
		out = append(out, a)
	}
	return out
}

// service returns the origin of an interface's value whose method is called: a
// service that was made of who knows what is not data for that, and no text.
func service(v Value) Value {
	if v.Class == Unclear {
		return Value{Class: Lookup, Params: v.Params}
	}
	v.Text = false
	return v
}

// join returns the origin of what is made of all of vs.
func (f *frame) join(vs []ssa.Value) Value {
	var out Value
	for _, v := range vs {
		out = Join(out, asText(f.value(v), v.Type()))
	}
	return out
}

// result sets all results of a call.
func (f *frame) result(s site, v Value) {
	sig := s.common.Signature()
	results := make([]Value, sig.Results().Len())
	for i := range results {
		if !dataless(sig.Results().At(i).Type()) {
			results[i] = v
		}
	}
	f.results(s, results)
}

func (f *frame) results(s site, results []Value) {
	v, ok := s.instr.(*ssa.Call)
	if !ok {
		return // go or defer: nobody sees them
	}
	if len(results) == 1 {
		f.set(v, results[0])
		return
	}
	old := f.tuples[v]
	if old == nil {
		old = make([]Value, len(results))
		f.tuples[v] = old
	}
	for i := range min(len(old), len(results)) {
		if j := Join(old[i], results[i]); j != old[i] {
			old[i] = j
			f.changed = true
		}
	}
}

// write stores v where an argument points to, also the elements of a variadic
// one.
func (f *frame) write(arg ssa.Value, v Value) {
	if !pointing(arg) {
		return // passed by value
	}
	f.store(arg, v)
	f.writeHeld(stripped(arg), v)
	for _, elem := range callgraph.Variadic(arg) {
		if pointing(elem) {
			f.store(elem, v)
		}
	}
}

// writeHeld stores v where the pointers that a variable holds point to, given the
// address of the variable: a decoder that is given &dst, where dst holds a
// pointer, writes through both.
func (f *frame) writeHeld(addr ssa.Value, v Value) {
	variable, ok := addr.(*ssa.Alloc)
	if !ok {
		return // not the address of a variable
	}
	for _, ref := range *variable.Referrers() {
		if store, ok := ref.(*ssa.Store); ok && store.Addr == variable && pointing(store.Val) {
			f.store(store.Val, v)
		}
	}
}
