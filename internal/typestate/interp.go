package typestate

import (
	"go/token"
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
	// Learn adds to w that a condition of which nothing is known has a truth.
	Learn(w W, cond ssa.Value, truth bool)
	// Compared adds to w what a comparison tells that holds, and reports whether that can
	// be. Of a constant and another value, y is the constant.
	Compared(w W, x ssa.Value, op token.Token, y ssa.Value) bool
	// Instr interprets an instruction. It may change w, and returns the worlds after it:
	// none if the path ends there. What it has nothing to say of is for
	// [Interpretation.Step].
	Instr(w W, instr ssa.Instruction) []W
	// Deferred runs a deferred call, as Instr does.
	Deferred(w W, d Deferred[V]) []W
	// Case lets a select choose a case, the default if i is negative. It returns the
	// components of the result as far as anything is known of them, and whether the
	// case can be chosen. It may change w.
	Case(w W, s *ssa.Select, i int) ([]V, bool)
	// Round is told that another round of the loop at a block begins.
	Round(w W, head *ssa.BasicBlock)
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
	// Notes are what the code has shown that was interpreted so far. Those of a world that
	// the fixpoint has replaced are not among them.
	Notes []N

	records  map[W]record[W, N] // of the function that is interpreted
	closures map[*ssa.Function][]*Closure[V]
	depth    int // of the calls that are interpreted
}

// A Code is what interpretations share of the functions of a package.
type Code struct{ lives map[*ssa.Function]*Lives }

// NewCode returns an empty one.
func NewCode() *Code { return &Code{make(map[*ssa.Function]*Lives)} }

// Lives returns the lives of the registers of a function.
func (c *Code) Lives(fn *ssa.Function) *Lives {
	l := c.lives[fn]
	if l == nil {
		l = NewLives(fn)
		c.lives[fn] = l
	}
	return l
}

// A record is what the interpretation of a block gave for the world that it was entered
// with.
type record[W, N any] struct {
	notes   []N
	returns []W // if it ends with a return
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
	outer := x.records
	x.records = make(map[W]record[W, N])
	defer func() { x.records = outer }()
	in, ok := Run(fn, entry, x, x.Limit)
	if !ok {
		return nil, false
	}
	for i, b := range fn.Blocks {
		if in[i] == nil {
			continue // unreachable
		}
		for _, w := range in[i].All() {
			rec := x.records[w]
			x.Notes = append(x.Notes, rec.notes...)
			for _, w := range rec.returns {
				ret := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
				exits = append(exits, Exit[V, W]{World: w, Pos: ReturnPos(ret), Results: x.Values(w, ret.Results)})
			}
		}
	}
	return exits, true
}

// Block interprets the instructions of b. The worlds at its end are not merged: the
// branch that ends it may depend on what still tells them apart.
func (x *Interpretation[V, W, N]) Block(b *ssa.BasicBlock, w W) ([]W, bool) {
	outer := x.Notes
	x.Notes = nil
	worlds, ok := x.instrs(b, w.Clone())
	rec := record[W, N]{notes: x.Notes}
	x.Notes = outer
	if _, isReturn := b.Instrs[len(b.Instrs)-1].(*ssa.Return); isReturn {
		rec.returns = worlds
	}
	if len(rec.returns) > 0 || len(rec.notes) > 0 {
		x.records[w] = rec
	} else {
		delete(x.records, w)
	}
	return worlds, ok
}

func (x *Interpretation[V, W, N]) instrs(b *ssa.BasicBlock, w W) ([]W, bool) {
	worlds := []W{w}
	for _, instr := range b.Instrs {
		var next []W
		for _, w := range worlds {
			x.Steps--
			if call := recovery(instr); call != nil {
				x.recovers(w, call)
				next = append(next, w)
				continue
			}
			next = append(next, x.Domain.Instr(w, instr)...)
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

// Step interprets an instruction as any domain would: it copies what is only converted,
// extracts components, defers calls and runs them, lets
// selects choose, ends paths that panic unless that is recovered, and knows nothing of what else is computed.
func (x *Interpretation[V, W, N]) Step(w W, instr ssa.Instruction) []W {
	var val V
	switch instr := instr.(type) {
	case *ssa.Phi:
		return []W{w} // was set where the block was entered
	case *ssa.Panic:
		return x.panics(w, instr)
	case *ssa.Defer:
		w.Known().Defer(Deferred[V]{Instr: instr, Func: x.Domain.Eval(w, instr.Call.Value), Args: x.Values(w, instr.Call.Args)}, 1)
	case *ssa.RunDefers:
		return x.runDefers(w)
	case *ssa.Select:
		return x.selects(w, instr)
	case *ssa.ChangeType:
		val = x.Domain.Eval(w, instr.X)
	case *ssa.ChangeInterface:
		val = x.Domain.Eval(w, instr.X)
	case *ssa.SliceToArrayPointer:
		val = x.Domain.Eval(w, instr.X)
	case *ssa.Extract:
		val = w.Known().Env.Component(instr.Tuple, instr.Index)
	}
	if v, ok := instr.(ssa.Value); ok {
		w.Known().Set(x.Symbols, v, val)
	}
	return []W{w}
}

// Values returns what w knows of operands.
func (x *Interpretation[V, W, N]) Values(w W, operands []ssa.Value) []V {
	var vals []V
	for _, v := range operands {
		vals = append(vals, x.Domain.Eval(w, v))
	}
	return vals
}

// Edge carries w from one block to the next: what a branch tells is added, what is of no
// use there forgotten, and phis are set, all at once.
func (x *Interpretation[V, W, N]) Edge(from, to *ssa.BasicBlock, w W) (W, bool) {
	w = w.Clone()
	path := w.Known()
	if to.Dominates(from) {
		path.Conds.Havoc()
		x.Domain.Round(w, to)
	}
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok {
		path.chosen = choice{} // control is in the case
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
