package escape

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A unit is a function with the literals in it: they share variables, and so
// are solved together.
type unit struct {
	*graph
	syntax  *syntax
	fns     []*ssa.Function // the function, then its literals in source order
	in      map[*ssa.Function]bool
	callees summary.Lookup[Leaks]

	values  map[ssa.Value]int // of values that have a location of their own
	storage map[ssa.Value]int // what allocs, literals, interfaces, ... point to
	calls   map[callResult]int
	params  map[*ssa.Function][]int
	results map[*ssa.Function][]int
	bound   map[*ssa.FreeVar]ssa.Value
	blocks  map[*ssa.Function][]*ssa.BasicBlock
	alive   map[*ssa.BasicBlock]bool
	single  map[*ssa.Alloc]ssa.Value

	allocs  []*ssa.Alloc
	uses    map[*ssa.Alloc]*use
	byValue map[*ssa.Alloc]bool // captured as a copy
	taken   map[*ssa.Alloc]bool // variables whose address the lowering takes
	later   int                 // location of what runs when the function returns

	temps    []temp
	backings []temp // of append
	found    []Object
}

type callResult struct {
	call  *ssa.Call
	index int
}

func newUnit(s *syntax, fn *ssa.Function, callees summary.Lookup[Leaks]) *unit {
	u := &unit{
		graph: &graph{lost: make(map[*ssa.Function]bool)}, syntax: s, callees: callees,
		in:     make(map[*ssa.Function]bool),
		values: make(map[ssa.Value]int), storage: make(map[ssa.Value]int), calls: make(map[callResult]int),
		params: make(map[*ssa.Function][]int), results: make(map[*ssa.Function][]int),
		bound: make(map[*ssa.FreeVar]ssa.Value), blocks: make(map[*ssa.Function][]*ssa.BasicBlock), alive: make(map[*ssa.BasicBlock]bool), single: make(map[*ssa.Alloc]ssa.Value),
		uses: make(map[*ssa.Alloc]*use), byValue: make(map[*ssa.Alloc]bool), taken: make(map[*ssa.Alloc]bool),
	}
	u.include(fn)
	h := u.add(nil, -1)
	u.locs[h].escapes, u.locs[h].persists = true, true
	u.later = u.add(nil, temporary)
	u.locs[u.later].persists = true
	for _, fn := range u.fns {
		u.declare(fn)
	}
	for _, fn := range u.fns {
		u.allocate(fn)
	}
	for _, a := range u.allocs {
		use := new(use)
		u.scan(use, a, 0)
		u.uses[a] = use
		if use.captured && !use.addressed {
			v := s.vars[a.Pos()]
			u.byValue[a] = v != nil && !v.reassigned && sizeof(elem(a)) <= 128
		}
	}
	for _, fn := range u.fns {
		u.lower(fn)
	}
	for _, fn := range u.fns {
		for _, b := range u.live(fn) {
			for _, instr := range b.Instrs {
				u.instr(fn, instr)
			}
		}
	}
	u.solve()
	return u
}

func (u *unit) include(fn *ssa.Function) {
	u.fns = append(u.fns, fn)
	u.in[fn] = true
	for _, lit := range fn.AnonFuncs {
		u.include(lit)
	}
}

// declare makes the locations of parameters and results, and notes what the
// literals capture.
func (u *unit) declare(fn *ssa.Function) {
	for i, p := range fn.Params {
		l := u.add(fn, 1)
		u.locs[l].param = i + 1
		u.params[fn] = append(u.params[fn], l)
		u.values[p] = l
	}
	for i := range fn.Signature.Results().Len() {
		l := u.add(fn, 1)
		u.locs[l].result = i + 1
		u.results[fn] = append(u.results[fn], l)
	}
	for _, b := range u.live(fn) {
		for _, instr := range b.Instrs {
			mc, ok := instr.(*ssa.MakeClosure)
			if !ok {
				continue // captures nothing
			}
			lit := mc.Fn.(*ssa.Function)
			for i, v := range mc.Bindings {
				if i < len(lit.FreeVars) && u.bound[lit.FreeVars[i]] == nil {
					u.bound[lit.FreeVars[i]] = v
				}
			}
			if !u.calledHere(mc) {
				u.lost[lit] = true
			}
		}
	}
}

// calledHere reports whether a literal is only called or deferred by the
// function that makes it.
func (u *unit) calledHere(mc *ssa.MakeClosure) bool {
	for _, ref := range *mc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Call:
			if ref.Call.Value == mc && !slices.Contains(ref.Call.Args, ssa.Value(mc)) {
				continue // called at once
			}
		case *ssa.Defer:
			if ref.Call.Value == mc {
				continue // runs before the function is gone
			}
		case *ssa.Store:
			if a, ok := ref.Addr.(*ssa.Alloc); ok && ref.Val == mc && u.onlyStore(a) == mc && onlyCalled(a) {
				continue // f := func() {...}; f()
			}
		}
		return false
	}
	return true
}

// onlyCalled reports whether what is loaded from a is only called.
func onlyCalled(a *ssa.Alloc) bool {
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			for _, use := range *ref.Referrers() {
				call, ok := use.(*ssa.Call)
				if !ok || call.Call.Value != ref || slices.Contains(call.Call.Args, ssa.Value(ref)) {
					return false
				}
			}
		case *ssa.Store, *ssa.DebugRef:
		default:
			return false
		}
	}
	return true
}

// allocate makes the locations of the variables and of what new, literals and
// arguments lists allocate.
func (u *unit) allocate(fn *ssa.Function) {
	for _, b := range u.live(fn) {
		for _, instr := range b.Instrs {
			a, ok := instr.(*ssa.Alloc)
			if !ok {
				continue // no variable
			}
			l := u.add(fn, u.syntax.depth(fn, a.Pos()))
			u.storage[a] = l
			u.allocs = append(u.allocs, a)
			loc, v := u.locs[l], u.syntax.vars[a.Pos()]
			loc.persists = u.syntax.of(a) != nil
			if v != nil && v.perRound {
				loc.depth++
			}
			if !isParamOrResult(fn, a) && sizeof(elem(a)) > stackLimit(a) {
				loc.escapes = true
			}
		}
	}
}

// stackLimit returns the size beyond which the compiler puts a variable on the
// heap: ir.MaxStackVarSize and ir.MaxImplicitStackVarSize.
func stackLimit(a *ssa.Alloc) int64 {
	switch a.Comment {
	case "new", "complit", "slicelit", "varargs", "makeslice":
		return 64 << 10
	}
	return 128 << 10
}

func isParamOrResult(fn *ssa.Function, a *ssa.Alloc) bool {
	for _, p := range fn.Params {
		if obj, _ := p.Object().(*types.Var); obj != nil && obj.Pos() == a.Pos() {
			return true
		}
	}
	for r := range fn.Signature.Results().Variables() {
		if r.Pos() == a.Pos() && r.Pos().IsValid() {
			return true
		}
	}
	return false
}

func elem(a *ssa.Alloc) types.Type { return a.Type().Underlying().(*types.Pointer).Elem() }

// leaks returns those of the unit's function.
func (u *unit) leaks() Leaks {
	fn := u.fns[0]
	out := make(Leaks, len(fn.Params))
	for i := range fn.Params {
		out[i].Heap = NoLeak
		leaks := u.locs[u.params[fn][i]].leaks
		if derefs, ok := leaks[0]; ok {
			out[i].Heap = derefs
		}
		for root, derefs := range leaks {
			if root > 0 && (out[i].Heap == NoLeak || derefs < out[i].Heap) {
				out[i].Results = append(out[i].Results, ResultLeak{root - 1, derefs}) // else the heap has it anyway
			}
		}
		slices.SortFunc(out[i].Results, func(a, b ResultLeak) int { return a.Index - b.Index })
	}
	return out
}

// onlyStore returns the only value that is stored to a variable which is else
// only read, or nil.
func (u *unit) onlyStore(a *ssa.Alloc) ssa.Value {
	if v, ok := u.single[a]; ok {
		return v
	}
	var value ssa.Value
	stores := 0
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != a || ref.Val == a {
				stores = 2
			}
			value = ref.Val
			stores++
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.MakeClosure:
			if v := u.syntax.vars[a.Pos()]; v == nil || v.reassigned {
				stores = 2
			}
		default:
			stores = 2
		}
	}
	if stores != 1 {
		value = nil
	}
	u.single[a] = value
	return value
}

// callee returns the function that a call surely runs, as far as the compiler
// sees it: also through a variable that is set once.
func (u *unit) callee(call *ssa.CallCommon) *ssa.Function {
	if call.IsInvoke() {
		return nil
	}
	if fn := call.StaticCallee(); fn != nil {
		return fn
	}
	switch v := u.static(call.Value).(type) {
	case *ssa.Function:
		return v
	case *ssa.MakeClosure:
		return v.Fn.(*ssa.Function)
	}
	return nil
}

func (u *unit) static(v ssa.Value) ssa.Value {
	for range 4 {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.UnOp:
			if a, ok := x.X.(*ssa.Alloc); ok && x.Op == token.MUL {
				if only := u.onlyStore(a); only != nil {
					v = only
					continue
				}
			}
		}
		break
	}
	return v
}

func isBound(fn *ssa.Function) bool { return strings.HasPrefix(fn.Synthetic, "bound method") }

// A use tells how a variable is used.
type use struct{ addressed, captured bool }

// scan adds the uses of an address.
func (u *unit) scan(to *use, v ssa.Value, nesting int) {
	if nesting > 8 || v.Referrers() == nil {
		return
	}
	for _, ref := range *v.Referrers() {
		if !u.runs(ref) {
			continue // the compiler drops it
		}
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.Store:
			to.addressed = to.addressed || ref.Val == v
		case *ssa.FieldAddr:
			u.scan(to, ref, nesting+1)
		case *ssa.IndexAddr:
			if ref.X == v {
				u.scan(to, ref, nesting+1)
			}
		case *ssa.MakeClosure:
			lit := ref.Fn.(*ssa.Function)
			if isBound(lit) {
				to.addressed = true
				continue
			}
			for i, b := range ref.Bindings {
				if b == v && i < len(lit.FreeVars) && u.captures(lit, i) {
					to.captured = true
					u.scan(to, lit.FreeVars[i], nesting+1)
				}
			}
		default:
			to.addressed = true
		}
	}
}
