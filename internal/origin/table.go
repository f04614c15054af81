package origin

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// modelled evaluates a call of a function that the tables have.
func (f *frame) modelled(s site) bool {
	known := model.Of(s.obj)
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
		v := f.join(s.all)
		if fn := s.arg(known.Invoke.Func); fn != nil {
			switch known.Invoke.When {
			case "now":
				f.invoke(s, fn, v, Call{})
			case "once":
				f.once(s, fn, v)
			}
		}
		f.result(s, f.byLiterals(s, v))
	case f.unmarshals(s):
		f.decode(s, model.Decoder{Data: 0, Target: model.Receiver, Kind: "bytes"})
	default:
		return false
	}
	return true
}

// unmarshals reports whether a call decodes by a method UnmarshalJSON whose body
// calls no decoder of the tables: a generator made it.
func (f *frame) unmarshals(s site) bool {
	if s.recv == nil || len(s.args) != 1 || s.obj.Name() != "UnmarshalJSON" || model.Standard(s.obj.Pkg()) {
		return false
	}
	if s.callee == nil {
		return true
	}
	sum, ok := f.sums(s.callee)
	return !ok || len(sum.Decodes) == 0 && len(sum.Calls) == 0
}

// flow evaluates a call whose results derive from its arguments. What literals
// among them capture decides what is taken.
func (f *frame) flow(s site, row model.Flow) {
	v := f.byLiterals(s, f.join(s.all))
	f.result(s, v)
	to := s.arg(row.Out)
	if to == nil {
		return // writes nothing
	}
	f.write(to, v)
	if row.Out == 0 && strings.HasSuffix(s.obj.Name(), "Scan") {
		for _, more := range s.args {
			f.write(more, v)
		}
	}
}

// byLiterals returns what a call takes of v, which is made of its arguments: what
// predicates among them capture may choose it.
func (f *frame) byLiterals(s site, v Value) Value {
	for _, arg := range s.args {
		if made, ok := closure(arg); ok && predicate(made) {
			v = chosen(v, f.choice(f.join(made.Bindings)))
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
func (f *frame) decode(s site, row model.Decoder) {
	var data Value
	if from := s.arg(row.Data); from != nil {
		data = f.value(from)
	}
	switch row.Kind {
	case "file":
		data = f.file(s, data)
	case "client":
		data = Join(Join(data, f.loaded(s.recv)), Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
	case "row":
		data = looked(data, named(s))
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

// loaded returns the origin of what a client holds that the function made for
// itself: of what its methods are given.
func (f *frame) loaded(client ssa.Value) Value {
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
		if s := newSite(call); s.recv == client {
			out = Join(out, f.join(s.args))
		}
	}
	return out
}

// construct evaluates a call that makes something costly of a text.
func (f *frame) construct(s site, row model.Constructor) {
	data := f.value(s.arg(row.Text))
	kind := row.Kind
	switch kind {
	case "file":
		kind = "files" // that are not decoded
		data = f.file(s, data)
	case "keyfile":
		data = f.file(s, data)
	case "fs":
		data = Join(data, f.value(s.args[0]))
	}
	f.result(s, Join(data, f.join(s.all)))
	if f.emitting && !withClosures(s.recv) {
		f.noteDecode(s, model.Decoder{Data: row.Text, Target: model.None, Kind: kind}, data)
	}
}

// withClosures reports whether a template is given functions that may be those of the
// request: literals that capture something.
func withClosures(v ssa.Value) bool {
	for range maxHistory {
		call, ok := v.(*ssa.Call)
		if !ok || len(call.Call.Args) == 0 {
			return false
		}
		for _, arg := range call.Call.Args {
			if from := converted(arg); from != nil {
				arg = from
			}
			table, ok := arg.(*ssa.MakeMap)
			if !ok {
				continue // no functions
			}
			for _, ref := range *table.Referrers() {
				update, ok := ref.(*ssa.MapUpdate)
				if !ok {
					continue // a use
				}
				if made, ok := closure(update.Value); ok && len(made.Bindings) > 0 {
					return true
				}
			}
		}
		v = call.Call.Args[0]
	}
	return false
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
		v = Join(Join(v, f.loaded(s.recv)), Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
	case "variable":
		f.write(s.args[0], Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
		v = Value{}
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

// systemFiles are folders of files whose content is made when they are read.
var systemFiles = [...]string{"/proc/", "/sys/", "/dev/"}

// writes reports whether the package writes the file whose path a call is given.
func (f *frame) writes(s site) bool {
	if len(s.args) == 0 || len(f.p.written) == 0 {
		return false
	}
	read := pathOf(s.args[0])
	return slices.ContainsFunc(f.p.written, read.same)
}

// file returns the origin of what a file holds, given that of its path.
func (f *frame) file(s site, path Value) Value {
	for _, arg := range s.args {
		name, _ := stringOf(arg)
		for _, dir := range systemFiles {
			if strings.HasPrefix(name, dir) {
				return Unknown
			}
		}
	}
	if path.Class <= Config && f.writes(s) {
		return looked(path, false) // perhaps a database
	}
	return Join(path, Value{Class: Config, Source: shortCall(s), Place: f.p.place(s.instr.Pos())})
}
