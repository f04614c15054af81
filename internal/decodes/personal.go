package decodes

import (
	"go/types"
	"iter"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/origin"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// personal reports whether a value that is shared would not do instead of the decoded
// one: what the request brought is put into it, or it is changed by what may differ and
// encoded again, or its encoding is kept. A document that is changed by what does not
// depend on the request could be kept as a whole, and a response is no store.
func (f *function) personal(s origin.Site, to ssa.Value) bool {
	if to == nil {
		return false
	}
	varies, encoded := false, false
	for v, use := range uses(s, to) {
		switch use := use.(type) {
		case *ssa.Store:
			if assigns(use, v) && v != origin.Stripped(to) {
				if f.Value(use.Val).Class == origin.Request || appended(use.Val) {
					return true
				}
				varies = varies || f.differs(use.Val)
			}
		case *ssa.MapUpdate:
			if use.Map == v && (f.Value(use.Value).Class == origin.Request || f.Value(use.Key).Class == origin.Request) {
				return true
			}
			varies = varies || use.Map == v && (f.differs(use.Value) || f.differs(use.Key))
		case ssa.CallInstruction:
			if _, ok := f.FuncParam(use.Common().Value); ok && !use.Common().IsInvoke() {
				varies = true // by who calls
				continue
			}
			if f.overlays(use, v) {
				return true
			}
			enc, kept := f.encodes(use)
			if kept {
				return true // a state that is read, and written back
			}
			encoded = encoded || enc
		}
	}
	return varies && encoded
}

// differs reports whether v may be another value each time: the program, configuration
// and what the receiver holds are not.
func (f *function) differs(v ssa.Value) bool {
	data := f.Value(v)
	if f.Func().Signature.Recv() != nil {
		data.Params &^= 1 | origin.Made
	}
	return data.Class >= origin.Lookup || data.Params != 0
}

// overlays reports whether a call puts what the request brought into v: it decodes that
// on top, or a function whose summary is known stores it there.
func (f *function) overlays(use ssa.CallInstruction, v ssa.Value) bool {
	s := origin.NewSite(use)
	if s.Obj != nil {
		if row := model.Of(s.Obj).Decoder; row != nil {
			to, from := s.Arg(row.Target), s.Arg(row.Data)
			return to != nil && from != nil && origin.Stripped(to) == origin.Stripped(v) && f.Value(from).Class == origin.Request
		}
	}
	if s.Callee == nil {
		return false
	}
	sum, ok := f.Sum(s.Callee)
	if !ok {
		return false
	}
	values := plain(f.args(s))
	return slices.ContainsFunc(sum.Outs, func(out origin.Out) bool {
		return out.Param < len(s.All) && origin.Stripped(s.All[out.Param]) == origin.Stripped(v) && out.Value.Subst(values).Class == origin.Request
	})
}

// encodes reports whether a call encodes its argument, and whether what it makes is kept
// by others than who asked.
func (f *function) encodes(call ssa.CallInstruction) (encodes, kept bool) {
	s := origin.NewSite(call)
	row, ok := encoder(s)
	if !ok {
		return false, false
	}
	if row.Out == model.Result {
		v, ok := call.(*ssa.Call)
		return true, ok && f.keepsText(v)
	}
	to := s.Arg(row.Out)
	if made, ok := to.(*ssa.Call); ok && row.Out == model.Receiver { // json.NewEncoder(w).Encode(v)
		if from := origin.NewSite(made); from.Recv == nil && len(from.Args) > 0 {
			to = from.Args[0]
		}
	}
	if to == nil || to == s.Recv {
		return false, false // not known where it writes to
	}
	to = origin.Stripped(to)
	if buf, ok := to.(*ssa.Alloc); ok {
		return true, f.keepsText(buf)
	}
	return true, !f.responds(to)
}

// encoder returns what is known of a call that encodes: by the table, or because it is of
// the method of a type that encodes itself.
func encoder(s origin.Site) (model.Encoder, bool) {
	if s.Obj == nil {
		return model.Encoder{}, false
	}
	if row := model.Of(s.Obj).Encoder; row != nil {
		return *row, true
	}
	if s.Recv != nil && len(s.Args) == 0 && marshals[s.Obj.Name()] && s.Common.Signature().Results().Len() == 2 {
		return model.Encoder{Value: model.Receiver, Out: model.Result}, true
	}
	return model.Encoder{}, false
}

// marshals are the methods of the interfaces of encoding, encoding/json and yaml.
var marshals = map[string]bool{"MarshalBinary": true, "MarshalJSON": true, "MarshalText": true, "MarshalYAML": true}

// responds reports whether what is written to v goes to who asked: it is the response,
// or a writer that is made of it.
func (f *function) responds(v ssa.Value) bool {
	return origin.Carrier(v.Type()) || writable(v.Type()) && f.Value(v).Class == origin.Request
}

// writable reports whether t has a method Write.
func writable(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Write")
	_, ok := obj.(*types.Func)
	return ok
}

// keepsText reports whether an encoded text is given to anything but a response, a
// decoder, a sum or a log.
func (f *function) keepsText(text ssa.Value) bool {
	kept := false
	follow([]ssa.Value{text}, func(v ssa.Value, ref ssa.Instruction) []ssa.Value {
		if kept || origin.Dataless(v.Type()) {
			return nil // known, or an error
		}
		switch ref := ref.(type) {
		case *ssa.Store:
			root, _ := origin.Resolve(ref.Addr)
			switch {
			case ref.Val != v:
			case !origin.Shared(root):
				return []ssa.Value{root}
			default:
				kept = !f.responds(root)
			}
			return nil
		case *ssa.MapUpdate:
			root, _ := origin.Resolve(ref.Map)
			kept = ref.Value == v && origin.Shared(root)
			return nil
		case ssa.CallInstruction:
			s := origin.NewSite(ref)
			kept = f.mayKeep(s)
			if s.Obj == nil || model.Of(s.Obj).Flow == nil {
				return nil
			}
		}
		return made(ref)
	})
	return kept
}

// mayKeep reports whether a call may keep what it is given.
func (f *function) mayKeep(s origin.Site) bool {
	if _, ok := s.Common.Value.(*ssa.Builtin); ok {
		return false
	}
	if slices.ContainsFunc(s.All, f.responds) {
		return false // the answer
	}
	if s.Obj == nil || s.Obj.Pkg() == nil {
		return true
	}
	if known := model.Of(s.Obj); known.Flow != nil || known.Decoder != nil {
		return false
	}
	pkg := s.Obj.Pkg().Path()
	if pkg == "fmt" || pkg == "log" || strings.HasPrefix(pkg, "log/") || strings.HasPrefix(pkg, "hash") || strings.HasPrefix(pkg, "crypto/") {
		return false // tells, or sums up
	}
	return true
}

// rewritten reports whether what a call brings forth is changed and given to a
// function that keeps it, as a new state of what was read: another must read it
// afresh. by is a function that may do so, by its name.
func (f *function) rewritten(s origin.Site) (sure bool, by Doubt) {
	changed, saved := false, false
	for v, use := range uses(s, nil) {
		switch use := use.(type) {
		case *ssa.Store:
			changed = changed || assigns(use, v)
		case *ssa.MapUpdate:
			changed = changed || use.Map == v
		case ssa.CallInstruction:
			if b, ok := use.Common().Value.(*ssa.Builtin); ok {
				changed = changed || b.Name() == "delete"
				continue
			}
			to := origin.NewSite(use)
			i := slices.Index(to.All, v)
			if i < 0 || slices.ContainsFunc(to.All, f.responds) {
				continue // of it, or an answer
			}
			saved = saved || f.p.kept.arg(to, i, 0) || encodesArg(to, i)
			if keepsByName(to) != "" || model.Begins("change", callgraph.CalledName(use.Common())) {
				by = Doubt{shortName(to), Keeps}
			}
		}
	}
	if !changed {
		return false, Doubt{}
	}
	return saved, by
}

// encodesArg reports whether the callee of a call encodes the i-th of all its arguments.
func encodesArg(s origin.Site, i int) bool {
	if s.Callee == nil || i >= len(body(s.Callee).Params) {
		return false
	}
	found := false
	follow([]ssa.Value{body(s.Callee).Params[i]}, func(v ssa.Value, ref ssa.Instruction) []ssa.Value {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			return made(ref)
		}
		in := origin.NewSite(call)
		if row, ok := encoder(in); ok {
			if of := in.Arg(row.Value); of != nil {
				found = found || origin.Stripped(of) == origin.Stripped(v)
			}
		}
		return nil
	})
	return found
}

// appended reports whether v is what append returns: what grows in each request cannot
// be shared.
func appended(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append"
}

// uses yields the instructions that use what a call brings forth, or parts of it, but
// for the call, each with the part. to is where the call writes to, as in targets.
func uses(s origin.Site, to ssa.Value) iter.Seq2[ssa.Value, ssa.Instruction] {
	return func(yield func(ssa.Value, ssa.Instruction) bool) {
		for v := range parts(targets(s, to)) {
			refs := v.Referrers()
			if refs == nil {
				continue // a constant
			}
			for _, ref := range *refs {
				if ref != s.Instr && !yield(v, ref) {
					return
				}
			}
		}
	}
}

// assigns reports whether an instruction stores to a part of a variable, whose address
// is at.
func assigns(store *ssa.Store, at ssa.Value) bool {
	root, _ := origin.Resolve(at)
	return store.Addr == at && root != at
}
