package origin

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// modelled evaluates a call of a function that the tables have.
func (f *Frame) modelled(s Site) bool {
	known := model.Of(s.Obj)
	switch {
	case known.Constructor != nil:
		f.construct(s, *known.Constructor)
	case known.Receives:
		f.result(s, Value{Class: Request})
	case known.Decoder != nil:
		f.decode(s, *known.Decoder)
	case known.Source != "":
		f.source(s, known.Source)
	case known.Flow != nil:
		f.flow(s, *known.Flow)
	case known.Invoke != nil:
		f.result(s, f.byLiterals(s, f.Join(s.All)))
	case f.Unmarshals(s):
		f.decode(s, model.Decoder{Data: 0, Target: model.Receiver, Kind: "bytes"})
	default:
		return false
	}
	return true
}

// Unmarshals reports whether a call decodes by a method UnmarshalJSON whose body
// calls no decoder of the tables: a generator made it.
func (f *Frame) Unmarshals(s Site) bool {
	if s.Recv == nil || len(s.Args) != 1 || s.Obj.Name() != "UnmarshalJSON" || model.Standard(s.Obj.Pkg()) {
		return false
	}
	if s.Callee == nil {
		return true
	}
	sum, ok := f.sums(s.Callee)
	return !ok || !sum.Leads
}

// flow evaluates a call whose results derive from its arguments. What literals
// among them capture decides what is taken.
func (f *Frame) flow(s Site, row model.Flow) {
	v := f.byLiterals(s, f.Join(s.All))
	f.result(s, v)
	to := s.Arg(row.Out)
	if to == nil {
		return // writes nothing
	}
	f.write(to, v)
	if row.Rest {
		for _, more := range s.Args[row.Out:] {
			f.write(more, v)
		}
	}
}

// byLiterals returns what a call takes of v, which is made of its arguments: what
// predicates among them capture may choose it.
func (f *Frame) byLiterals(s Site, v Value) Value {
	for _, arg := range s.Args {
		if made, ok := Closure(arg); ok && predicate(made) {
			v = chosen(v, f.choice(f.Join(made.Bindings)))
		}
	}
	return v
}

// predicate reports whether a literal answers yes or no, or which of two comes first.
func predicate(made *ssa.MakeClosure) bool {
	results := made.Fn.(*ssa.Function).Signature.Results()
	if results.Len() != 1 {
		return false
	}
	b, ok := results.At(0).Type().Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsBoolean|types.IsInteger) != 0
}

// decode evaluates a call of a decoder.
func (f *Frame) decode(s Site, row model.Decoder) {
	data := f.Decoded(s, row)
	if row.Target == model.Result {
		f.result(s, data)
	} else if to := s.Arg(row.Target); to != nil {
		f.write(to, data)
	}
}

// Decoded returns the origin of what a call of a decoder decodes.
func (f *Frame) Decoded(s Site, row model.Decoder) Value {
	var data Value
	if from := s.Arg(row.Data); from != nil {
		data = f.Value(from)
	}
	switch row.Kind {
	case "file":
		data = f.file(s, data)
	case "client":
		data = Join(Join(data, f.loaded(s.Recv)), Value{Class: Config, Source: ShortCall(s), Place: f.p.place(s.Instr.Pos())})
	case "row":
		data = Looked(data, Named(s))
	}
	return data
}

// loaded returns the origin of what a client holds that the function made for
// itself: of what its methods are given.
func (f *Frame) loaded(client ssa.Value) Value {
	var out Value
	switch client.(type) {
	case *ssa.Call, *ssa.Alloc, *ssa.Extract:
	default:
		return out // of others, or none
	}
	for _, ref := range *client.Referrers() {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			continue // no call
		}
		if s := NewSite(call); s.Recv == client {
			out = Join(out, f.Join(s.Args))
		}
	}
	return out
}

// options returns the origin of what an object was made with that the function made for
// itself, by what its options are made of:
//
//	rego.New(rego.Query("data.authz.allow"), rego.Module("authz.rego", policy))
func (f *Frame) options(made ssa.Value) Value {
	if x, ok := made.(*ssa.Extract); ok {
		made = x.Tuple
	}
	call, ok := made.(*ssa.Call)
	if !ok {
		return Value{}
	}
	var out Value
	for _, arg := range NewSite(call).Args {
		parts := callgraph.Variadic(arg)
		if parts == nil {
			parts = []ssa.Value{arg}
		}
		for _, v := range parts {
			if option, ok := v.(*ssa.Call); ok && isFunc(option.Type()) {
				out = Join(out, f.Join(option.Call.Args))
			} else {
				out = Join(out, f.Value(v))
			}
		}
	}
	return out
}

// construct evaluates a call that makes something costly of a text.
func (f *Frame) construct(s Site, row model.Constructor) {
	f.result(s, Join(f.Compiled(s, row), f.Join(s.All)))
}

// Compiled returns the origin of the text that a call makes something costly of.
func (f *Frame) Compiled(s Site, row model.Constructor) Value {
	if row.Text == model.Receiver {
		return Join(f.loaded(s.Recv), f.options(s.Recv))
	}
	data := f.Value(s.Arg(row.Text))
	switch row.Kind {
	case "file", "keyfile", "script":
		data = f.file(s, data)
	case "fs":
		data = Join(data, f.Value(s.Args[0]))
	}
	return data
}

// source evaluates a call whose result has a class of its own.
func (f *Frame) source(s Site, class model.Source) {
	key := f.Join(s.Args)
	v := key
	switch class {
	case "file", "embed":
		if s.Recv != nil {
			key = Join(key, f.Value(s.Recv))
		}
		v = f.file(s, key)
		if class == "embed" && key.Class == Request {
			v = Value{Class: Keyed}
		}
	case "env", "client":
		v = Join(Join(v, f.loaded(s.Recv)), Value{Class: Config, Source: ShortCall(s), Place: f.p.place(s.Instr.Pos())})
	case "variable":
		f.write(s.Args[0], Value{Class: Config, Source: ShortCall(s), Place: f.p.place(s.Instr.Pos())})
		v = Value{}
	case "keyed":
		v = Join(v, Value{Class: Config, Source: ShortCall(s), Place: f.p.place(s.Instr.Pos())})
	case "store":
		v = Looked(key, Named(s))
	case "request":
		v = Value{Class: Request}
	default:
		v = Unknown
	}
	f.result(s, v)
	if class == "store" {
		for _, arg := range s.Args {
			f.write(arg, v)
		}
	}
}

// systemFiles are folders of files whose content is made when they are read.
var systemFiles = [...]string{"/proc/", "/sys/", "/dev/"}

// writes reports whether the package writes the file whose path a call is given.
func (f *Frame) writes(s Site) bool {
	if len(s.Args) == 0 || len(f.p.written) == 0 {
		return false
	}
	read := pathOf(s.Args[0])
	return slices.ContainsFunc(f.p.written, read.same)
}

// file returns the origin of what a file holds, given that of its path.
func (f *Frame) file(s Site, path Value) Value {
	for _, arg := range s.Args {
		name, _ := StringOf(arg)
		for _, dir := range systemFiles {
			if strings.HasPrefix(name, dir) {
				return Unknown
			}
		}
	}
	if path.Class <= Config && f.writes(s) {
		return Looked(path, false) // perhaps a database
	}
	return Join(path, Value{Class: Config, Source: ShortCall(s), Place: f.p.place(s.Instr.Pos())})
}
