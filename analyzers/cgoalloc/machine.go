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

// maxWorlds bounds the worlds that enter one block, maxSteps the blocks that are
// interpreted for one function. Beyond, nothing is known.
const (
	maxWorlds = 96
	maxSteps  = 6000
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
	pkg     *program
	root    *ssa.Function
	callees summary.Lookup[*effect]
	sites   []*site
	ids     map[any]int
	table   *place.Table
	copies  map[copyKey]*place.Place               // see copyOf
	touches map[*types.Var]map[*ssa.BasicBlock]int // see again
	running *ssa.Defer                             // the deferred call that is interpreted, if one is
	entered []entry                                // functions of the package that are interpreted in place
	steps   int
	depth   int
	failed  bool
	exits   []*world
	returns []*world // at the returns of the body that is interpreted
	finds   []finding
	stored  []fieldStore
	old     map[int]bool // objects of an earlier round of a loop
	// overwritten tells where the last pointer to the memory of a site is lost.
	overwritten map[*site]token.Pos
	symbols     *symbol.Table
	numbers     map[*ssa.Function]uint64                 // numbers those that are values
	kept        map[*symbol.Symbol]bool                  // that variables have kept
	tests       map[*ssa.Function]map[*symbol.Symbol]int // how often a symbol is tested
}

// interpret runs fn and returns the machine with its exits.
func interpret(pkg *program, fn *ssa.Function, callees summary.Lookup[*effect]) *machine {
	m := &machine{pkg: pkg, root: fn, callees: callees, ids: make(map[any]int), table: place.NewTable(), copies: make(map[copyKey]*place.Place), touches: make(map[*types.Var]map[*ssa.BasicBlock]int), old: make(map[int]bool), overwritten: make(map[*site]token.Pos), symbols: symbol.NewTable(), numbers: make(map[*ssa.Function]uint64), kept: make(map[*symbol.Symbol]bool), tests: make(map[*ssa.Function]map[*symbol.Symbol]int)}
	w := newWorld()
	for i, p := range fn.Params {
		if pointerLike(p.Type()) || isCStruct(p.Type()) {
			id := m.site(p, &site{pos: p.Pos(), param: i + 1})
			w.objs.Set(id, object{phase: lentArg})
			v := val{kind: pointer, obj: id}
			if isHandle(p.Type()) {
				v.cell = m.table.Root(p)
			}
			w.env.Bind(p, v)
		}
	}
	m.exits = m.run(fn, w)
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

// run interprets a body from a world at its entry to those at its returns. Worlds of
// one signature know the same, so the first of them stands for all: each is
// interpreted once, and what that finds is final.
func (m *machine) run(fn *ssa.Function, entry *world) []*world {
	outer := m.returns
	m.returns = nil
	m.sign(entry, fn.Blocks[0])
	if _, ok := typestate.Run(fn, []*world{entry}, m, maxWorlds); !ok {
		m.failed = true
	}
	exits := m.returns
	m.returns = outer
	if m.failed {
		return nil
	}
	return exits
}

// Block interprets the instructions of a block, and collects the worlds at a return.
func (m *machine) Block(b *ssa.BasicBlock, w *world) ([]*world, bool) {
	if m.steps++; m.steps > maxSteps {
		return nil, false
	}
	worlds := []*world{w.clone()}
	for _, instr := range b.Instrs {
		var next []*world
		for _, w := range worlds {
			next = append(next, m.step(w, instr)...)
		}
		worlds = next
	}
	if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
		for _, w := range worlds {
			w.ret, w.retPos = nil, typestate.ReturnPos(ret)
			for _, r := range ret.Results {
				w.ret = append(w.ret, m.eval(w, r))
			}
		}
		m.returns = append(m.returns, worlds...)
	}
	return worlds, !m.failed
}

// Edge carries a world from one block to the next.
func (m *machine) Edge(from, to *ssa.BasicBlock, w *world) (*world, bool) {
	w = w.clone()
	if branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If); ok && from.Succs[0] != from.Succs[1] {
		if !m.assume(w, branch.Cond, to == from.Succs[0]) {
			return nil, false
		}
	}
	m.phis(to, from, w)
	m.sign(w, to)
	return w, true
}

// sign computes the signature of a world that enters a block.
func (m *machine) sign(w *world, at *ssa.BasicBlock) {
	w.signature = w.key(func(v ssa.Value) bool { return liveInto(v, at) })
}

// liveInto reports whether v may be used in or after block, other than where it
// is defined.
func liveInto(v ssa.Value, block *ssa.BasicBlock) bool {
	instr, ok := v.(ssa.Instruction)
	if !ok || v.Referrers() == nil || instr.Parent() != block.Parent() {
		return true
	}
	if _, phi := v.(*ssa.Phi); phi && instr.Block() == block {
		return true
	}
	for _, ref := range *v.Referrers() {
		if ref.Block() != instr.Block() {
			return true
		}
		if _, phi := ref.(*ssa.Phi); phi {
			return true
		}
	}
	return false
}

// phis assigns the phis of a block that is entered from another.
func (m *machine) phis(block, from *ssa.BasicBlock, w *world) {
	index := -1
	for i, p := range block.Preds {
		if p == from {
			index = i
		}
	}
	if block.Dominates(from) {
		w.round = w.last
		w.conds.Havoc()
		for id, o := range w.objs.All() {
			if s := m.sites[id]; s.received && o.phase == owned && !o.lost.IsValid() && block.Dominates(s.instr.Block()) {
				o.lost = w.last // the next round receives another
				w.objs.Set(id, o)
			}
		}
	}
	values := make(map[*ssa.Phi]val)
	for _, instr := range block.Instrs {
		if phi, ok := instr.(*ssa.Phi); ok && index >= 0 {
			values[phi] = m.eval(w, phi.Edges[index])
		}
	}
	for phi, v := range values {
		m.assign(w, phi, v)
	}
}

// assign sets a register and forgets what was assumed of its old value.
func (m *machine) assign(w *world, reg ssa.Value, v val) {
	if v.kind == unknown {
		w.env.Unbind(reg)
	} else {
		w.env.Bind(reg, v)
	}
	w.conds.Defined(m.symbols, reg)
}

// closure returns a function with the values of its free variables.
func (m *machine) closure(fn *ssa.Function, bound []val) *closure {
	n, ok := m.numbers[fn]
	if !ok {
		n = uint64(len(m.numbers)) + 1
		m.numbers[fn] = n
	}
	return &closure{fn, bound, n}
}

// eval returns the abstract value of v.
func (m *machine) eval(w *world, v ssa.Value) val {
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
		return val{kind: literal, lit: m.closure(v, nil)}
	}
	return w.env.Of(v)
}
