package timerreset

import (
	"go/constant"
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
	interpretation
	pkg  *program
	sem  asynctimer.Semantics
	root *ssa.Function
	regs *typestate.Registers
}

// interpretation is the engine's part of a machine.
type interpretation = typestate.Interpretation[value, *world, note]

// exit is the end of one path through a function.
type exit = typestate.Exit[value, *world]

// A note is a finding, a resetNote or a waitNote.
type note any

func (m *machine) note(n note) { m.Notes = append(m.Notes, n) }

// notesOf returns the notes of one kind.
func notesOf[N note](notes []note) (out []N) {
	for _, n := range notes {
		if n, ok := n.(N); ok {
			out = append(out, n)
		}
	}
	return out
}

// A resetNote is a call of Reset that met a timer in a phase.
type resetNote struct {
	call  *ssa.CallCommon
	phase phase
}

func newMachine(pkg *program, root *ssa.Function, sem asynctimer.Semantics) *machine {
	m := &machine{pkg: pkg, root: root, sem: sem, regs: typestate.NewRegisters()}
	m.interpretation = interpretation{Domain: m, Symbols: symbol.NewTable(), Table: place.NewTable(), Code: pkg.code, Steps: maxSteps, Limit: maxWorlds, Names: true}
	m.Renew = m.renew
	m.Symbols.Stable = m.stable
	m.Symbols.Constant = func(g *ssa.Global) bool { return len(pkg.stores[g]) == 0 }
	for _, b := range root.Blocks {
		m.Steps += maxTimes * len(b.Instrs)
	}
	return m
}

// stable reports whether two loads of a variable have the same value as far as the
// functions that are followed show: no other goroutine or literal changes it.
func (m *machine) stable(load *ssa.UnOp) bool {
	switch load.X.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		return !m.pkg.volatile(m.Table.Root(load.X))
	}
	return true
}

// Eval returns what w knows of v.
func (m *machine) Eval(w *world, v ssa.Value) value {
	if val, ok := w.Env.Lookup(v); ok {
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
		return value{kind: vFunc, fun: m.Closure(v, nil)}
	case *ssa.MakeClosure, *ssa.MakeChan, *ssa.MakeMap, *ssa.MakeSlice:
		return value{kind: vNonNil}
	}
	if isTimerPtr(v.Type()) {
		switch v.(type) {
		case *ssa.FieldAddr, *ssa.Alloc, *ssa.Global: // a timer by value
			return m.timerAt(m.Addr(w, v), v.Type())
		}
		return m.timerAt(m.Table.Root(v), v.Type())
	}
	if types.IsInterface(v.Type()) && w.Conds.NonNil(m.Symbols, v) {
		return value{kind: vNonNil}
	}
	return value{}
}

// Target returns the place that a pointer points to, if its value tells.
func (m *machine) Target(v value) (*place.Place, bool) {
	return v.obj, v.kind == vRef || v.kind == vNonNil && v.obj != nil
}

// Func returns the function that a value is.
func (m *machine) Func(v value) *closure { return v.fun }

// Dynamic returns the type of what an interface holds.
func (m *machine) Dynamic(v value) types.Type { return v.dyn }

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
	if val, ok := w.Mem.Get(p); ok {
		return val
	}
	switch {
	case isTimerPtr(t):
		return m.timerAt(p, t)
	case isPointer(t):
		return value{kind: vRef, obj: m.Table.Sub(p, place.Deref, nil)}
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

// isTimeChan reports whether t can be the type of a timer's channel.
func isTimeChan(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ch.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "Time" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}

// structOf returns the struct that t is or points to, or nil.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}
