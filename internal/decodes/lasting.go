package decodes

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A memory knows what a function reads and writes of places that outlive it.
type memory struct {
	fn     *ssa.Function
	guards map[*ssa.BasicBlock][]guard
	stores []write
	done   bool
	places *place.Table
	hidden map[hidden]*place.Variable
	// unset reports whether a variable is never set.
	unset func(types.Object) bool
	kept  keeping
	// nested counts the predicates around: see [condition.predicate].
	nested int
}

func newMemory(fn *ssa.Function, unset func(types.Object) bool, kept keeping) *memory {
	return &memory{
		fn: fn, guards: make(map[*ssa.BasicBlock][]guard), places: place.NewTable(),
		hidden: make(map[hidden]*place.Variable), unset: unset, kept: kept,
	}
}

// owner returns the place in which the callee of a call keeps its state: the receiver, or
// the package.
func (m *memory) owner(s origin.Site) *place.Place {
	switch {
	case s.Recv == nil && s.Obj != nil && s.Obj.Pkg() != nil && !model.Standard(s.Obj.Pkg()):
		return m.behind(hidden{pkg: s.Obj.Pkg()})
	case s.Recv == nil:
		return nil
	}
	if at := m.at(s.Recv); at != nil {
		return at
	}
	call, ok := s.Recv.(*ssa.Call)
	if !ok {
		return nil
	}
	made := origin.NewSite(call) // cache().Get(key)
	if made.Obj == nil || made.Obj.Pkg() == nil || model.Standard(made.Obj.Pkg()) {
		return nil
	}
	return m.behind(hidden{made.Obj.Pkg(), made.Obj})
}

// A hidden is a state that nobody sees: that of a package, or of what a function of it
// returns.
type hidden struct {
	pkg *types.Package
	fn  *types.Func
}

// behind returns the place of a hidden state.
func (m *memory) behind(h hidden) *place.Place {
	v := m.hidden[h]
	if v == nil {
		name := h.pkg.Name()
		if h.fn != nil {
			name = h.fn.Name()
		}
		v = place.NewVariable(h.pkg, name, types.Typ[types.Invalid])
		m.hidden[h] = v
	}
	return m.places.Root(v)
}

// at returns the place of the lasting variable that addr is, or is an element of; nil if
// it is none.
func (m *memory) at(addr ssa.Value) *place.Place {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		if in := m.at(a.X); in != nil {
			return m.places.Sub(in, a.Field, place.FieldOf(a.X.Type(), a.Field))
		}
	case *ssa.UnOp:
		if a.Op == token.MUL {
			return m.at(a.X)
		}
	case *ssa.IndexAddr:
		return m.at(a.X)
	case *ssa.ChangeType:
		return m.at(a.X)
	case *ssa.MakeInterface:
		return m.at(a.X)
	case *ssa.Parameter, *ssa.FreeVar:
		if !origin.Carrier(a.Type()) && !origin.Dataless(a.Type()) {
			return m.places.Root(a)
		}
	case *ssa.Global:
		return m.places.Root(a)
	case *ssa.Alloc:
		if param := heldParam(a); param != nil {
			return m.at(param)
		}
	}
	return nil
}

// heldParam returns the pointer that a variable holds which a literal captures, if that is
// a parameter; nil if it is none.
func heldParam(a *ssa.Alloc) *ssa.Parameter {
	param, ok := origin.SoleStore(a).(*ssa.Parameter)
	if !ok {
		return nil
	}
	if _, ok := param.Type().Underlying().(*types.Pointer); !ok {
		return nil // a copy
	}
	return param
}

// A write is a place that an instruction writes to.
type write struct {
	place   *place.Place
	values  []ssa.Value
	key     ssa.Value // of a map or a cache, nil if there is none
	outcome bool      // one of the values derives from the outcome
	at      *ssa.BasicBlock
	// named is the function that keeps the values by its name alone.
	named string
}

// writes returns the lasting places that the function writes to.
func (m *memory) writes(outcome map[ssa.Value]bool) []write {
	var out []write
	for _, w := range m.lasting() {
		w.outcome = slices.ContainsFunc(w.values, func(v ssa.Value) bool { return outcome[v] })
		out = append(out, w)
	}
	for v := range outcome {
		if at := m.at(v); at != nil {
			out = append(out, write{place: at, outcome: true}) // decoded right into it
		}
	}
	return out
}

// lasting returns the stores of the function to places that outlive it.
func (m *memory) lasting() []write {
	if !m.done {
		m.done = true
		m.scan()
	}
	return m.stores
}

// scan collects the stores of the function.
func (m *memory) scan() {
	for _, b := range m.fn.Blocks {
		for _, instr := range b.Instrs {
			w := write{at: b}
			switch i := instr.(type) {
			case *ssa.Store:
				w.place, w.values = m.at(i.Addr), []ssa.Value{i.Val}
			case *ssa.MapUpdate:
				w.place, w.key, w.values = m.at(i.Map), i.Key, []ssa.Value{i.Value}
			case ssa.CallInstruction:
				s := origin.NewSite(i)
				if !m.kept.stores(s) {
					if w.named = keepsByName(s); w.named == "" {
						continue // keeps nothing
					}
				}
				w.place, w.values = m.owner(s), s.Args
				if len(s.Args) > 1 {
					w.key = s.Args[0]
				}
			}
			if w.place != nil {
				m.stores = append(m.stores, w)
			}
		}
	}
}
