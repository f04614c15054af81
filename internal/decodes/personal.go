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
	name := callgraph.CalledName(call.Common())
	switch {
	case strings.HasPrefix(name, "Marshal"):
		v, ok := call.(*ssa.Call)
		return true, ok && f.keepsText(v)
	case strings.HasPrefix(name, "Encode"):
		s := origin.NewSite(call)
		made, ok := s.Recv.(*ssa.Call)
		if !ok || !strings.HasPrefix(callgraph.CalledName(made.Common()), "NewEncoder") || len(made.Call.Args) == 0 {
			return false, false // not known to write anything
		}
		to := origin.Stripped(made.Call.Args[0])
		if buf, ok := to.(*ssa.Alloc); ok {
			return true, f.keepsText(buf)
		}
		return true, !f.responds(to)
	}
	return false, false
}

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

// maxUses is the number of values that a text is followed through.
const maxUses = 100

// keepsText reports whether an encoded text is given to anything but a response, a
// decoder, a sum or a log.
func (f *function) keepsText(text ssa.Value) bool {
	seen := make(map[ssa.Value]bool)
	work := []ssa.Value{text}
	for len(work) > 0 && len(seen) < maxUses {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[v] || v.Referrers() == nil || origin.Dataless(v.Type()) {
			continue // seen, a constant, or an error
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Store:
				root, _ := origin.Resolve(ref.Addr)
				if ref.Val == v && origin.Shared(root) && !f.responds(root) {
					return true
				}
				if ref.Val == v && !origin.Shared(root) {
					work = append(work, root)
				}
			case *ssa.MapUpdate:
				if root, _ := origin.Resolve(ref.Map); ref.Value == v && origin.Shared(root) {
					return true
				}
			case ssa.CallInstruction:
				s := origin.NewSite(ref)
				if f.stores(s) {
					return true
				}
				if call, ok := ref.(*ssa.Call); ok && s.Obj != nil && model.Of(s.Obj).Flow != nil {
					work = append(work, call)
				}
			case ssa.Value:
				work = append(work, ref)
			}
		}
	}
	return false
}

// stores reports whether a call may keep what it is given.
func (f *function) stores(s origin.Site) bool {
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
// afresh.
func rewritten(s origin.Site) bool {
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
			name := callgraph.CalledName(use.Common())
			saved = saved || slices.Contains(use.Common().Args, v) && (model.Begins("keep", name) || model.Begins("change", name))
		}
	}
	return changed && saved
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
