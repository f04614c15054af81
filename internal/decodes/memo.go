package decodes

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/origin"
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
		if t != nil && (types.Identical(t, v.Type()) || types.Identical(t, origin.Pointee(v.Type()))) {
			return true
		}
	}
	return false
}
