package decodes

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// A function is one that is summarized: its calls, in the light of the origins of their
// arguments.
type function struct {
	*origin.Frame
	p      *program
	node   *Node
	loops  map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool
	rounds map[*ssa.BasicBlock]bool // blocks that run per event, of an entry point that waits for them
	memory *memory
}

// summarize notes what a function decodes and calls.
func (p *program) summarize(frame *origin.Frame, rounds map[*ssa.BasicBlock]bool) *Node {
	fn := frame.Func()
	f := &function{
		Frame: frame, p: p, node: newNode(fn), loops: cfg.Cycles(fn), rounds: rounds,
		memory: newMemory(fn, p.unset, p.kept),
	}
	for _, b := range fn.Blocks {
		f.At(b)
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case ssa.CallInstruction:
				f.call(origin.NewSite(i))
			case *ssa.Alloc:
				f.literal(i)
			}
		}
	}
	f.At(nil)
	f.keeps()
	return f.node
}

func newNode(fn *ssa.Function) *Node {
	n := &Node{Name: origin.Name(fn), Line: fn.Prog.Fset.Position(fn.Pos()).Line}
	for i, param := range fn.Params {
		if i < origin.MaxParams && (i > 0 || fn.Signature.Recv() == nil) && text(param.Type()) {
			n.Texts |= 1 << i
		}
	}
	return n
}

// call notes a call that decodes, or that may lead to a decode.
func (f *function) call(s origin.Site) {
	if _, ok := s.Common.Value.(*ssa.Builtin); ok {
		return // runs nothing of the program
	}
	if s.Obj == nil || !f.modelled(s) {
		f.dispatch(s)
	}
	f.literals(s)
}

// modelled notes a call of a function that the tables have.
func (f *function) modelled(s origin.Site) bool {
	known := model.Of(s.Obj)
	switch {
	case known.Constructor != nil:
		f.construct(s, *known.Constructor)
	case known.Receives:
	case known.Decoder != nil:
		f.noteDecode(s, *known.Decoder, f.Decoded(s, *known.Decoder))
	case known.Source != "" || known.Flow != nil:
	case known.Invoke != nil:
		if fn := s.Arg(known.Invoke.Func); fn != nil {
			switch v := f.Join(s.All); known.Invoke.When {
			case "now":
				f.invoke(s, fn, v, Call{})
			case "once":
				f.once(s, fn, v)
			}
		}
	case f.Unmarshals(s):
		f.noteDecode(s, model.Decoder{Data: 0, Target: model.Receiver, Kind: "bytes"}, f.Value(s.Args[0]))
	default:
		return false
	}
	return true
}

// construct notes a call that makes something costly of a text.
func (f *function) construct(s origin.Site, row model.Constructor) {
	if withClosures(s.Recv) {
		return // which may be those of the request
	}
	if constructed(s.Arg(row.Text)) {
		return // the rest of what is noted where it begins
	}
	kind, data := row.Kind, f.Compiled(s, row)
	switch kind {
	case "file":
		kind = "files" // that are not decoded
	case "pool":
		v, ok := s.Instr.(*ssa.Call)
		if !ok {
			return // nobody has it
		}
		if data, ok = f.pool(v, data); !ok {
			return // as it should be
		}
	}
	f.noteDecode(s, model.Decoder{Data: row.Text, Target: model.None, Kind: kind}, data)
}

// dispatch notes a call of a function of the program, in whichever way it is named.
func (f *function) dispatch(s origin.Site) {
	if s.Recv != nil && origin.Carrier(s.Recv.Type()) {
		return // of the request
	}
	if s.Callee != nil {
		if sum, ok := f.Sum(s.Callee); ok {
			f.noteCall(s, Call{Callee: sum.Name, Args: f.args(s)})
		}
		return
	}
	m, ok := f.p.methods.Of(s.Common)
	switch {
	case ok && !model.Standard(s.Obj.Pkg()):
		f.noteCall(s, Call{Method: &m, Args: f.args(s)})
	case !ok:
		if i, ok := f.FuncParam(s.Common.Value); ok {
			f.noteCall(s, Call{Param: i + 1, Args: f.args(s)})
		}
		f.variable(s)
	}
}

// variable notes a call of a function value whose function is known, or one of a table.
func (f *function) variable(s origin.Site) {
	for _, fn := range f.Functions(s.Common) {
		to := Arg{Method: fn.Method}
		for _, b := range fn.Bound {
			to.Bound = append(to.Bound, Arg{Value: b})
		}
		f.noteCall(s, Call{Callee: fn.Name, Args: to.to(f.args(s))})
	}
}

// literals notes the calls of the literals among the arguments of a call, if the callee
// seems to call them.
func (f *function) literals(s origin.Site) {
	for _, arg := range s.Args {
		fn := origin.Literal(arg)
		if fn == nil {
			continue // runs nothing of this function
		}
		if _, ok := f.Sum(fn); !ok {
			continue // not a literal
		}
		if s.Obj != nil && model.Of(s.Obj).Invoke != nil {
			continue // the tables say
		}
		if s.Callee != nil {
			if _, known := f.Sum(s.Callee); known {
				continue // its body says
			}
		}
		results := fn.Signature.Results()
		if results.Len() > 1 || results.Len() == 1 && !origin.Dataless(results.At(0).Type()) {
			continue // may be called later, or seldom
		}
		var around Call
		if model.Begins("later", callgraph.CalledName(s.Common)) {
			around.Doubt = Doubt{shortName(s), Later}
		}
		f.invoke(s, arg, f.Given(s), around)
	}
}

// invoke notes that the callee calls its argument fn, with the memo around that.
func (f *function) invoke(s origin.Site, fn ssa.Value, v origin.Value, around Call) {
	a := f.arg(fn)
	if a.Func == "" {
		return
	}
	var args []Arg
	var params int
	if made, ok := origin.Closure(fn); ok {
		params = len(made.Fn.(*ssa.Function).Params)
	} else if fn, ok := fn.(*ssa.Function); ok {
		params = len(fn.Params)
	}
	for range params {
		args = append(args, Arg{Value: v})
	}
	around.Callee, around.Args = a.Func, a.to(args)
	f.noteCall(s, around)
}

// args returns the arguments of a call, receiver first, and what a literal captures.
func (f *function) args(s origin.Site) []Arg {
	var out []Arg
	for i, v := range f.Values(s) {
		var a Arg
		if i < len(s.All) {
			a = f.arg(s.All[i])
		} else {
			a = f.arg(s.Common.Value.(*ssa.MakeClosure).Bindings[i-len(s.All)])
		}
		a.Value = v
		out = append(out, a)
	}
	return out
}

// arg returns an argument, with the function that it is.
func (f *function) arg(v ssa.Value) Arg {
	a := Arg{Value: f.Argument(v), Own: f.owned(v)}
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.MakeClosure:
			fn, bound := callgraph.Declared(x.Fn.(*ssa.Function))
			a.Func, a.Method = origin.Name(fn), bound
			for _, b := range x.Bindings {
				a.Bound = append(a.Bound, Arg{Value: f.Value(b), Own: f.owned(b)})
			}
		case *ssa.Function:
			if fn, bound := callgraph.Declared(x); !bound {
				a.Func = origin.Name(fn)
			}
		}
		return a
	}
}

// plain returns the values of arguments.
func plain(args []Arg) []origin.Value {
	var out []origin.Value
	for _, a := range args {
		out = append(out, a.Value)
	}
	return out
}

// text reports whether t is a text or a stream: what a helper is given to decode.
func text(t types.Type) bool {
	if u, ok := t.Underlying().(*types.Interface); ok && u.Empty() {
		return true
	}
	return origin.IsText(t) || origin.Readable(t)
}
