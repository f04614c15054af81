package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

const (
	maxDepth = 4      // of calls followed into the package's own functions
	maxSteps = 200000 // instructions interpreted for one root function, and
	maxTimes = 50     // for each instruction that it has itself
)

// machine interprets one root function, and the functions of the package that
// it calls, over sets of worlds, under one semantics.
type machine struct {
	pkg     *program
	sem     asynctimer.Semantics
	root    *ssa.Function
	table   *place.Table
	symbols *symbol.Table
	regs    *typestate.Registers

	closures map[string]*closure
	plain    map[*ssa.Function]*closure // those without free variables

	stack []*ssa.Function
	sites []token.Pos // of the named calls on the stack
	steps int         // that are left
	// notes is what the block that is interpreted has shown so far. It counts only if
	// its world lasts: see function.
	notes notes
	// records holds what blocks of the function that is interpreted have shown, by the world
	// that they were entered with.
	records map[*world]record
}

// notes are what the interpretation of code shows.
type notes struct {
	found  []finding
	resets []resetNote
	waits  []waitNote
}

// add adds other notes.
func (n *notes) add(o notes) {
	n.found, n.resets, n.waits = append(n.found, o.found...), append(n.resets, o.resets...), append(n.waits, o.waits...)
}

// A record is what the interpretation of a block gave.
type record struct {
	notes
	returns []*world // if it ends with a return
}

// A resetNote is a call of Reset that met a timer in a phase.
type resetNote struct {
	call  *ssa.CallCommon
	phase phase
}

func newMachine(pkg *program, root *ssa.Function, sem asynctimer.Semantics) *machine {
	m := &machine{pkg: pkg, sem: sem, root: root, table: place.NewTable(), closures: make(map[string]*closure), plain: make(map[*ssa.Function]*closure), symbols: symbol.NewTable(), regs: typestate.NewRegisters()}
	m.symbols.Stable = m.stable
	m.steps = maxSteps
	for _, b := range root.Blocks {
		m.steps += maxTimes * len(b.Instrs)
	}
	return m
}

// stable reports whether two loads of a variable have the same value as far as the
// functions that are followed show: no other goroutine or literal changes it.
func (m *machine) stable(load *ssa.UnOp) bool {
	switch load.X.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		return !m.pkg.volatile(m.table.Root(load.X))
	}
	return true
}

// exit is the end of one path through a function.
type exit struct {
	w       *world
	pos     token.Pos
	results []value
}

// function returns the exits of fn from the entry worlds, and whether the
// interpretation was complete. What was found with worlds that the fixpoint has replaced by
// others does not count.
func (m *machine) function(fn *ssa.Function, entry []*world) (exits []exit, ok bool) {
	m.stack = append(m.stack, fn)
	outer := m.records
	m.records = make(map[*world]record)
	defer func() { m.stack, m.records = m.stack[:len(m.stack)-1], outer }()

	in, ok := typestate.Run(fn, entry, m, maxWorlds)
	if !ok {
		return nil, false
	}
	for i, b := range fn.Blocks {
		if in[i] == nil {
			continue // unreachable
		}
		for _, w := range in[i].All() {
			rec := m.records[w]
			m.notes.add(rec.notes)
			for _, w := range rec.returns {
				ret := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
				e := exit{w: w, pos: typestate.ReturnPos(ret)}
				for _, r := range ret.Results {
					e.results = append(e.results, m.eval(w, r))
				}
				exits = append(exits, e)
			}
		}
	}
	return exits, true
}

// Block interprets the instructions of b. The worlds at its end are not merged: the
// branch that ends the block may depend on what still tells them apart, such as
// Stop's result.
func (m *machine) Block(b *ssa.BasicBlock, w *world) ([]*world, bool) {
	outer := m.notes
	m.notes = notes{}
	worlds, ok := m.block(b, w.clone())
	rec := record{notes: m.notes}
	m.notes = outer
	if _, isReturn := b.Instrs[len(b.Instrs)-1].(*ssa.Return); isReturn {
		rec.returns = worlds
	}
	if len(rec.returns) > 0 || len(rec.found) > 0 || len(rec.resets) > 0 || len(rec.waits) > 0 {
		m.records[w] = rec
	}
	return worlds, ok
}

func (m *machine) block(b *ssa.BasicBlock, w *world) ([]*world, bool) {
	worlds := []*world{w}
	for _, instr := range b.Instrs {
		var next []*world
		for _, w := range worlds {
			m.steps--
			next = append(next, m.instr(w, instr)...)
		}
		if m.steps < 0 {
			return nil, false
		}
		worlds = next
		if len(worlds) > maxWorlds {
			var ok bool
			if worlds, ok = typestate.Merge(worlds, maxWorlds); !ok {
				return nil, false
			}
		}
	}
	return worlds, true
}

// Edge carries w from one block to the next.
func (m *machine) Edge(from, to *ssa.BasicBlock, w *world) (*world, bool) {
	w = w.clone()
	if to.Dominates(from) {
		w.conds.Havoc()
	}
	if cond, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If); ok && from.Succs[0] != from.Succs[1] {
		if !m.assume(w, cond.Cond, to == from.Succs[0]) {
			return nil, false // infeasible
		}
		if !dispatches(cond) {
			w.forgetCases()
		}
	} else {
		w.forgetCases()
	}
	var phis []*ssa.Phi
	var vals []value
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break // phis come first
		}
		for i, pred := range to.Preds {
			if pred == from {
				phis = append(phis, phi)
				vals = append(vals, m.eval(w, phi.Edges[i]))
				break
			}
		}
	}
	dead, guards := m.pkg.lives(to.Parent()).DeadAt(to), guards(to)
	w.env.Restrict(func(v ssa.Value) bool { return dead(v) && v != guards[0] && v != guards[1] })
	w.conds.Forget(dead, nil)
	for i, phi := range phis {
		m.set(w, phi, vals[i])
	}
	return w, true
}

// dispatches reports whether a branch is part of choosing a select's case.
func dispatches(branch *ssa.If) bool {
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	index, ok := cmp.X.(*ssa.Extract)
	if !ok {
		return false
	}
	_, ok = index.Tuple.(*ssa.Select)
	return ok
}

// eval returns what w knows of v.
func (m *machine) eval(w *world, v ssa.Value) value {
	if val, ok := w.env.Lookup(v); ok {
		return val
	}
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value == nil {
			if _, isStruct := v.Type().Underlying().(*types.Struct); isStruct {
				return value{}
			}
			return value{kind: vNil}
		}
		return constValue(v.Value)
	case *ssa.Function:
		if _, ok := m.plain[v]; !ok {
			m.plain[v] = &closure{fn: v}
		}
		return value{kind: vFunc, fun: m.plain[v]}
	case *ssa.MakeClosure, *ssa.MakeChan, *ssa.MakeMap, *ssa.MakeSlice:
		return value{kind: vNonNil}
	}
	if isTimerPtr(v.Type()) {
		switch v.(type) {
		case *ssa.FieldAddr, *ssa.Alloc, *ssa.Global: // a timer by value
			return m.timerAt(m.addr(w, v), v.Type())
		}
		return m.timerAt(m.table.Root(v), v.Type())
	}
	return value{}
}

// addr returns the place that the pointer v points to.
func (m *machine) addr(w *world, v ssa.Value) *place.Place {
	if val := w.env.Of(v); val.kind == vRef {
		return val.obj
	}
	switch v := v.(type) {
	case *ssa.FieldAddr:
		if f := place.FieldOf(v.X.Type(), v.Field); f != nil { // not of a type parameter
			return m.table.Sub(m.addr(w, v.X), v.Field, f)
		}
	case *ssa.ChangeType:
		return m.addr(w, v.X)
	}
	return m.table.Root(v)
}

// object returns the state of the timer at p.
func (m *machine) object(w *world, p *place.Place) object {
	if o, ok := w.objs.Get(p); ok {
		return o
	}
	if m.pkg.neverMade(p) {
		o := object{phase: uninit, nonNil: true, pos: p.Var.Pos(), made: p.Var.Pos()}
		if timerName(p.Var.Type()) == "Ticker" {
			o.kind = kindTicker
		}
		return o
	}
	return object{kind: m.pkg.kindOf(p), others: m.pkg.othersOf(p, m.root)}
}

// timerAt returns the timer of type t that is identified by p.
func (m *machine) timerAt(p *place.Place, t types.Type) value {
	if timerName(t.Underlying().(*types.Pointer).Elem()) == "Ticker" {
		m.pkg.tickers[p] = true
	}
	return value{kind: vTimer, obj: p}
}

// load returns the content of the variable at p.
func (m *machine) load(w *world, p *place.Place, t types.Type) value {
	if m.pkg.volatile(p) {
		if isTimerPtr(t) {
			return m.timerAt(p, t)
		}
		return value{}
	}
	if val, ok := w.mem.Get(p); ok {
		return val
	}
	switch {
	case isTimerPtr(t):
		return m.timerAt(p, t)
	case isPointer(t):
		return value{kind: vRef, obj: m.table.Sub(p, place.Deref, nil)}
	}
	return value{}
}

// settle lets time pass: other goroutines may run.
func (m *machine) settle(w *world) {
	w.objs.Update(func(_ *place.Place, o object) object { return o.settle() })
}

// zeroValue returns the zero value of type t as far as it is tracked.
func zeroValue(t types.Type) value {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return boolValue(false)
		case u.Info()&types.IsInteger != 0:
			return constValue(constant.MakeInt64(0))
		}
	case *types.Pointer, *types.Interface, *types.Chan, *types.Map, *types.Slice, *types.Signature:
		return value{kind: vNil}
	}
	return value{}
}

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// timerName returns "Timer" or "Ticker" if t is that type of package time.
func timerName(t types.Type) string {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return ""
	}
	obj := named.Obj()
	if obj.Pkg() == nil || obj.Pkg().Path() != "time" {
		return ""
	}
	if obj.Name() == "Timer" || obj.Name() == "Ticker" {
		return obj.Name()
	}
	return ""
}

// isTimerPtr reports whether t is *time.Timer or *time.Ticker.
func isTimerPtr(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	return ok && timerName(p.Elem()) != ""
}

// structOf returns the struct that t is or points to, or nil.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}
