package mapaccess

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
	// NotEntered functions are called by functions of the package, which are
	// looked at instead, or by nobody.
	NotEntered entry = iota
	// Unknown functions are used as values: who calls them, and with which
	// locks, is not seen.
	Unknown
	// Single functions run once, before or beside everything else: main, init, what
	// is called at registration.
	Single
	// API functions may be called by anybody at any time.
	API
	// Registered functions were handed to another package, which calls them when
	// something happens.
	Registered
	// Handler functions are called by a server for each request.
	Handler
)

// A Use is an access as it looks from where control enters the package.
type Use struct {
	*Access
	Root  *ssa.Function
	Entry entry
	// Joined is set if the goroutine has ended when the root returns.
	Joined bool
}

// ParallelWithItself reports whether two goroutines may make the access at the
// same time.
func (u Use) ParallelWithItself() bool {
	if u.Thread != nil {
		return u.Thread.Many
	}
	return u.Entry == API
}

// Apart reports whether two uses may be made by two goroutines.
func Apart(u, v Use) bool {
	switch {
	case u.Thread != nil && v.Thread != nil && u.Thread.Start.Pos == v.Thread.Start.Pos:
		return u.Thread.Many && v.Thread.Many
	case u.Thread == nil && v.Thread == nil:
		return u.Entry >= API && v.Entry >= API
	}
	// One goroutine is started in the package. What main and init do, they
	// may have done before.
	return (u.Thread != nil || u.Entry >= API) && (v.Thread != nil || v.Entry >= API)
}

// Uses returns what all functions do that control enters. Functions of tests
// are left out: tests reach into what they test.
func (p *Package) Uses(funcs []*ssa.Function) []Use {
	var out []Use
	for _, fn := range funcs {
		b := p.Functions[fn]
		if b == nil || p.InTest(fn.Pos()) {
			continue // no body, or of a test
		}
		e := p.EntryOf(fn)
		if e == NotEntered {
			continue // its callers tell
		}
		var served *Thread
		if e == Handler {
			what, _ := goroutine.IsHandler(fn)
			served = &Thread{Start: p.Site(fn, fn.Pos()), Many: true, Handler: what}
		}
		for _, ev := range b.Events {
			for _, a := range ev.Accesses {
				if !b.matters(a) || a.handled && served != nil || p.InTest(a.At.Pos) {
					continue // nobody else has the map, it is told of elsewhere, or of a fake
				}
				u := Use{Access: a, Root: fn, Entry: e}
				if served != nil && a.Thread == nil {
					h := *a
					h.Thread = served
					u.Access = &h
				} else if a.Thread != nil {
					j := b.joined(Moment{a, ev.Instr, ev.Deferred})
					if u.Joined = j.Thread == nil; u.Joined {
						j.Thread = a.Thread // while the root waits, it holds its locks
					}
					u.Access = j
				}
				out = append(out, u)
			}
		}
	}
	return out
}

// index notes which functions are called by name, and which are used
// otherwise.
func (p *Package) index(funcs []*ssa.Function) {
	p.Called, p.used = make(map[*ssa.Function]bool), make(map[*ssa.Function]bool)
	p.Registered = make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				p.indexInstr(instr)
			}
		}
	}
}

func (p *Package) indexInstr(instr ssa.Instruction) {
	call, _ := instr.(ssa.CallInstruction)
	for _, op := range instr.Operands(nil) {
		fn, ok := (*op).(*ssa.Function)
		if !ok {
			continue // data
		}
		if mc, ok := instr.(*ssa.MakeClosure); ok {
			c := p.function(mc)
			if c.Fn == nil {
				continue // a method of an interface
			}
			p.Registered[c.Fn] = p.Registered[c.Fn] || p.registers(mc)
			if c.Fn != fn {
				p.used[c.Fn] = true // a method value
			}
			continue // a literal, which is looked at where it is made
		}
		fn = ir.Origin(fn)
		p.Registered[fn] = p.Registered[fn] || p.keeps(instr, *op)
		if call != nil && call.Common().Value == *op {
			p.Called[fn] = true
		} else {
			p.used[fn] = true
		}
	}
}

// EntryOf returns how control enters fn.
func (p *Package) EntryOf(fn *ssa.Function) entry {
	if fn.Parent() != nil {
		return p.literalEntry(fn)
	}
	if fn == p.init {
		return Single // it assigns variables
	}
	obj, ok := ir.Func(fn)
	if !ok {
		return NotEntered // of no declaration
	}
	recv := obj.Signature().Recv()
	if recv == nil && (obj.Name() == "init" || obj.Name() == "main" && p.Types.Name() == "main") || goroutine.AtRegistration(obj) {
		return Single
	}
	if _, ok := goroutine.IsHandler(fn); ok && (p.used[fn] || obj.Exported() && !p.Called[fn]) {
		return Handler
	}
	switch {
	case p.Registered[fn]:
		return Registered
	case codec(obj):
		return Unknown // called by encoders, under the locks of their callers
	case p.Types.Name() != "main" && (DeclaredAPI(fn) || obj.Exported() && recv != nil && p.handedOut(recv.Type())):
		return API
	case obj.Exported() && recv != nil && !p.Called[fn] && hasLock(recv.Type()):
		return API // by way of an interface, and made to be shared
	case p.used[fn], recv != nil && !p.Called[fn]:
		return Unknown // as a value, or by way of an interface
	}
	return NotEntered
}

// literalEntry tells the same of a function literal: those that run where they
// are made, or on a goroutine that is started there, belong to the function
// around them.
func (p *Package) literalEntry(fn *ssa.Function) entry {
	b := p.Functions[fn.Parent()]
	if b == nil {
		return Unknown
	}
	for _, ev := range b.Events {
		for _, a := range ev.Accesses {
			if a.At.Fn == fn || slices.ContainsFunc(a.Chain, func(s Site) bool { return s.Fn == fn }) {
				return NotEntered // it is known how it runs
			}
		}
	}
	if p.Registered[fn] || p.EntryOf(fn.Parent()) == API && p.returnedAlone(fn) {
		return Registered
	}
	return Unknown
}

// returnedAlone reports whether a function returns a literal of it, which callers call when
// they like. One that unlocks goes on with what the function began, and one that is given an
// object is an option of that.
//
//	func (b *Bus) Subscribe(f func()) (cancel func()) { ...; return func() { delete(b.subs, id) } }
func (p *Package) returnedAlone(fn *ssa.Function) bool {
	b := p.Functions[fn]
	if b == nil || len(b.Sum.locks.Released) > 0 || slices.ContainsFunc(fn.Params, func(v *ssa.Parameter) bool { return !functional(v.Type()) && p.relevant(v.Type()) }) {
		return false
	}
	for _, ret := range returns(fn.Parent()) {
		for _, v := range ret.(*ssa.Return).Results {
			if as, ok := v.(*ssa.ChangeType); ok {
				v = as.X // an iterator
			}
			if made, ok := v.(*ssa.MakeClosure); ok && made.Fn == fn {
				return true
			}
		}
	}
	return false
}

// functional reports whether t is a function, such as what a literal that iterates calls.
func functional(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
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

// DeclaredAPI reports whether importers can name fn: it is exported, and so is the
// type that it is a method of.
func DeclaredAPI(fn *ssa.Function) bool {
	obj, ok := ir.Func(fn)
	if !ok || !obj.Exported() {
		return false
	}
	recv := obj.Signature().Recv()
	return recv == nil || exportedType(recv.Type())
}

// handedOut reports whether an exported function returns values of a receiver's type, so
// that importers call its exported methods though they cannot name it.
//
//	func New() *cache
func (p *Package) handedOut(t types.Type) bool {
	if p.exports == nil {
		p.exports = make(map[*types.TypeName]bool)
		for _, name := range p.Types.Scope().Names() {
			fn, ok := p.Types.Scope().Lookup(name).(*types.Func)
			if !ok || !fn.Exported() {
				continue // for the package itself
			}
			for v := range fn.Signature().Results().Variables() {
				if tn := named(v.Type()); tn != nil {
					p.exports[tn] = true
				}
			}
		}
	}
	return p.exports[named(t)]
}

// named returns the name of a type or of what it points to, nil if it has none.
func named(t types.Type) *types.TypeName {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil
	}
	return n.Origin().Obj()
}

// exportedType reports whether a receiver's type is exported.
func exportedType(t types.Type) bool {
	tn := named(t)
	return tn != nil && tn.Exported()
}

// Owned reports whether one goroutine makes an access, in a loop in which it serves others:
// it has the map for itself.
func (a *Access) Owned() bool {
	return a.Thread != nil && !a.Thread.Many && a.Thread.Handler == "" && len(a.Chain) == 0 && a.At.Fn != nil && serves(a.At.Fn)
}

// serves reports whether a function receives what others want of it, and looks at that:
// more than a tick, or that it shall stop.
func serves(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if recv, ok := instr.(*ssa.UnOp); ok && recv.Op == token.ARROW {
				if taken := component(recv, recv.CommaOk, 0); asks(taken) {
					return true
				}
			}
			if sel, ok := instr.(*ssa.Select); ok {
				for _, ref := range *sel.Referrers() {
					if part, ok := ref.(*ssa.Extract); ok && part.Index > 1 && asks(part) {
						return true
					}
				}
			}
		}
	}
	return false
}

// component returns v, or one component of it if it is a tuple; nil if nobody asks for it.
func component(v ssa.Value, tuple bool, i int) ssa.Value {
	if !tuple {
		return v
	}
	for _, ref := range *v.Referrers() {
		if part, ok := ref.(*ssa.Extract); ok && part.Index == i {
			return part
		}
	}
	return nil
}

// asks reports whether a received value is used, and is more than the time.
func asks(v ssa.Value) bool {
	return v != nil && len(*v.Referrers()) > 0 && types.TypeString(v.Type(), nil) != "time.Time"
}

// Waits reports whether a function receives from channels: it is a loop that
// serves others rather than something that others call all the time.
func Waits(fn *ssa.Function) bool {
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
