package decodes

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// memo decides whether an instruction runs only until its outcome is kept:
//
//	if s.cfg != nil { return s.cfg }    // the guard reads s.cfg
//	cfg := decode()                     // instr
//	s.cfg = cfg                         // the outcome is kept
//
// The place may be a field, a variable, an entry of a map, or what methods such
// as Load and Store stand for. outcome are the values that the instruction brings
// forth. If it does not, the memo says why: the guard tests for nothing at a
// place that no instruction of the function writes to, or tests only below. The outcome may
// be kept by a function whose name alone says so: that is a doubt.
func (m *memory) memo(instr ssa.Instruction, outcome []ssa.Value) (kept Kept, why Memo, doubt Doubt) {
	tested := m.above(instr.Block())
	if len(tested) == 0 && len(m.lasting()) == 0 {
		return Kept{}, Memo{}, Doubt{} // nothing that a memo is made of
	}
	made := derived(outcome)
	written := m.writes(made)
	if len(tested) == 0 {
		return Kept{}, Memo{Late: m.late(instr, outcome, written)}, Doubt{}
	}
	if i := slices.IndexFunc(tested, func(g guard) bool { return g.missed && m.given(g.place, instr, made) }); i >= 0 {
		return m.keptIn(tested[i], written), Memo{}, Doubt{}
	}
	for _, g := range tested {
		if g.missed {
			continue // is given nothing
		}
		for _, w := range written {
			if !g.yields(w) {
				continue // other things of a store that has many
			}
			if !m.beside(instr, w) {
				continue // instead of it
			}
			if w.place == g.place && (w.outcome || g.direct) || w.outcome && w.place.Root == g.place.Root && writtenAnyhow(written, g.place) {
				switch {
				case failing(w.at, made):
					why.Failed = g.place.String()
				case w.key != nil && renewed(w.key, 0):
					why.Fresh = g.place.String()
				case m.expired(instr.Block()):
					why.Short = g.place.String()
				case w.named != "":
					doubt = Doubt{w.named, Keeps}
				default:
					return m.keptIn(g, written), Memo{}, Doubt{}
				}
			}
		}
	}
	if i := slices.IndexFunc(tested, func(g guard) bool { return g.direct && setByCallee(instr, g.place) }); i >= 0 {
		return m.keptIn(tested[i], written), Memo{}, Doubt{}
	}
	if why != (Memo{}) || doubt != (Doubt{}) {
		return Kept{}, why, doubt
	}
	for _, g := range tested {
		if g.empty && !writtenAnyhow(written, g.place) && holds(g.typ, outcome) {
			why.Lost = g.place.String()
		}
	}
	why.Late = m.late(instr, outcome, written)
	return Kept{}, why, Doubt{}
}

// given reports whether a method of what a place holds is given one of the values after an
// instruction.
func (m *memory) given(at *place.Place, after ssa.Instruction, values map[ssa.Value]bool) bool {
	for _, b := range m.fn.Blocks {
		if b.Dominates(after.Block()) && b != after.Block() || !reaches(after.Block(), b) {
			continue // before it
		}
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue // no call
			}
			s := origin.NewSite(call)
			if s.Recv != nil && m.owner(s) == at && slices.ContainsFunc(s.Args, func(v ssa.Value) bool { return values[v] }) {
				return true
			}
		}
	}
	return false
}

// setByCallee reports whether the function that an instruction calls assigns to a package
// variable, which a guard tests: it remembers that it ran.
//
//	if !started { start() }     // start sets started
func setByCallee(instr ssa.Instruction, at *place.Place) bool {
	global, ok := at.Root.(*ssa.Global)
	if !ok || at.Parent != nil {
		return false // of whatever object
	}
	call, ok := instr.(*ssa.Call)
	if !ok || call.Call.StaticCallee() == nil {
		return false
	}
	for _, b := range call.Call.StaticCallee().Blocks {
		for _, instr := range b.Instrs {
			if st, ok := instr.(*ssa.Store); ok && st.Addr == global {
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
		if !w.outcome || w.at == nil || w.named != "" {
			continue // of something else, or not surely
		}
		for _, b := range m.fn.Blocks {
			cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
			if !ok || b != instr.Block() && !instr.Block().Dominates(b) {
				continue // not below
			}
			if reaches(b.Succs[0], w.at) == reaches(b.Succs[1], w.at) {
				continue // does not decide about the store
			}
			c := condition{memory: m, seen: make(map[ssa.Value]bool)}
			for _, v := range outcome {
				c.seen[v] = true
			}
			for _, g := range c.state(cond.Cond) {
				if below(g.place, w.place) {
					return w.place.String()
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

// beside reports whether a write may happen when an instruction runs, before it or after. In
// a large function it may.
func (m *memory) beside(instr ssa.Instruction, w write) bool {
	return w.at == nil || len(m.fn.Blocks) > maxBlocks || reaches(instr.Block(), w.at) || reaches(w.at, instr.Block())
}

// below reports whether a place is another, or in what that holds.
func below(at, top *place.Place) bool {
	for ; at != nil; at = at.Parent {
		if at == top {
			return true
		}
	}
	return false
}

func writtenAnyhow(written []write, at *place.Place) bool {
	return slices.ContainsFunc(written, func(w write) bool { return w.place == at })
}

// holds reports whether a place of type t could hold one of the values.
func holds(t types.Type, values []ssa.Value) bool {
	for _, v := range values {
		if t != nil && (types.Identical(t, v.Type()) || types.Identical(t, origin.Pointee(v.Type()))) {
			return true
		}
	}
	return false
}
