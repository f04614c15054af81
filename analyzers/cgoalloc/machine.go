package cgoalloc

import (
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/summary"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// maxWorlds bounds the worlds that enter one block, maxSteps the instructions that are
// interpreted for one function. Beyond, nothing is known.
const (
	maxWorlds = 96
	maxSteps  = 50000
	maxDepth  = 6
)

// A site is a place where memory is allocated.
type site struct {
	pos    token.Pos
	name   string // of the C function, or of the Go function that returns it
	c      string // the C function
	frees  []string
	param  int // index of a parameter plus one, if the memory is the caller's
	instr  ssa.Instruction
	method *summary.Method // that is called through an interface, if one is
	result int             // which of its results
	// received is set where the memory came over a channel, failed where there
	// is some only if the call failed.
	received, failed bool
	out              int          // the argument through which C returns it, or result
	held             bool         // a variable of somebody else's holds it
	lent             bool         // by its name it belongs to somebody else
	whole            bool         // it is a struct by value
	guess            bool         // only its declaration tells that it is the caller's
	except           int          // the object that is there only if this one is not, plus one
	fills            int          // the object that is there, or not, if this one is, plus one
	at               *place.Place // the variable that holds it, if held
	wrapper          types.Type   // the struct of Go's in which a function returns it, if in one
	either           bool         // whether there is some where the call succeeds or fails is not known
}

// source identifies where C's functions return the memory: the function, and the
// argument if it is one.
func (s *site) source() string {
	if s.out == result {
		return s.c
	}
	return s.c + ":" + strconv.Itoa(s.out)
}

// A machine interprets one function over sets of worlds.
type machine struct {
	interpretation
	pkg     *program
	root    *ssa.Function
	callees summary.Lookup[*effect]
	sites   []*site
	ids     map[any]int
	copies  map[copyKey]*place.Place               // see copyOf
	touches map[*types.Var]map[*ssa.BasicBlock]int // see again
	running *ssa.Defer                             // the deferred call that is interpreted, if one is
	failed  bool
	exits   []*world
	stored  []fieldStore
	old     map[int]bool // objects of an earlier round of a loop
	// overwritten tells where the last pointer to the memory of a site is lost.
	overwritten map[*site]token.Pos
	kept        map[*symbol.Symbol]bool                  // that variables have kept
	tests       map[*ssa.Function]map[*symbol.Symbol]int // how often a symbol is tested
}

// interpretation is the engine's part of a machine.
type interpretation = typestate.Interpretation[val, *world, finding]

// interpret runs fn and returns the machine with its exits.
func interpret(pkg *program, fn *ssa.Function, callees summary.Lookup[*effect]) *machine {
	m := &machine{pkg: pkg, root: fn, callees: callees, ids: make(map[any]int), copies: make(map[copyKey]*place.Place), touches: make(map[*types.Var]map[*ssa.BasicBlock]int), old: make(map[int]bool), overwritten: make(map[*site]token.Pos), kept: make(map[*symbol.Symbol]bool), tests: make(map[*ssa.Function]map[*symbol.Symbol]int)}
	m.interpretation = interpretation{Domain: m, Symbols: symbol.NewTable(), Table: place.NewTable(), Elems: maxElems, Code: pkg.code, Steps: maxSteps, Limit: maxWorlds,
		Keep:  func(sym *symbol.Symbol) bool { return m.kept[sym] },
		Worth: func(fn *ssa.Function, sym *symbol.Symbol) bool { return m.kept[sym] || m.tested(fn, sym) }}
	m.Round, m.Renew = m.another, m.renew
	m.Symbols.Constant = func(g *ssa.Global) bool { return g.Object() != nil && g.Object().Parent() != pkg.scope } // of other packages
	w := newWorld()
	for i, p := range fn.Params {
		if pointerLike(p.Type()) || isCStruct(p.Type()) {
			id := m.site(p, &site{pos: p.Pos(), param: i + 1})
			w.objs.Set(id, object{phase: lentArg})
			v := val{kind: pointer, obj: id}
			if isHandle(p.Type()) {
				v.cell = m.Table.Root(p)
			}
			w.Env.Bind(p, v)
		}
	}
	m.exits = m.exitWorlds(m.Function(fn, []*world{w}))
	for _, e := range m.exits {
		m.dangling(e, fn)
	}
	return m
}

// pointerLike reports whether a value of type t can be C memory.
func pointerLike(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		return true
	case *types.Basic:
		return t.Kind() == types.UnsafePointer
	}
	return false
}

// site returns the number of an allocation site.
func (m *machine) site(key any, s *site) int {
	id, ok := m.ids[key]
	if !ok {
		id = len(m.sites)
		m.ids[key] = id
		m.sites = append(m.sites, s)
	}
	return id
}

// exitWorlds keeps in the worlds at the exits what they return.
func (m *machine) exitWorlds(exits []typestate.Exit[val, *world], ok bool) (out []*world) {
	if !ok {
		m.failed = true
		m.GiveUp()
	}
	for _, e := range exits {
		e.World.ret, e.World.retPos = e.Results, e.Pos
		out = append(out, e.World)
	}
	return out
}

// another begins another round of a loop.
func (m *machine) another(w *world, head *ssa.BasicBlock) {
	w.round = w.last
	for id, o := range w.objs.All() {
		if s := m.sites[id]; s.received && o.phase == owned && !o.lost.IsValid() && head.Dominates(s.instr.Block()) {
			o.lost = w.last // the next round receives another
			w.objs.Set(id, o)
		}
	}
}

// assign sets a register.
func (m *machine) assign(w *world, reg ssa.Value, v val) { w.Set(m.Symbols, reg, v) }

// Eval returns the abstract value of v.
func (m *machine) Eval(w *world, v ssa.Value) val {
	switch v := v.(type) {
	case *ssa.Const:
		switch {
		case v.Value == nil && (pointerLike(v.Type()) || types.IsInterface(v.Type())):
			return val{kind: isNil}
		case v.Value != nil && v.Value.String() == "true":
			return val{kind: truth, bool: true}
		case v.Value != nil && v.Value.String() == "false":
			return val{kind: truth}
		}
		return val{}
	case *ssa.Function:
		return val{kind: literal, lit: m.Closure(v, nil)}
	}
	return w.Env.Of(v)
}
