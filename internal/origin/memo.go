package origin

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A memory knows what a function reads and writes of places that outlive it.
type memory struct {
	fn     *ssa.Function
	guards map[*ssa.BasicBlock][]guard
	stores []write
	done   bool
}

// memo decides whether an instruction runs only until its outcome is kept:
//
//	if s.cfg != nil { return s.cfg }    // the guard reads s.cfg
//	cfg := decode()                     // instr
//	s.cfg = cfg                         // the outcome is kept
//
// The place may be a field, a variable, an entry of a map, or what methods such
// as Load and Store stand for. outcome are the values that the instruction brings
// forth. If it does not, the memo says why: the guard tests for nothing at a
// place that no instruction of the function writes to, or tests only below.
func (m *memory) memo(instr ssa.Instruction, outcome []ssa.Value) (kept Kept, why Memo) {
	tested := m.above(instr.Block())
	if len(tested) == 0 && len(m.lasting()) == 0 {
		return Kept{}, Memo{} // nothing that a memo is made of
	}
	made := derived(outcome)
	written := m.writes(made)
	if len(tested) == 0 {
		return Kept{}, Memo{Late: m.late(instr, outcome, written)}
	}
	for _, g := range tested {
		for _, w := range written {
			if !g.yields(w) {
				continue // other things of a store that has many
			}
			if w.place == g.place && (w.outcome || g.direct) || w.outcome && w.root == g.root && writtenAnyhow(written, g.place) {
				switch {
				case failing(w.at, made):
					why.Failed = g.place
				case w.key != nil && renewed(w.key, 0):
					why.Fresh = g.place
				case m.expired(instr.Block()):
					why.Short = g.place
				default:
					return m.keptIn(g, written), Memo{}
				}
			}
		}
	}
	if i := slices.IndexFunc(tested, func(g guard) bool { return g.direct && setByCallee(instr, g.place) }); i >= 0 {
		return m.keptIn(tested[i], written), Memo{}
	}
	if why != (Memo{}) {
		return Kept{}, why
	}
	for _, g := range tested {
		if g.empty && !writtenAnyhow(written, g.place) && holds(g.typ, outcome) {
			why.Lost = g.place
		}
	}
	why.Late = m.late(instr, outcome, written)
	return Kept{}, why
}

// setByCallee reports whether the function that an instruction calls assigns to a package
// variable, which a guard tests: it remembers that it ran.
//
//	if !started { start() }     // start sets started
func setByCallee(instr ssa.Instruction, place string) bool {
	call, ok := instr.(*ssa.Call)
	if !ok || call.Call.StaticCallee() == nil {
		return false
	}
	for _, b := range call.Call.StaticCallee().Blocks {
		for _, instr := range b.Instrs {
			st, ok := instr.(*ssa.Store)
			if !ok {
				continue // no assignment
			}
			if _, global := st.Addr.(*ssa.Global); !global {
				continue // of whatever object
			}
			if at, _ := name(st.Addr); at == place {
				return true
			}
		}
	}
	return false
}

// late returns the place that a condition below an instruction tests for what
// it already holds, and that the outcome is stored to after that. A condition upon
// what the instruction made says nothing of the place.
func (m *memory) late(instr ssa.Instruction, outcome []ssa.Value, written []write) string {
	if len(m.fn.Blocks) > maxBlocks {
		return "" // not worth the time
	}
	for _, w := range written {
		if !w.outcome || w.at == nil {
			continue // of something else
		}
		for _, b := range m.fn.Blocks {
			cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
			if !ok || b != instr.Block() && !instr.Block().Dominates(b) {
				continue // not below
			}
			if reaches(b.Succs[0], w.at) == reaches(b.Succs[1], w.at) {
				continue // does not decide about the store
			}
			c := condition{seen: make(map[ssa.Value]bool)}
			for _, v := range outcome {
				c.seen[v] = true
			}
			for _, g := range c.state(cond.Cond) {
				if g.place == w.place || strings.HasPrefix(g.place, w.place+".") {
					return w.place
				}
			}
		}
	}
	return ""
}

// maxBlocks is the number of blocks of a function in which late memos are looked
// for.
const maxBlocks = 300

// reaches reports whether control may get from one block to another.
func reaches(from, to *ssa.BasicBlock) bool { return from == to || cfg.BlockReaches(from, to) }

func writtenAnyhow(written []write, place string) bool {
	for _, w := range written {
		if w.place == place {
			return true
		}
	}
	return false
}

// holds reports whether a place of type t could hold one of the values.
func holds(t types.Type, values []ssa.Value) bool {
	for _, v := range values {
		if t != nil && (types.Identical(t, v.Type()) || types.Identical(t, pointee(v.Type()))) {
			return true
		}
	}
	return false
}

// A guard is a place whose content decides whether an instruction runs.
type guard struct {
	place string
	root  string
	empty bool // the instruction runs if there is nothing
	// direct is set if the place itself is tested, not something it leads to.
	direct bool
	typ    types.Type
	// results are the data that a call tests the place for, nil if it is none.
	results []types.Type
}

// yields reports whether what is written may be what the guard asks for: a method
// that finds users does not find what one stores that creates groups.
func (g guard) yields(w write) bool {
	if len(g.results) == 0 || len(w.values) == 0 {
		return true
	}
	for _, t := range g.results {
		for _, v := range w.values {
			if !dataless(v.Type()) && alike(pointee(t), pointee(stripped(v).Type())) {
				return true
			}
		}
	}
	return false
}

// alike reports whether what a guard asks for, of type a, says something of what is
// written, of type b: they are the same, or one of them holds anything, or a is a form
// of it, or a version.
func alike(a, b types.Type) bool {
	if basic, ok := a.Underlying().(*types.Basic); ok && basic.Info()&types.IsNumeric != 0 {
		return true
	}
	return types.Identical(a, b) || isText(a) || isParam(a) || isParam(b) || holdsType(a, b) || holdsType(b, a)
}

// holdsType reports whether a is an interface that values of b, or pointers to
// them, fit in.
func holdsType(a, b types.Type) bool {
	iface, ok := a.Underlying().(*types.Interface)
	return ok && (types.Implements(b, iface) || types.Implements(types.NewPointer(b), iface))
}

func isParam(t types.Type) bool {
	_, ok := t.(*types.TypeParam)
	return ok
}

// dataOf returns the types of a call's results that hold data: neither errors nor
// whether there is any.
func dataOf(call *ssa.Call) []types.Type {
	var out []types.Type
	for v := range call.Call.Signature().Results().Variables() {
		if basic, ok := v.Type().Underlying().(*types.Basic); ok && basic.Kind() == types.Bool || isError(v.Type()) {
			continue
		}
		out = append(out, v.Type())
	}
	return out
}

// above returns the places that the conditions above a block read.
func (m *memory) above(b *ssa.BasicBlock) []guard {
	if out, ok := m.guards[b]; ok {
		return out
	}
	var out []guard
	if d := b.Idom(); d != nil {
		out = append(out, m.above(d)...)
		if cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok && len(out) < maxGuards && decides(d, b) {
			c := condition{seen: make(map[ssa.Value]bool)}
			out = append(out, c.state(cond.Cond)...)
		}
	}
	m.guards[b] = out
	return out
}

// decides reports whether control may get around b, which d dominates, after the condition
// at the end of d: otherwise b runs whatever the condition says. That something fails in
// between is no way around.
func decides(d, b *ssa.BasicBlock) bool {
	if len(d.Parent().Blocks) > maxBlocks {
		return true // not worth the time
	}
	seen := map[*ssa.BasicBlock]bool{b: true}
	work := slices.Clone(d.Succs)
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[at] {
			continue // known, or b
		}
		seen[at] = true
		if at == d || len(at.Succs) == 0 {
			return true
		}
		work = append(work, succeeding(at)...)
	}
	return false
}

// succeeding returns the successors of a block that control gets to if nothing failed.
func succeeding(b *ssa.BasicBlock) []*ssa.BasicBlock {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return b.Succs
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok || !isError(cmp.X.Type()) || !isNil(cmp.Y) {
		return b.Succs
	}
	if cmp.Op == token.NEQ {
		return b.Succs[1:]
	}
	return b.Succs[:1]
}

// maxGuards is the number of places from which on further conditions are not
// looked at.
const maxGuards = 20

// A condition is being taken apart, each value of it once.
type condition struct{ seen map[ssa.Value]bool }

// state returns the lasting places that a condition reads.
func (c condition) state(v ssa.Value) []guard {
	if c.seen[v] || len(c.seen) > 100 {
		return nil
	}
	c.seen[v] = true
	switch v := v.(type) {
	case *ssa.BinOp:
		if isError(v.X.Type()) || isError(v.Y.Type()) {
			return nil // whether something failed
		}
		var out []guard
		empty := v.Op == token.EQL || v.Op == token.NEQ
		for _, x := range [...][2]ssa.Value{{v.X, v.Y}, {v.Y, v.X}} {
			for _, g := range c.state(x[0]) {
				g.empty = empty && isZero(x[1])
				out = append(out, g)
			}
		}
		return out
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return c.state(v.X)
		}
		if place, root := name(v.X); place != "" {
			return []guard{{place: place, root: root, direct: true, typ: v.Type()}}
		}
		if alloc, ok := v.X.(*ssa.Alloc); ok {
			var out []guard
			for _, ref := range *alloc.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == alloc {
					out = append(out, c.state(store.Val)...)
				}
			}
			return out
		}
		return c.state(v.X)
	case *ssa.FieldAddr:
		return c.state(v.X)
	case *ssa.Field:
		return c.state(v.X)
	case *ssa.Extract:
		return c.state(v.Tuple)
	case *ssa.TypeAssert:
		return c.state(v.X)
	case *ssa.Convert:
		return c.state(v.X)
	case *ssa.MakeInterface:
		return c.state(v.X)
	case *ssa.Phi:
		var out []guard
		for i, edge := range v.Edges {
			out = append(out, c.state(edge)...)
			for b := v.Block().Preds[i]; b != nil && b != v.Block(); b = b.Idom() { // what decides which it is
				if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
					out = append(out, c.state(cond.Cond)...)
				}
				if b == v.Block().Idom() {
					break
				}
			}
		}
		return out
	case *ssa.Lookup:
		if place, root := name(v.X); place != "" {
			return []guard{{place: place, root: root, direct: true}}
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return c.state(v.Call.Args[0])
		}
		if place, root := owner(newSite(v)); place != "" {
			return []guard{{place: place, root: root, results: dataOf(v)}}
		}
	}
	return nil
}

func isError(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() == nil && named.Obj().Name() == "error"
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok {
		return false
	}
	return c.Value == nil || c.Value.Kind() == constant.String && constant.StringVal(c.Value) == ""
}

// owner names what the callee of a call keeps its state in: the receiver, or
// the package.
func owner(s site) (place, root string) {
	if s.recv != nil {
		if place, root := name(s.recv); place != "" {
			return place, root
		}
		if load, ok := s.recv.(*ssa.UnOp); ok {
			return name(load.X)
		}
		if call, ok := s.recv.(*ssa.Call); ok { // cache().Get(key)
			if inner := newSite(call); inner.obj != nil {
				return "result of " + inner.obj.FullName(), "result"
			}
		}
		return "", ""
	}
	if s.obj != nil && s.obj.Pkg() != nil && !model.Standard(s.obj.Pkg()) {
		return "package " + s.obj.Pkg().Path(), "package"
	}
	return "", ""
}

// name names the lasting variable that addr is, and its root, or returns "".
func name(addr ssa.Value) (place, root string) {
	suffix := ""
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			suffix = fmt.Sprintf(".%s%s", fieldOf(a), suffix)
			addr = a.X
		case *ssa.UnOp:
			if a.Op != token.MUL {
				return "", ""
			}
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.ChangeType:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		case *ssa.Parameter:
			if carrier(a.Type()) || dataless(a.Type()) {
				return "", ""
			}
			return a.Name() + suffix, a.Name()
		case *ssa.FreeVar:
			if carrier(a.Type()) || dataless(a.Type()) {
				return "", ""
			}
			return a.Name() + suffix, a.Name()
		case *ssa.Global:
			return a.Name() + suffix, a.Name()
		case *ssa.Alloc:
			param := heldParam(a)
			if param == nil {
				return "", ""
			}
			addr = param
		default:
			return "", ""
		}
	}
}

// heldParam returns the pointer that a variable holds which a literal captures, if that is
// a parameter; nil if it is none.
func heldParam(a *ssa.Alloc) *ssa.Parameter {
	param, ok := soleStore(a).(*ssa.Parameter)
	if !ok {
		return nil
	}
	if _, ok := param.Type().Underlying().(*types.Pointer); !ok {
		return nil // a copy
	}
	return param
}

// fieldOf returns the name of a field, or its number: the fields of a type
// parameter belong to none of its types.
func fieldOf(a *ssa.FieldAddr) string {
	if f := place.FieldOf(a.X.Type(), a.Field); f != nil {
		return f.Name()
	}
	return strconv.Itoa(a.Field)
}

// A write is a place that an instruction writes to.
type write struct {
	place, root string
	values      []ssa.Value
	key         ssa.Value // of a map or a cache, nil if there is none
	outcome     bool      // one of the values derives from the outcome
	at          *ssa.BasicBlock
}

// writes returns the lasting places that the function writes to.
func (m *memory) writes(outcome map[ssa.Value]bool) []write {
	var out []write
	for _, w := range m.lasting() {
		w.outcome = slices.ContainsFunc(w.values, func(v ssa.Value) bool { return outcome[v] })
		out = append(out, w)
	}
	for v := range outcome {
		if place, root := name(v); place != "" {
			out = append(out, write{place: place, root: root, outcome: true}) // decoded right into it
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
	var at *ssa.BasicBlock
	add := func(place, root string, key ssa.Value, values ...ssa.Value) {
		if place != "" {
			m.stores = append(m.stores, write{place: place, root: root, key: key, values: values, at: at})
		}
	}
	for _, b := range m.fn.Blocks {
		at = b
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case *ssa.Store:
				place, root := name(i.Addr)
				add(place, root, nil, i.Val)
			case *ssa.MapUpdate:
				place, root := name(i.Map)
				add(place, root, i.Key, i.Value)
			case ssa.CallInstruction:
				s := newSite(i)
				if model.Begins("keep", callgraph.CalledName(s.common)) {
					place, root := owner(s)
					var key ssa.Value
					if len(s.args) > 1 {
						key = s.args[0]
					}
					add(place, root, key, s.args...)
				}
			}
		}
	}
}

// derived returns the values that come of seeds, through at most a few hundred
// steps.
func derived(seeds []ssa.Value) map[ssa.Value]bool {
	const limit = 400
	out := make(map[ssa.Value]bool)
	work := append([]ssa.Value(nil), seeds...)
	for len(work) > 0 && len(out) < limit {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if out[v] {
			continue // seen
		}
		out[v] = true
		refs := v.Referrers()
		if refs == nil {
			continue // a constant or a global
		}
		if shared(v) {
			continue // its other uses have nothing to do with the outcome
		}
		for _, ref := range *refs {
			switch ref := ref.(type) {
			case *ssa.Store:
				if ref.Val == v {
					if root, _ := resolve(ref.Addr); !shared(root) {
						work = append(work, root)
					}
				}
			case *ssa.MapUpdate:
				if root, _ := resolve(ref.Map); ref.Value == v && !shared(root) {
					work = append(work, root)
				}
			case *ssa.Call:
				if !dataless(ref.Type()) {
					work = append(work, ref)
				}
			case ssa.Value:
				work = append(work, ref)
			}
		}
	}
	return out
}
