package origin

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"

	"golang.org/x/tools/go/ssa"
)

// memo decides whether an instruction runs only until its outcome is kept:
//
//	if s.cfg != nil { return s.cfg }    // the guard reads s.cfg
//	cfg := decode()                     // instr
//	s.cfg = cfg                         // the outcome is kept
//
// The place may be a field, a variable, an entry of a map, or what methods such
// as Load and Store stand for. outcome are the values that the instruction brings
// forth. lost names the place if the guard tests for nothing there, but no
// instruction of the function writes to it.
func memo(instr ssa.Instruction, outcome []ssa.Value) (kept bool, lost string) {
	tested := guards(instr)
	if len(tested) == 0 {
		return false, ""
	}
	written := writes(instr.Parent(), derived(outcome))
	for _, g := range tested {
		for _, w := range written {
			if w.place == g.place && (w.outcome || g.direct) || w.outcome && w.root == g.root && writtenAnyhow(written, g.place) {
				return true, ""
			}
		}
	}
	for _, g := range tested {
		if g.empty && !writtenAnyhow(written, g.place) && holds(g.typ, outcome) {
			lost = g.place
		}
	}
	return false, lost
}

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
}

// guards returns the places that the conditions above an instruction read.
func guards(instr ssa.Instruction) []guard {
	var out []guard
	for b := instr.Block(); b != nil; b = b.Idom() {
		d := b.Idom()
		if d == nil || len(d.Instrs) == 0 {
			continue // the entry
		}
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || len(out) > 20 {
			continue // no choice there
		}
		out = append(out, state(cond.Cond, 0)...)
	}
	return out
}

// state returns the lasting places that a condition reads.
func state(v ssa.Value, depth int) []guard {
	if depth > 8 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		var out []guard
		if isError(v.X.Type()) || isError(v.Y.Type()) {
			return nil // whether something failed
		}
		empty := v.Op == token.EQL || v.Op == token.NEQ
		for _, x := range [...][2]ssa.Value{{v.X, v.Y}, {v.Y, v.X}} {
			for _, g := range state(x[0], depth+1) {
				g.empty = empty && isZero(x[1])
				out = append(out, g)
			}
		}
		return out
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return state(v.X, depth+1)
		}
		if place, root := name(v.X); place != "" {
			return []guard{{place: place, root: root, direct: true, typ: v.Type()}}
		}
		if alloc, ok := v.X.(*ssa.Alloc); ok {
			var out []guard
			for _, ref := range *alloc.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == alloc {
					out = append(out, state(store.Val, depth+1)...)
				}
			}
			return out
		}
		return state(v.X, depth+1)
	case *ssa.FieldAddr:
		return state(v.X, depth+1)
	case *ssa.Field:
		return state(v.X, depth+1)
	case *ssa.Extract:
		return state(v.Tuple, depth+1)
	case *ssa.TypeAssert:
		return state(v.X, depth+1)
	case *ssa.Convert:
		return state(v.X, depth+1)
	case *ssa.MakeInterface:
		return state(v.X, depth+1)
	case *ssa.Phi:
		var out []guard
		for _, edge := range v.Edges {
			out = append(out, state(edge, depth+2)...)
		}
		return out
	case *ssa.Lookup:
		if place, root := name(v.X); place != "" {
			return []guard{{place: place, root: root, direct: true}}
		}
		if load, ok := v.X.(*ssa.UnOp); ok {
			if place, root := name(load.X); place != "" {
				return []guard{{place: place, root: root, direct: true}}
			}
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return state(v.Call.Args[0], depth+1)
		}
		s := newSite(v)
		if place, root := owner(s); place != "" {
			return []guard{{place: place, root: root}}
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
	if s.obj != nil && s.obj.Pkg() != nil && !standard(s.obj.Pkg()) {
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
		default:
			return "", ""
		}
	}
}

func fieldOf(a *ssa.FieldAddr) string {
	return pointee(a.X.Type()).Underlying().(*types.Struct).Field(a.Field).Name()
}

// A write is a place that an instruction writes to.
type write struct {
	place, root string
	outcome     bool // what is written derives from the outcome
}

// saver matches methods that keep what they are given.
var saver = regexp.MustCompile(`(?i)^(set|store|put|add|save|update|insert|cache|swap|compareandswap|loadorstore|remember|upsert|create|write|push|fill)`)

// writes returns the lasting places that a function writes to.
func writes(fn *ssa.Function, outcome map[ssa.Value]bool) []write {
	var out []write
	add := func(place, root string, from bool) {
		if place != "" {
			out = append(out, write{place, root, from})
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case *ssa.Store:
				place, root := name(i.Addr)
				add(place, root, outcome[i.Val])
			case *ssa.MapUpdate:
				place, root := name(i.Map)
				add(place, root, outcome[i.Value])
			case ssa.CallInstruction:
				s := newSite(i)
				if !saver.MatchString(calledName(s.common)) {
					continue // keeps nothing
				}
				from := false
				for _, arg := range s.args {
					from = from || outcome[arg]
				}
				place, root := owner(s)
				add(place, root, from)
			}
		}
	}
	for v := range outcome {
		if place, root := name(v); place != "" {
			add(place, root, true) // decoded right into it
		}
	}
	return out
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
