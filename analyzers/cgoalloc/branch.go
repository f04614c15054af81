package cgoalloc

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/symbol"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// Truth returns the truth that a value is.
func (m *machine) Truth(v val) (is, known bool) { return v.bool, v.kind == truth }

// Learn takes what was not received out of the world.
func (m *machine) Learn(w *world, cond ssa.Value, yes bool) {
	if x := m.Eval(w, cond); x.kind == outcome && !yes {
		m.absent(w, x.obj)
	}
}

// Compared adds what the comparison of a status or of a pointer tells.
func (m *machine) Compared(w *world, vx ssa.Value, op token.Token, vy ssa.Value) bool {
	x, y := m.Eval(w, vx), m.Eval(w, vy)
	if y.kind == pointer || y.kind == outcome {
		x, y = y, x
	}
	if x.kind == outcome {
		for id := range w.objs.All() {
			if m.oneCall(id, x.obj) {
				m.told(w, id, failure(op, vy))
			}
		}
		return true
	}
	if load, ok := vx.(*ssa.UnOp); ok && load.Op == token.MUL && !failure(token.EQL, vy) {
		if code := errorCode(load); !code && (op == token.EQL || op == token.LEQ) || code && op == token.NEQ {
			m.none(w, load)
		}
	}
	if empty(op, vy) && m.holdsElements(w, vx) {
		return false
	}
	null := op == token.EQL
	if y.kind != isNil || !null && op != token.NEQ {
		return true
	}
	switch x.kind {
	case address:
		if alloc, ok := x.cell.Root.(*ssa.Alloc); ok && x.cell.Parent == nil && null {
			if alloc.Block() != nil {
				return false // a variable has an address
			}
			for _, v := range w.Mem.In(x.cell) {
				if v.kind == pointer {
					m.absent(w, v.obj) // nothing was returned
				}
			}
		}
	case isNil:
		return null
	case pointer:
		o, ok := w.objs.Get(x.obj)
		if !ok {
			return true
		}
		if f := m.sites[x.obj].fills; f > 0 {
			m.told(w, f-1, !null) // whether nil is success is not known
		}
		if !null {
			o.nonNil = true
			w.objs.Set(x.obj, o)
			if e := m.sites[x.obj].except; e > 0 {
				w.objs.Delete(e - 1) // there is an error, and so no result
			}
		} else if o.nonNil {
			return false
		} else {
			w.objs.Delete(x.obj) // nothing was allocated
			for c, v := range w.Mem.All() {
				if v.kind == pointer && v.obj == x.obj {
					w.Mem.Set(c, val{kind: isNil})
				}
			}
			w.Env.Update(func(_ *typestate.Register, v val) val {
				if v.kind == pointer && v.obj == x.obj {
					return val{kind: isNil}
				}
				return v
			})
		}
	}
	return true
}

// empty reports whether a comparison that holds says that a length is 0.
func empty(op token.Token, length ssa.Value) bool {
	k, ok := length.(*ssa.Const)
	if !ok || k.Value == nil || k.Value.Kind() != constant.Int {
		return false
	}
	return (op == token.EQL || op == token.LEQ) && k.Int64() == 0 || op == token.LSS && k.Int64() == 1
}

// holdsElements reports whether v is the length of a slice of which an element was set.
func (m *machine) holdsElements(w *world, v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	if b, ok := call.Call.Value.(*ssa.Builtin); !ok || b.Name() != "len" {
		return false
	}
	x := m.Eval(w, call.Call.Args[0])
	if x.kind != address {
		return false
	}
	for _, o := range w.objs.All() {
		if o.in != nil && o.in.Within(x.cell) {
			return true
		}
	}
	return false
}

// none takes out of the world what a call has returned, as the number of it, which the call has
// returned through an argument, is 0. A function of the table may return memory of no length.
// What is an error where it is not 0 is no number: nothing is returned then.
func (m *machine) none(w *world, count *ssa.UnOp) {
	p := m.Addr(w, count.X)
	if p == nil || w.wrote[p].c == "" {
		return // not set by C
	}
	for id, o := range w.objs.All() {
		if s := m.sites[id]; (s.lent && s.out != result || s.out == result && (s.frees == nil || s.guess)) && !m.old[id] && o.phase == owned && s.instr.Pos() == w.wrote[p].pos {
			m.absent(w, id)
		}
	}
}

// errorCode reports whether the function returns an error at once where a number is not 0.
func errorCode(v ssa.Value) bool {
	if pointerLike(v.Type()) {
		return false
	}
	for _, ref := range *v.Referrers() {
		cmp, ok := ref.(*ssa.BinOp)
		if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ {
			continue // no test
		}
		for _, ref := range *cmp.Referrers() {
			branch, ok := ref.(*ssa.If)
			if !ok {
				continue // no test
			}
			other := branch.Block().Succs[0]
			if cmp.Op == token.EQL {
				other = branch.Block().Succs[1]
			}
			ret, ok := other.Instrs[len(other.Instrs)-1].(*ssa.Return)
			if ok && slices.ContainsFunc(ret.Results, isError) {
				return true
			}
		}
	}
	return false
}

// isError reports whether a value is an error that is not nil for sure.
func isError(v ssa.Value) bool {
	_, null := v.(*ssa.Const)
	return !null && types.Identical(v.Type(), types.Universe.Lookup("error").Type())
}

// oneCall reports whether the status of the call that made an object through one of its
// arguments speaks of another object, too.
func (m *machine) oneCall(id, other int) bool {
	a, b := m.sites[id], m.sites[other]
	return id == other || a.instr == b.instr && a.out != result && b.out != result && m.old[id] == m.old[other]
}

// told adds to the world that the call that made an object has failed, or not.
func (m *machine) told(w *world, id int, fails bool) {
	o, ok := w.objs.Get(id)
	switch {
	case ok && m.sites[id].either && fails:
		o.status = failed
		w.objs.Set(id, o)
	case ok && m.sites[id].either:
		o.status = succeeded
		w.objs.Set(id, o)
	case fails != m.sites[id].failed:
		m.absent(w, id)
	}
}

// absent takes what a call would have made out of the world.
func (m *machine) absent(w *world, id int) {
	made := m.sites[id].instr
	w.objs.Delete(id)
	if m.sites[id].wrapper != nil {
		for other := range w.objs.All() {
			if m.sites[other].instr == made {
				w.objs.Delete(other)
			}
		}
	}
}

// tested reports whether a function tests a symbol in several places: only then is
// the outcome worth a world of its own.
func (m *machine) tested(fn *ssa.Function, sym *symbol.Symbol) bool {
	if fn == nil {
		return false
	}
	counts := m.tests[fn]
	if counts == nil {
		counts = make(map[*symbol.Symbol]int)
		for _, b := range fn.Blocks {
			if branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
				counts[symbol.State{}.Subject(m.Symbols, branch.Cond)]++
			}
		}
		m.tests[fn] = counts
	}
	return counts[sym] > 1
}

// failure reports whether a comparison of a status that holds says, or may say, that the
// call failed. Zero and nil are success, negative numbers are not.
func failure(op token.Token, status ssa.Value) bool {
	k, ok := status.(*ssa.Const)
	switch {
	case !ok:
		return true
	case op == token.EQL:
		return k.Value != nil && k.Value.String() != "0"
	}
	return op != token.GTR && op != token.GEQ
}
