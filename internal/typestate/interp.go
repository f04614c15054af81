package typestate

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/intmap"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
)

// A Walker is a world of a domain: it embeds a [Path], and is a pointer.
type Walker[V intmap.Value, W any] interface {
	comparable
	World[W]
	Known() *Path[V]
	Clone() W
}

// A Domain gives instructions their meaning. Its values are of type V, its worlds of
// type W.
type Domain[V intmap.Value, W any] interface {
	// Eval returns what w knows of an operand.
	Eval(w W, v ssa.Value) V
	// Target returns the place that a pointer points to, nil for none, and whether the
	// value tells.
	Target(V) (p *place.Place, known bool)
	// Truth returns the truth that a value is, if it is one.
	Truth(V) (truth, known bool)
	// Func returns the function that a value is, nil if it is none, or not known.
	Func(V) *Closure[V]
	// Dynamic returns the type of what an interface holds, nil if that is not known.
	Dynamic(V) types.Type
	// Learn adds to w that a condition of which nothing is known has a truth.
	Learn(w W, cond ssa.Value, truth bool)
	// Compared adds to w what a comparison tells that holds, and reports whether that can
	// be. Of a constant and another value, y is the constant.
	Compared(w W, x ssa.Value, op token.Token, y ssa.Value) bool
	// Declare gives the variable that an instruction makes, at p, its zero value, and returns
	// its address.
	Declare(w W, v *ssa.Alloc, p *place.Place) V
	// Load sets the register of a load of the variable at p, nil if there is none. It reports
	// false if the path ends there.
	Load(w W, load *ssa.UnOp, p *place.Place) bool
	// Store assigns to the variable at p, nil if there is none.
	Store(w W, s *ssa.Store, p *place.Place)
	// Receive sets the register, or the tuple, of a receive that is not in a select. It reports false if
	// the path ends there.
	Receive(w W, recv *ssa.UnOp) bool
	// Compute returns the value of any other instruction, the first component of a tuple.
	Compute(w W, v ssa.Value) V
	// Give hands what a go statement, a send or an assignment to a map is given to others.
	Give(w W, instr ssa.Instruction)
	// Call interprets a call, and sets its results. It may change w, and returns the worlds
	// after it: none if the path ends there.
	Call(w W, call *ssa.Call) []W
	// Defer defers a call: [Interpretation.Defer], if there is nothing else to say.
	Defer(w W, d *ssa.Defer)
	// Deferred runs a deferred call, as Call does.
	Deferred(w W, d Deferred[V]) []W
	// Case lets a select choose a case, the default if i is negative. It returns the
	// components of the result as far as anything is known of them, and whether the
	// case can be chosen. It may change w.
	Case(w W, s *ssa.Select, i int) ([]V, bool)
}

// An Interpretation interprets functions over the worlds of a domain. It is one for a
// root function and for those that are interpreted at their calls. Notes are of type N.
type Interpretation[V intmap.Value, W Walker[V, W], N any] struct {
	Domain  Domain[V, W]
	Symbols *symbol.Table
	Table   *place.Table
	Code    *Code
	// Elems is how many elements of an array are told apart; 0 if elements have no places.
	Elems int
	// Steps is how many instructions may be interpreted still. Below 0 the
	// interpretation gives up.
	Steps int
	// Limit is how many worlds may enter one block.
	Limit int
	// Names makes parameters stand for the symbols of arguments: what the caller's conditions
	// say holds in the body, so that a path of it may be left out.
	Names bool
	// Keep reports whether what conditions say of a symbol outlives the registers that it
	// is made of. Nil keeps none.
	Keep func(*symbol.Symbol) bool
	// Worth reports whether what conditions of a function say of a symbol is to be
	// remembered. Nil remembers all.
	Worth func(*ssa.Function, *symbol.Symbol) bool
	// Renew is told that a register is about to be set anew. Nil is not.
	Renew func(W, ssa.Value)
	// Round is told that another round of the loop at a block begins. Nil is not.
	Round func(w W, head *ssa.BasicBlock)
	// Notes are what the code has shown that was interpreted so far. Those of a world that
	// the fixpoint has replaced are not among them.
	Notes []N

	thrown   []W                // the worlds that panic in the block that is interpreted
	records  map[W]record[W, N] // of the function that is interpreted
	closures map[*ssa.Function][]*Closure[V]
	resolved map[resolved]*ssa.CallCommon
	root     *ssa.Function
	frames   []Frame // of the calls that are interpreted
}

// A record is what the interpretation of a block gave for the world that it was entered
// with.
type record[W, N any] struct {
	notes   []N
	returns []W // if it ends with a return
	panics  []W // that nobody recovers in the function
}

// An Exit is the end of a path through a function.
type Exit[V, W any] struct {
	World   W
	Pos     token.Pos
	Results []V
}

// GiveUp ends the interpretation without a result.
func (x *Interpretation[V, W, N]) GiveUp() { x.Steps = -1 }

// Function returns the exits of a function from the worlds at its entry, and whether the
// interpretation was complete. Notes are added only then.
func (x *Interpretation[V, W, N]) Function(fn *ssa.Function, entry []W) (exits []Exit[V, W], ok bool) {
	x.root = fn
	exits, _, ok = x.function(fn, entry)
	return exits, ok
}

// function returns the worlds, too, with which a function panics.
func (x *Interpretation[V, W, N]) function(fn *ssa.Function, entry []W) (exits []Exit[V, W], panics []W, ok bool) {
	outer := x.records
	x.records = make(map[W]record[W, N])
	defer func() { x.records = outer }()
	in, ok := Run(fn, entry, x, x.Limit)
	if !ok {
		return nil, nil, false
	}
	for i, b := range fn.Blocks {
		if in[i] == nil {
			continue // unreachable
		}
		for _, w := range in[i].All() {
			rec := x.records[w]
			x.Notes = append(x.Notes, rec.notes...)
			panics = append(panics, rec.panics...)
			for _, w := range rec.returns {
				ret := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
				exits = append(exits, Exit[V, W]{World: w, Pos: ReturnPos(ret), Results: x.Values(w, ret.Results)})
			}
		}
	}
	return exits, panics, true
}

// Block interprets the instructions of b. The worlds at its end are not merged: the
// branch that ends it may depend on what still tells them apart.
func (x *Interpretation[V, W, N]) Block(b *ssa.BasicBlock, w W) (ends, landed []W, ok bool) {
	notes, thrown := x.Notes, x.thrown
	x.Notes, x.thrown = nil, nil
	ends, ok = x.instrs(b, w.Clone())
	var rec record[W, N]
	landed, rec.panics = x.unwind(b.Parent())
	rec.notes = x.Notes
	x.Notes, x.thrown = notes, thrown
	if _, isReturn := b.Instrs[len(b.Instrs)-1].(*ssa.Return); isReturn {
		rec.returns = ends
	}
	if len(rec.returns) > 0 || len(rec.notes) > 0 || len(rec.panics) > 0 {
		x.records[w] = rec
	} else {
		delete(x.records, w)
	}
	return ends, landed, ok && x.Steps >= 0
}

func (x *Interpretation[V, W, N]) instrs(b *ssa.BasicBlock, w W) ([]W, bool) {
	worlds := []W{w}
	for _, instr := range b.Instrs {
		var next []W
		for _, w := range worlds {
			x.Steps--
			next = append(next, x.instr(w, instr)...)
		}
		if x.Steps < 0 {
			return nil, false
		}
		worlds = next
		if len(worlds) > x.Limit {
			var ok bool
			if worlds, ok = Merge(worlds, x.Limit); !ok {
				return nil, false
			}
		}
	}
	return worlds, true
}

// Edge carries w from one block to the next: what a branch tells is added, what is of no
// use there forgotten, and phis are set, all at once.
func (x *Interpretation[V, W, N]) Edge(from, to *ssa.BasicBlock, w W) (W, bool) {
	w = w.Clone()
	path := w.Known()
	if to.Dominates(from) {
		path.Conds.Havoc()
		if x.Round != nil {
			x.Round(w, to)
		}
	}
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || to == to.Parent().Recover {
		path.chosen = choice{} // control is in the case, or the function returns
	} else if s, i := cfg.Dispatch(branch); s != nil && s == path.chosen.of {
		if (i == path.chosen.index) != (to == from.Succs[0]) {
			return w, false
		}
	} else if path.chosen = (choice{}); from.Succs[0] != from.Succs[1] && !x.assume(w, branch.Cond, to == from.Succs[0]) {
		return w, false
	}
	edge := slices.Index(to.Preds, from)
	var vals []V
	var facts []symbol.Fact
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break // phis come first
		}
		vals = append(vals, x.Domain.Eval(w, phi.Edges[edge]))
		facts = append(facts, path.Conds.Fact(x.Symbols, phi.Edges[edge]))
	}
	dead := x.Code.Lives(to.Parent()).DeadAt(to)
	path.Env.Restrict(dead)
	path.Conds.Forget(dead, x.Keep)
	for i, val := range vals {
		phi := to.Instrs[i].(*ssa.Phi)
		path.Set(x.Symbols, phi, val)
		if facts[i].Nilness() || x.Worth == nil || x.Worth(phi.Parent(), x.Symbols.Of(phi)) {
			path.Conds.Know(x.Symbols, phi, facts[i])
		}
	}
	return w, true
}
