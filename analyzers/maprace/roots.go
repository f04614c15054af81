package maprace

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// An entry is how control gets into a function from outside the package.
type entry uint8

const (
	// notEntered functions are called by functions of the package, which are
	// looked at instead, or by nobody.
	notEntered entry = iota
	// unknown functions are used as values: who calls them, and with which
	// locks, is not seen.
	unknown
	// single functions run once, before or beside everything else: main, init, what
	// is called at registration.
	single
	// api functions may be called by anybody at any time.
	api
	// registered functions were handed to another package, which calls them when
	// something happens.
	registered
	// handler functions are called by a server for each request.
	handler
)

// A use is an access as it looks from where control enters the package.
type use struct {
	*access
	root  *ssa.Function
	entry entry
	// joined is set if the goroutine has ended when the root returns.
	joined bool
}

// parallelWithItself reports whether two goroutines may make the access at the
// same time.
func (u use) parallelWithItself() bool {
	if u.thread != nil {
		return u.thread.many
	}
	return u.entry == api
}

// apart reports whether two uses may be made by two goroutines.
func apart(u, v use) bool {
	switch {
	case u.thread != nil && v.thread != nil && u.thread.start.pos == v.thread.start.pos:
		return u.thread.many && v.thread.many
	case u.thread == nil && v.thread == nil:
		return u.entry >= api && v.entry >= api
	}
	// One goroutine is started in the package. What main and init do, they
	// may have done before.
	return (u.thread != nil || u.entry >= api) && (v.thread != nil || v.entry >= api)
}

// uses returns what all functions do that control enters. Functions of tests
// are left out: tests reach into what they test.
func (p *program) uses(funcs []*ssa.Function) []use {
	var out []use
	for _, fn := range funcs {
		b := p.bodies[fn]
		if b == nil || p.inTest(fn.Pos()) {
			continue // no body, or of a test
		}
		e := p.entryOf(fn)
		if e == notEntered {
			continue // its callers tell
		}
		var served *thread
		if e == handler {
			what, _ := goroutine.IsHandler(fn)
			served = &thread{start: p.site(fn, fn.Pos()), many: true, handler: what}
		}
		for _, ev := range b.events {
			for _, a := range ev.accesses {
				if !b.matters(a) || a.handled && served != nil || p.inTest(a.at.pos) {
					continue // nobody else has the map, it is told of elsewhere, or of a fake
				}
				u := use{access: a, root: fn, entry: e}
				if served != nil && a.thread == nil {
					h := *a
					h.thread = served
					u.access = &h
				} else if a.thread != nil {
					j := b.joined(moment{a, ev.instr, ev.deferred})
					if u.joined = j.thread == nil; u.joined {
						j.thread = a.thread // while the root waits, it holds its locks
					}
					u.access = j
				}
				out = append(out, u)
			}
		}
	}
	return out
}

// index notes which functions are called by name, and which are used
// otherwise.
func (p *program) index(funcs []*ssa.Function) {
	p.called, p.used = make(map[*ssa.Function]bool), make(map[*ssa.Function]bool)
	p.registered = make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				p.indexInstr(instr)
			}
		}
	}
}

func (p *program) indexInstr(instr ssa.Instruction) {
	call, _ := instr.(ssa.CallInstruction)
	for _, op := range instr.Operands(nil) {
		fn, ok := (*op).(*ssa.Function)
		if !ok {
			continue // data
		}
		if mc, ok := instr.(*ssa.MakeClosure); ok {
			c := p.function(mc)
			if c.fn == nil {
				continue // a method of an interface
			}
			p.registered[c.fn] = p.registered[c.fn] || p.registers(mc)
			if c.fn != fn {
				p.used[c.fn] = true // a method value
			}
			continue // a literal, which is looked at where it is made
		}
		fn = origin(fn)
		p.registered[fn] = p.registered[fn] || p.keeps(instr, *op)
		if call != nil && call.Common().Value == *op {
			p.called[fn] = true
		} else {
			p.used[fn] = true
		}
	}
}

// entryOf returns how control enters fn.
func (p *program) entryOf(fn *ssa.Function) entry {
	if fn.Parent() != nil {
		return p.literalEntry(fn)
	}
	obj, ok := ir.Func(fn)
	if !ok {
		return notEntered // of no declaration
	}
	recv := obj.Signature().Recv()
	if recv == nil && (obj.Name() == "init" || obj.Name() == "main" && p.pkg.Name() == "main") || goroutine.AtRegistration(obj) {
		return single
	}
	if _, ok := goroutine.IsHandler(fn); ok && (p.used[fn] || recv != nil && obj.Exported()) {
		return handler
	}
	switch {
	case p.registered[fn]:
		return registered
	case p.pkg.Name() != "main" && declaredAPI(fn):
		return api
	case obj.Exported() && recv != nil && !p.called[fn] && hasLock(recv.Type()):
		return api // by way of an interface, and made to be shared
	case p.used[fn], recv != nil && !p.called[fn]:
		return unknown // as a value, or by way of an interface
	}
	return notEntered
}

// literalEntry tells the same of a function literal: those that run where they
// are made, or on a goroutine that is started there, belong to the function
// around them.
func (p *program) literalEntry(fn *ssa.Function) entry {
	b := p.bodies[fn.Parent()]
	if b == nil {
		return unknown
	}
	for _, ev := range b.events {
		for _, a := range ev.accesses {
			if a.at.fn == fn || slices.ContainsFunc(a.chain, func(s site) bool { return s.fn == fn }) {
				return notEntered // it is known how it runs
			}
		}
	}
	if p.registered[fn] {
		return registered
	}
	return unknown
}

// hasLock reports whether the struct of a receiver has a lock among its fields.
func hasLock(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		m, _, _ := types.LookupFieldOrMethod(st.Field(i).Type(), true, nil, "Lock")
		if _, ok := m.(*types.Func); ok {
			return true
		}
	}
	return false
}

// declaredAPI reports whether importers can name fn: it is exported, and so is the
// type that it is a method of.
func declaredAPI(fn *ssa.Function) bool {
	obj, ok := ir.Func(fn)
	if !ok || !obj.Exported() {
		return false
	}
	recv := obj.Signature().Recv()
	return recv == nil || exportedType(recv.Type())
}

// exportedType reports whether a receiver's type is exported.
func exportedType(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Exported()
}

// waits reports whether a function receives from channels: it is a loop that
// serves others rather than something that others call all the time.
func waits(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Select:
				return true
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return true
				}
			}
		}
	}
	return false
}
