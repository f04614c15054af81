package origin

import (
	"go/token"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// call evaluates a call: what a model says of it, what the callee's summary
// says, or what can be said of a function that is not known.
func (f *Frame) call(instr ssa.CallInstruction) {
	s := NewSite(instr)
	if b, ok := s.Common.Value.(*ssa.Builtin); ok {
		f.builtin(s, b)
		return
	}
	if s.Obj != nil && f.modelled(s) {
		f.literals(s)
		return
	}
	switch {
	case s.Recv != nil && Carrier(s.Recv.Type()):
		f.result(s, Value{Class: Request})
		for _, arg := range s.Args {
			f.write(arg, Value{Class: Request}) // Bind and its kind
		}
	case f.summarized(s):
		// by its body
	case s.Obj != nil && model.Standard(s.Obj.Pkg()):
		f.result(s, Unknown) // not in the tables: anything
	default:
		all := f.Join(s.Args)
		if i, ok := f.FuncParam(s.Common.Value); ok && !s.Common.IsInvoke() {
			if all == (Value{}) {
				f.result(s, param(i)) // just what the function that is given makes
				break
			}
			all = Join(all, param(i))
		}
		if s.Common.IsInvoke() {
			all = Join(all, service(f.Value(s.Recv)).picked(all.Literal))
		} else if s.Recv != nil {
			all = Join(all, f.Value(s.Recv))
		}
		v := Looked(all, Named(s))
		f.result(s, v)
		for _, arg := range s.Args {
			f.write(arg, v)
		}
	}
	f.literals(s)
}

// unseen writes to what the arguments of a dependency's function point to, where
// its summary writes nothing: a library may fill it in by reflection or through a
// callback that is registered elsewhere.
func (f *Frame) unseen(s Site, sum *Summary) {
	if !sum.foreign {
		return // what the user's functions do can be seen
	}
	v := f.Join(s.Args)
	if s.Recv != nil {
		v = Join(v, service(f.Value(s.Recv)))
	}
	v = Looked(v, Named(s))
	for i, arg := range s.All {
		written := slices.ContainsFunc(sum.Outs, func(out Out) bool { return out.Param == i })
		if !written && (i > 0 || s.Recv == nil) && fillable(arg) {
			f.write(arg, v)
		}
	}
}

// fillable reports whether an argument is given to be filled in: a variable of the
// function to which nothing else is assigned, but for constants in its fields, which
// are defaults. A text is there to be read.
func fillable(arg ssa.Value) bool {
	if addr, ok := Stripped(arg).(*ssa.FieldAddr); ok {
		return fillableField(addr)
	}
	alloc, ok := Stripped(arg).(*ssa.Alloc)
	if !ok || IsText(alloc.Type()) || IsText(Pointee(alloc.Type())) {
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

func (f *Frame) builtin(s Site, b *ssa.Builtin) {
	switch b.Name() {
	case "append":
		f.result(s, f.Join(s.Args))
	case "copy":
		f.store(s.Args[0], f.Value(s.Args[1]))
	case "min", "max", "ssa:wrapnilchk":
		f.result(s, f.Join(s.Args))
	}
}

// summarized evaluates a call of a function or method whose summary is known.
func (f *Frame) summarized(s Site) bool {
	if s.Callee != nil {
		sum, ok := f.sums(s.Callee)
		if !ok {
			return false
		}
		f.apply(s, sum, f.Values(s), Named(s))
		f.unseen(s, sum)
		return true
	}
	m, ok := f.p.methods.Of(s.Common)
	if !ok {
		return f.variable(s)
	}
	if model.Standard(s.Obj.Pkg()) {
		return false // not the user's
	}
	args, known := f.Values(s), false
	for _, fn := range f.p.hierarchy.Targets(s.Common) {
		if sum, ok := f.sums(fn); ok && informs(sum) {
			f.apply(s, sum, args, Named(s))
			known = true
		}
	}
	for _, target := range f.p.index.Dispatch(m) {
		if sum := f.p.find(target.Sum); sum != nil && informs(sum) {
			f.apply(s, sum, args, Named(s))
			known = true
		}
	}
	return known
}

// apply evaluates a call by the callee's summary.
func (f *Frame) apply(s Site, sum *Summary, args []Value, word bool) {
	var results []Value
	for _, r := range sum.Results {
		v := r.Subst(args)
		if v.Class == Lookup && word {
			v.Word = v.Word || keyed(r, args)
			v.Named = v.Named || v.Params != 0
		}
		results = append(results, v)
	}
	f.results(s, results)
	f.applyOuts(s, sum, args)
}

// keyed reports whether a constant that may be a key flows into a result.
func keyed(result Value, args []Value) bool {
	for i, arg := range args {
		if i < MaxParams && result.Params&(1<<i) != 0 && arg.Literal {
			return true
		}
	}
	return false
}

// applyOuts writes what the callee writes to what its parameters point to.
func (f *Frame) applyOuts(s Site, sum *Summary, values []Value) {
	for _, out := range sum.Outs {
		v := out.Value.Subst(values)
		if out.Param < len(s.All) {
			f.write(s.All[out.Param], v)
		} else if made, ok := s.Common.Value.(*ssa.MakeClosure); ok && out.Param-len(s.All) < len(made.Bindings) {
			f.store(made.Bindings[out.Param-len(s.All)], v)
		}
	}
}

// Values returns the origins of the arguments of a call, receiver first, and for a literal
// those of what it captures.
func (f *Frame) Values(s Site) []Value {
	var out []Value
	for i, v := range s.All {
		arg := f.Argument(v)
		if i == 0 && s.Common.IsInvoke() {
			arg = service(arg)
			arg.Served = true
		}
		out = append(out, arg)
	}
	made, ok := s.Common.Value.(*ssa.MakeClosure)
	if ok && s.Callee != nil && len(out) == len(s.Callee.Params) {
		for _, b := range made.Bindings {
			out = append(out, f.Argument(b))
		}
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

// Join returns the origin of what is made of all of vs.
func (f *Frame) Join(vs []ssa.Value) Value {
	var out Value
	for _, v := range vs {
		out = Join(out, asText(f.Value(v), v.Type()))
	}
	return out
}

// result sets all results of a call.
func (f *Frame) result(s Site, v Value) {
	sig := s.Common.Signature()
	results := make([]Value, sig.Results().Len())
	for i := range results {
		if !Dataless(sig.Results().At(i).Type()) {
			results[i] = v
		}
	}
	f.results(s, results)
}

func (f *Frame) results(s Site, results []Value) {
	v, ok := s.Instr.(*ssa.Call)
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
func (f *Frame) write(arg ssa.Value, v Value) {
	if !Pointing(arg) {
		return // passed by value
	}
	f.store(arg, v)
	f.writeHeld(Stripped(arg), v)
	for _, elem := range callgraph.Variadic(arg) {
		if Pointing(elem) {
			f.store(elem, v)
		}
	}
}

// writeHeld stores v where the pointers that a variable holds point to, given the
// address of the variable: a decoder that is given &dst, where dst holds a
// pointer, writes through both.
func (f *Frame) writeHeld(addr ssa.Value, v Value) {
	variable, ok := addr.(*ssa.Alloc)
	if !ok {
		return // not the address of a variable
	}
	for _, ref := range *variable.Referrers() {
		if store, ok := ref.(*ssa.Store); ok && store.Addr == variable && Pointing(store.Val) {
			f.store(store.Val, v)
		}
	}
}
