package origin

import (
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A site is a call, taken apart.
type site struct {
	instr  ssa.CallInstruction
	common *ssa.CallCommon
	callee *ssa.Function // nil for a dynamic call
	obj    *types.Func   // nil for a literal or a function value
	recv   ssa.Value     // nil for a function
	args   []ssa.Value   // without the receiver
	all    []ssa.Value   // with it, in the order of the callee's parameters
}

func newSite(instr ssa.CallInstruction) site {
	s := site{instr: instr, common: instr.Common()}
	if s.common.IsInvoke() {
		s.obj, s.recv, s.args = s.common.Method, s.common.Value, s.common.Args
		s.all = append([]ssa.Value{s.recv}, s.args...)
		return s
	}
	s.callee, s.all = summary.Callee(s.common)
	s.args = s.all
	if s.callee == nil {
		s.all = s.common.Args
		s.args = s.all
		return s
	}
	s.obj, _ = s.callee.Object().(*types.Func)
	if s.callee.Signature.Recv() != nil && len(s.all) > 0 {
		s.recv, s.args = s.all[0], s.all[1:]
	}
	return s
}

// arg returns an argument by its index in a table, or nil.
func (s site) arg(i int) ssa.Value {
	switch {
	case i == model.Receiver:
		return s.recv
	case i == model.Last && len(s.args) > 0:
		return s.args[len(s.args)-1]
	case i >= 0 && i < len(s.args):
		return s.args[i]
	}
	return nil
}

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
	case s.obj != nil && standard(s.obj.Pkg()):
		f.result(s, Unknown) // not in the tables: anything
	default:
		v := looked(f.join(s.all), named(s))
		f.result(s, v)
		for _, arg := range s.args {
			f.write(arg, v)
		}
	}
	f.literals(s)
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

// modelled evaluates a call of a function that the tables have.
func (f *frame) modelled(s site) bool {
	if row, ok := model.DecoderOf(s.obj); ok {
		f.decode(s, row)
		return true
	}
	if class, ok := model.SourceOf(s.obj); ok {
		f.source(s, class)
		return true
	}
	if row, ok := model.FlowOf(s.obj); ok {
		v := f.join(s.all)
		f.result(s, v)
		if to := s.arg(row.Out); to != nil {
			f.write(to, v)
			for _, more := range s.args[min(max(row.Out, 0), len(s.args)):] {
				if row.Out == 0 && strings.HasSuffix(s.obj.Name(), "Scan") {
					f.write(more, v)
				}
			}
		}
		return true
	}
	if row, ok := model.InvokeOf(s.obj); ok {
		v := f.join(s.all)
		if fn := s.arg(row.Func); fn != nil && row.When == "now" {
			f.invoke(s, fn, v)
		}
		f.result(s, v)
		return true
	}
	return false
}

// decode evaluates a call of a decoder.
func (f *frame) decode(s site, row model.Decoder) {
	var data Value
	if from := s.arg(row.Data); from != nil {
		data = f.value(from)
	}
	switch row.Kind {
	case "file":
		data = f.file(s, data)
	case "client":
		data = Join(data, Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
	}
	if row.Target == model.Result {
		f.result(s, data)
	} else if to := s.arg(row.Target); to != nil {
		f.write(to, data)
	}
	if f.emitting {
		f.noteDecode(s, row, data)
	}
}

// source evaluates a call whose result has a class of its own.
func (f *frame) source(s site, class model.Source) {
	key := f.join(s.args)
	v := key
	switch class {
	case "file", "embed":
		if s.recv != nil {
			key = Join(key, f.value(s.recv))
		}
		v = f.file(s, key)
		if class == "embed" && key.Class == Request {
			v = Value{Class: Keyed}
		}
	case "env", "client":
		v = Join(v, Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
	case "keyed":
		v = Join(v, Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
	case "store":
		v = looked(key, named(s))
	case "request":
		v = Value{Class: Request}
	default:
		v = Unknown
	}
	f.result(s, v)
	if class == "store" {
		for _, arg := range s.args {
			f.write(arg, v)
		}
	}
}

// fresh matches files whose content the system makes when they are read.
var fresh = regexp.MustCompile(`^/(proc|sys|dev)/`)

// file returns the origin of what a file holds, given that of its path.
func (f *frame) file(s site, path Value) Value {
	for _, arg := range s.args {
		if name, ok := stringOf(arg); ok && fresh.MatchString(name) {
			return Unknown
		}
	}
	if f.p.writesFiles && path.Class <= Config {
		return looked(path, false) // perhaps a database
	}
	return Join(path, Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
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
	if standard(s.obj.Pkg()) {
		return false // not the user's
	}
	args := f.args(s)
	if f.emitting {
		f.noteCall(s, Call{Method: &m, Args: args})
	}
	known := false
	for _, target := range f.p.index.Dispatch(m) {
		if node := f.p.node(target.Sum); node != nil && informs(node) {
			f.apply(s, node, args, named(s))
			known = true
		}
	}
	return known
}

// variable evaluates a call of a function variable that a single literal is
// stored in.
func (f *frame) variable(s site) bool {
	load, ok := s.common.Value.(*ssa.UnOp)
	if !ok {
		return false
	}
	alloc, ok := load.X.(*ssa.Alloc)
	if !ok {
		return false
	}
	var made *ssa.MakeClosure
	for _, ref := range *alloc.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok || store.Addr != alloc {
			continue // a use
		}
		m, ok := store.Val.(*ssa.MakeClosure)
		if !ok || made != nil {
			return false // another function, or several
		}
		made = m
	}
	if made == nil {
		return false
	}
	sum, ok := f.sums(made.Fn.(*ssa.Function))
	if !ok {
		return false
	}
	args := f.args(s)
	for _, b := range made.Bindings {
		args = append(args, f.arg(b))
	}
	f.apply(s, sum, args, false)
	if f.emitting {
		f.noteCall(s, Call{Callee: sum.Name, Args: args})
	}
	return true
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
		if v.Class == Lookup && word && keyed(r, values) {
			v.Word = true
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
	for _, v := range s.all {
		out = append(out, f.arg(v))
	}
	return out
}

// arg returns an argument, with the function that it is.
func (f *frame) arg(v ssa.Value) Arg {
	a := Arg{Value: f.value(v)}
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return a
	}
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.Parameter, *ssa.FreeVar, *ssa.UnOp:
			if i, ok := f.funcParam(x); ok {
				a.Value = param(i) // passed on
			}
		case *ssa.MakeClosure:
			fn, bound := summary.Declared(x.Fn.(*ssa.Function))
			if !bound {
				a.Func = nodeName(fn)
				for _, b := range x.Bindings {
					a.Bound = append(a.Bound, Arg{Value: f.value(b)})
				}
			}
		case *ssa.Function:
			fn, bound := summary.Declared(x)
			if !bound {
				a.Func = nodeName(fn)
			}
		}
		return a
	}
}

// funcParam returns the index of the parameter or free variable that a called
// function value is.
func (f *frame) funcParam(v ssa.Value) (int, bool) {
	for {
		switch x := v.(type) {
		case *ssa.Parameter, *ssa.FreeVar:
			i, ok := f.index[x]
			return i, ok
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			v = x.X
		default:
			return 0, false
		}
	}
}

// later matches functions that keep what they are given for another time, or
// call it to fill a cache.
var later = regexp.MustCompile(`^(On|Watch|Sub|Register|Add|Schedule|Every|After|Once|Listen|Handle|Use|Set|New|With|Get|Load|Fetch|Do|Compute|Must|Memo|Cache)`)

// literals evaluates the literals among the arguments of a call: what they
// write to the variables around them, and, if the callee surely calls them, the
// calls in them.
func (f *frame) literals(s site) {
	for _, arg := range s.args {
		made, ok := closure(arg)
		if !ok {
			continue // writes nothing of this function
		}
		sum, ok := f.sums(made.Fn.(*ssa.Function))
		if !ok {
			continue // not a literal
		}
		v := f.join(s.all)
		if s.obj == nil || !standard(s.obj.Pkg()) {
			v = looked(v, named(s))
		}
		values := f.bound(made, v)
		for _, out := range sum.Outs {
			if i := out.Param - len(made.Fn.(*ssa.Function).Params); i >= 0 && i < len(made.Bindings) {
				f.store(made.Bindings[i], out.Value.Subst(values))
			}
		}
		if s.obj != nil {
			if _, known := model.InvokeOf(s.obj); known {
				continue // the tables say
			}
		}
		if s.callee != nil {
			if _, known := f.sums(s.callee); known {
				continue // its body says
			}
		}
		results := made.Fn.(*ssa.Function).Signature.Results()
		if results.Len() > 1 || results.Len() == 1 && !dataless(results.At(0).Type()) || later.MatchString(calledName(s.common)) {
			continue // may be called later, or seldom
		}
		f.invoke(s, arg, v)
	}
}

// closure returns the literal that v is, behind conversions.
func closure(v ssa.Value) (*ssa.MakeClosure, bool) {
	for {
		switch x := v.(type) {
		case *ssa.MakeClosure:
			_, ok := x.Fn.(*ssa.Function)
			return x, ok
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return nil, false
		}
	}
}

// bound returns the arguments of a literal that an unknown function calls with
// arguments made of v.
func (f *frame) bound(made *ssa.MakeClosure, v Value) []Value {
	var values []Value
	for _, param := range made.Fn.(*ssa.Function).Params {
		if carrier(param.Type()) {
			values = append(values, Unknown)
		} else {
			values = append(values, v)
		}
	}
	for _, b := range made.Bindings {
		values = append(values, f.value(b))
	}
	return values
}

// invoke notes that the callee calls its argument fn.
func (f *frame) invoke(s site, fn ssa.Value, v Value) {
	a := f.arg(fn)
	if a.Func == "" || !f.emitting {
		return
	}
	var args []Arg
	var params int
	if made, ok := closure(fn); ok {
		params = len(made.Fn.(*ssa.Function).Params)
	} else if fn, ok := fn.(*ssa.Function); ok {
		params = len(fn.Params)
	}
	for range params {
		args = append(args, Arg{Value: v})
	}
	f.noteCall(s, Call{Callee: a.Func, Args: append(args, a.Bound...)})
}

// join returns the origin of what is made of all of vs.
func (f *frame) join(vs []ssa.Value) Value {
	var out Value
	for _, v := range vs {
		out = Join(out, f.value(v))
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
	slice, ok := arg.(*ssa.Slice)
	if !ok {
		return
	}
	array, ok := slice.X.(*ssa.Alloc)
	if !ok || array.Comment != "varargs" {
		return
	}
	for _, ref := range *array.Referrers() {
		elem, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue // the slice itself
		}
		for _, ref := range *elem.Referrers() {
			if store, ok := ref.(*ssa.Store); ok && store.Addr == elem && pointing(store.Val) {
				f.store(store.Val, v)
			}
		}
	}
}

// pointing reports whether a callee that gets v can write to what it points to.
func pointing(v ssa.Value) bool {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	if g, ok := v.(*ssa.Global); ok && g != nil {
		return true
	}
	switch v.Type().Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Slice:
		return !dataless(v.Type())
	case *types.Interface:
		_, isParam := v.(*ssa.Parameter)
		return isParam && !dataless(v.Type())
	}
	return false
}

// standard reports whether pkg is of the standard library.
func standard(pkg *types.Package) bool {
	if pkg == nil {
		return true // error
	}
	first, _, _ := strings.Cut(pkg.Path(), "/")
	return stdRoots[first]
}

// stdRoots are the first elements of the standard library's import paths.
var stdRoots = func() map[string]bool {
	m := make(map[string]bool)
	for root := range strings.FieldsSeq(`archive arena bufio builtin bytes cmp compress container context crypto database
		debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os
		path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode
		unique unsafe weak`) {
		m[root] = true
	}
	return m
}()

// named reports whether what is called says that it is about settings: by its
// own name, its receiver's or its package's.
func named(s site) bool {
	if setting.MatchString(calledName(s.common)) {
		return true
	}
	if s.recv != nil && setting.MatchString(types.TypeString(s.recv.Type(), func(*types.Package) string { return "" })) {
		return true
	}
	return s.obj != nil && s.obj.Pkg() != nil && setting.MatchString(s.obj.Pkg().Name())
}

// shortCall renders a call for a message: its name and constant arguments.
func shortCall(s site) string {
	name := calledName(s.common)
	if s.obj != nil && s.obj.Pkg() != nil && s.recv == nil {
		name = s.obj.Pkg().Name() + "." + name
	} else if s.recv != nil {
		t := types.TypeString(s.recv.Type(), (*types.Package).Name)
		name = strings.TrimPrefix(t, "*") + "." + name
	}
	for _, arg := range s.args {
		if text, ok := stringOf(arg); ok && text != "" && len(text) < 60 {
			return name + "(\"" + text + "\")"
		}
	}
	return name
}
