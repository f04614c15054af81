package origin

import (
	"go/types"
	"iter"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// personal reports whether a value that is shared would not do instead of the decoded
// one: what the request brought is put into it, or it is changed by what may differ and
// encoded again, or its encoding is kept. A document that is changed by what does not
// depend on the request could be kept as a whole, and a response is no store.
func (f *frame) personal(s site, to ssa.Value) bool {
	if to == nil {
		return false
	}
	varies, encoded := false, false
	for v, use := range uses(s, to) {
		switch use := use.(type) {
		case *ssa.Store:
			if assigns(use, v) && v != stripped(to) {
				if f.value(use.Val).Class == Request || appended(use.Val) {
					return true
				}
				varies = varies || f.differs(use.Val)
			}
		case *ssa.MapUpdate:
			if use.Map == v && (f.value(use.Value).Class == Request || f.value(use.Key).Class == Request) {
				return true
			}
			varies = varies || use.Map == v && (f.differs(use.Value) || f.differs(use.Key))
		case ssa.CallInstruction:
			if _, ok := f.funcParam(use.Common().Value); ok && !use.Common().IsInvoke() {
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
func (f *frame) differs(v ssa.Value) bool {
	origin := f.value(v)
	if f.fn.Signature.Recv() != nil {
		origin.Params &^= 1 | made
	}
	return origin.Class >= Lookup || origin.Params != 0
}

// overlays reports whether a call puts what the request brought into v: it decodes that
// on top, or a function whose summary is known stores it there.
func (f *frame) overlays(use ssa.CallInstruction, v ssa.Value) bool {
	s := newSite(use)
	if s.obj != nil {
		if row := model.Of(s.obj).Decoder; row != nil {
			to, from := s.arg(row.Target), s.arg(row.Data)
			return to != nil && from != nil && stripped(to) == stripped(v) && f.value(from).Class == Request
		}
	}
	if s.callee == nil {
		return false
	}
	sum, ok := f.sums(s.callee)
	if !ok {
		return false
	}
	values := plain(f.args(s))
	return slices.ContainsFunc(sum.Outs, func(out Out) bool {
		return out.Param < len(s.all) && stripped(s.all[out.Param]) == stripped(v) && out.Value.Subst(values).Class == Request
	})
}

// encodes reports whether a call encodes its argument, and whether what it makes is kept
// by others than who asked.
func (f *frame) encodes(call ssa.CallInstruction) (encodes, kept bool) {
	name := callgraph.CalledName(call.Common())
	switch {
	case strings.HasPrefix(name, "Marshal"):
		v, ok := call.(*ssa.Call)
		return true, ok && f.keepsText(v)
	case strings.HasPrefix(name, "Encode"):
		s := newSite(call)
		made, ok := s.recv.(*ssa.Call)
		if !ok || !strings.HasPrefix(callgraph.CalledName(made.Common()), "NewEncoder") || len(made.Call.Args) == 0 {
			return false, false // not known to write anything
		}
		to := stripped(made.Call.Args[0])
		if buf, ok := to.(*ssa.Alloc); ok {
			return true, f.keepsText(buf)
		}
		return true, !f.responds(to)
	}
	return false, false
}

// responds reports whether what is written to v goes to who asked: it is the response,
// or a writer that is made of it.
func (f *frame) responds(v ssa.Value) bool {
	return carrier(v.Type()) || writable(v.Type()) && f.value(v).Class == Request
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
func (f *frame) keepsText(text ssa.Value) bool {
	seen := make(map[ssa.Value]bool)
	work := []ssa.Value{text}
	for len(work) > 0 && len(seen) < maxUses {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[v] || v.Referrers() == nil || dataless(v.Type()) {
			continue // seen, a constant, or an error
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Store:
				root, _ := resolve(ref.Addr)
				if ref.Val == v && shared(root) && !f.responds(root) {
					return true
				}
				if ref.Val == v && !shared(root) {
					work = append(work, root)
				}
			case *ssa.MapUpdate:
				if root, _ := resolve(ref.Map); ref.Value == v && shared(root) {
					return true
				}
			case ssa.CallInstruction:
				s := newSite(ref)
				if f.stores(s) {
					return true
				}
				if call, ok := ref.(*ssa.Call); ok && s.obj != nil && model.Of(s.obj).Flow != nil {
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
func (f *frame) stores(s site) bool {
	if _, ok := s.common.Value.(*ssa.Builtin); ok {
		return false
	}
	if slices.ContainsFunc(s.all, f.responds) {
		return false // the answer
	}
	if s.obj == nil || s.obj.Pkg() == nil {
		return true
	}
	if known := model.Of(s.obj); known.Flow != nil || known.Decoder != nil {
		return false
	}
	pkg := s.obj.Pkg().Path()
	if pkg == "fmt" || pkg == "log" || strings.HasPrefix(pkg, "log/") || strings.HasPrefix(pkg, "hash") || strings.HasPrefix(pkg, "crypto/") {
		return false // tells, or sums up
	}
	return true
}

// rewritten reports whether what a call brings forth is changed and given to a
// function that keeps it, as a new state of what was read: another must read it
// afresh.
func rewritten(s site) bool {
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
func uses(s site, to ssa.Value) iter.Seq2[ssa.Value, ssa.Instruction] {
	return func(yield func(ssa.Value, ssa.Instruction) bool) {
		for v := range parts(targets(s, to)) {
			refs := v.Referrers()
			if refs == nil {
				continue // a constant
			}
			for _, ref := range *refs {
				if ref != s.instr && !yield(v, ref) {
					return
				}
			}
		}
	}
}

// assigns reports whether an instruction stores to a part of a variable, whose address
// is at.
func assigns(store *ssa.Store, at ssa.Value) bool {
	root, _ := resolve(at)
	return store.Addr == at && root != at
}
