package stackptr

import (
	"go/token"
	"maps"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/escape"
)

// A set holds the values that stand for objects: allocs, literals, interfaces.
type set map[ssa.Value]bool

// points is a points-to relation within one function, without regard to order
// and fields: what each value may point to, and what each object holds.
type points struct {
	objects map[ssa.Value]bool
	copied  map[ssa.Value]bool // those of which literals capture a copy
	values  map[ssa.Value]set
	holds   map[ssa.Value]set
}

// pointsTo computes the relation for the objects of fn to a fixpoint.
func pointsTo(fn *ssa.Function, objects []escape.Object) *points {
	p := &points{objects: make(map[ssa.Value]bool), copied: make(map[ssa.Value]bool), values: make(map[ssa.Value]set), holds: make(map[ssa.Value]set)}
	for _, o := range objects {
		if o.Value != nil {
			p.objects[o.Value] = true
			p.copied[o.Value] = o.Copied
		}
	}
	for changed := true; changed; {
		changed = false
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				changed = p.step(instr) || changed
			}
		}
	}
	return p
}

// of returns what v may point to.
func (p *points) of(v ssa.Value) set {
	switch x := v.(type) {
	case *ssa.Alloc:
		return set{x: true}
	case *ssa.FieldAddr:
		return p.of(x.X)
	case *ssa.IndexAddr:
		return p.of(x.X)
	}
	s := p.values[v]
	if p.objects[v] {
		s = maps.Clone(s)
		if s == nil {
			s = make(set)
		}
		s[v] = true
	}
	return s
}

// step adds what an instruction tells; whether that is new.
func (p *points) step(instr ssa.Instruction) bool {
	switch x := instr.(type) {
	case *ssa.Store:
		changed := false
		for target := range p.of(x.Addr) {
			changed = add(p.holds, target, p.of(x.Val)) || changed
		}
		return changed
	case *ssa.UnOp:
		if x.Op != token.MUL {
			return false
		}
		changed := false
		for target := range p.of(x.X) {
			changed = add(p.values, x, p.holds[target]) || changed
		}
		return changed
	case *ssa.MakeClosure:
		changed := false
		for _, b := range x.Bindings {
			captured := p.of(b)
			if p.copied[b] {
				captured = p.holds[b]
			}
			changed = add(p.holds, x, captured) || changed
		}
		return changed
	case *ssa.MakeInterface:
		changed := add(p.holds, x, p.of(x.X))
		if !p.objects[x] {
			changed = add(p.values, x, p.of(x.X)) || changed
		}
		return changed
	case *ssa.Slice:
		return add(p.values, x, p.of(x.X))
	case *ssa.ChangeType:
		return add(p.values, x, p.of(x.X))
	case *ssa.ChangeInterface:
		return add(p.values, x, p.of(x.X))
	case *ssa.Convert:
		return add(p.values, x, p.of(x.X))
	case *ssa.Phi:
		changed := false
		for _, e := range x.Edges {
			changed = add(p.values, x, p.of(e)) || changed
		}
		return changed
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return add(p.values, x, p.of(x.Call.Args[0]))
		}
	}
	return false
}

// add adds what is in s to m[v]; whether that is new.
func add(m map[ssa.Value]set, v ssa.Value, s set) bool {
	changed := false
	for x := range s {
		if !m[v][x] {
			if m[v] == nil {
				m[v] = make(set)
			}
			m[v][x] = true
			changed = true
		}
	}
	return changed
}

// reached returns the objects that live pointers lead to while the goroutine
// is parked at an instruction, by which the collector finds them: from its arguments, from variables that are
// read afterwards, from values that are used afterwards, and from what was
// deferred before.
func (p *points) reached(park ssa.Instruction) set {
	out := make(set)
	before := preceding(park)
	var visit func(set)
	visit = func(s set) {
		for v := range s {
			if made, ok := v.(ssa.Instruction); ok && !before[made] {
				continue // made later
			}
			if !out[v] {
				out[v] = true
				visit(p.holds[v])
			}
		}
	}
	for _, op := range park.Operands(nil) {
		if *op != nil {
			visit(p.of(*op))
		}
	}
	after := following(park)
	for _, b := range park.Parent().Blocks {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.Defer); ok && !after[d] {
				visit(p.of(d.Call.Value))
				for _, a := range d.Call.Args {
					visit(p.of(a))
				}
			}
			if !after[instr] {
				continue // is over
			}
			for _, op := range instr.Operands(nil) {
				switch v := (*op).(type) {
				case nil:
				case *ssa.Alloc:
					if !cfg.Dominates(v, park) {
						continue // it is another one that is used then
					}
					if target := p.address(onlyValue(v)); target != nil {
						visit(p.holds[target])
						continue // no pointer is kept: the address is known
					}
					visit(p.holds[v]) // the variable itself is in the frame, and scanned with it
				case *ssa.FieldAddr, *ssa.IndexAddr:
					for base := range p.of(v) {
						if made, ok := base.(ssa.Instruction); ok && cfg.Dominates(made, park) {
							visit(p.holds[base])
						}
					}
				default:
					if def, ok := v.(ssa.Instruction); ok && !cfg.Dominates(def, park) {
						continue // not there yet
					}
					if target := p.address(v); target != nil {
						visit(p.holds[target])
						continue
					}
					visit(p.of(v))
				}
			}
		}
	}
	maps.DeleteFunc(out, func(v ssa.Value, _ bool) bool { return !p.objects[v] })
	return out
}

// maxAddress bounds the steps from a value to the object that it is the address of.
const maxAddress = 64

// address returns the object that v is the address of, if it always is: the
// compiler makes such an address anew where it is used, and keeps the object
// live with the frame. Variables that are assigned to each other lead nowhere.
func (p *points) address(v ssa.Value) ssa.Value {
	for range maxAddress {
		switch x := v.(type) {
		case *ssa.Alloc:
			return x
		case *ssa.Slice:
			if x.Low != nil {
				return nil // computed
			}
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.UnOp:
			a, ok := x.X.(*ssa.Alloc)
			if !ok || x.Op != token.MUL {
				return nil
			}
			v = onlyValue(a)
		case *ssa.MakeClosure, *ssa.MakeInterface, *ssa.MakeMap, *ssa.MakeSlice:
			if p.objects[x] {
				return x
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// onlyValue returns the only value that is stored to a variable which is else
// only read, or nil.
func onlyValue(a *ssa.Alloc) ssa.Value {
	var value ssa.Value
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.Store:
			if ref.Addr != a || value != nil {
				return nil
			}
			value = ref.Val
		default:
			return nil // in memory
		}
	}
	return value
}

// preceding returns the instructions that may run before one.
func preceding(at ssa.Instruction) map[ssa.Instruction]bool {
	before := make(map[ssa.Instruction]bool)
	for _, instr := range at.Block().Instrs {
		if instr == at {
			break
		}
		before[instr] = true
	}
	addBlocks(before, cfg.Before(at.Block()))
	return before
}

// following returns the instructions that may run after one.
func following(at ssa.Instruction) map[ssa.Instruction]bool {
	after := make(map[ssa.Instruction]bool)
	start := at.Block()
	past := false
	for _, instr := range start.Instrs {
		if past {
			after[instr] = true
		}
		past = past || instr == at
	}
	addBlocks(after, cfg.After(start))
	return after
}

// addBlocks adds the instructions of blocks.
func addBlocks(set map[ssa.Instruction]bool, blocks map[*ssa.BasicBlock]bool) {
	for b := range blocks {
		for _, instr := range b.Instrs {
			set[instr] = true
		}
	}
}
