package cgoalloc

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// leaks decides which of the sites leak, from how their memory ended, and
// which results of calls through interfaces would if they were memory.
func (m *machine) leaks(ends map[*site]*ending) (found []finding, drops []dropped) {
	for s, end := range ends {
		if s.method != nil {
			if len(end.leaks) > 0 && len(end.gone) == 0 && !end.freed {
				drops = append(drops, dropped{Method: *s.method, Index: s.result, In: m.root.Name(), at: s.pos})
			}
			continue
		}
		if s.received {
			if len(end.leaks) > 0 && end.freed && len(end.gone) == 0 && end.by.c {
				found = append(found, m.receivedLeak(s, end))
			}
			continue
		}
		frees := m.frees(s)
		switch {
		case len(end.leaks) == 0:
			continue // no path leaves it behind
		case len(frees) == 0:
			continue // not known to be the caller's
		case s.frees == nil && !end.freed && len(end.gone) > 0:
			continue // freed elsewhere, perhaps also this
		}
		f := finding{pos: s.pos, site: s, frees: frees, in: m.root.Name()}
		free := "C." + frees[0]
		f.related = []related{{end.leaks[0], end.leaves()}}
		switch over := m.overwritten[s]; {
		case end.old && end.freed:
			f.rule = "leak-in-loop"
			f.message = fmt.Sprintf("C memory of %s in %s is not freed in each round of the loop: pass it to %s before the next one", s.name, m.root.Name(), free)
		case over.IsValid():
			f.rule = "overwritten"
			f.message = fmt.Sprintf("C memory of %s in %s is lost: the only pointer to it is overwritten at %s, pass it to %s before", s.name, m.root.Name(), m.at(over), free)
			f.related = append([]related{{over, "overwritten here"}}, f.related...)
		case end.freed || len(end.gone) > 0:
			f.rule = "leak-on-path"
			f.message = fmt.Sprintf("C memory of %s is not freed when %s returns at %s: pass it to %s there", s.name, m.root.Name(), m.at(end.leaks[0]), free)
		default:
			f.rule, f.never = "never-freed", true
			f.message = fmt.Sprintf("C memory of %s in %s is never freed: pass it to %s", s.name, m.root.Name(), free)
		}
		found = append(found, f)
	}
	return found, drops
}

// leaves says how the first of the paths that leave memory behind ends.
func (e *ending) leaves() string {
	if e.old {
		return "a round of the loop ends after this without freeing"
	}
	return "returns here without freeing"
}

// receivedLeak is the finding of memory that came over a channel, and that is
// freed on one path but not on another.
func (m *machine) receivedLeak(s *site, end *ending) finding {
	return finding{rule: "leak-on-path", pos: s.pos, site: s, in: m.root.Name(),
		message: fmt.Sprintf("C memory that %s receives here is passed to C.%s at %s, but not on every path: it leaks on the others",
			m.root.Name(), end.by.name, m.at(end.freedAt)),
		related: []related{{end.freedAt, "freed here"}, {end.leaks[0], end.leaves()}}}
}

// frees returns the C functions that free the memory of a site: those of a
// table, those that this package frees such memory with elsewhere, or those
// that are the allocator's partners by name and type.
func (m *machine) frees(s *site) []string {
	switch {
	case s.frees != nil:
		return s.frees
	case m.pkg.inferred[s.c] != nil:
		return m.pkg.inferred[s.c]
	}
	return m.pkg.partners(s.c, s.out)
}

// overwrite notes that a variable which held memory gets another value, and no
// other variable has the old one.
func (m *machine) overwrite(w *world, cell *ssa.Alloc, pos token.Pos) {
	old := w.cells[cell]
	if old.kind != pointer || w.objs[old.obj].phase != owned {
		return
	}
	for c, v := range w.cells {
		if c != cell && v == old {
			return
		}
	}
	for _, d := range w.defers {
		if d.holds(old.obj) {
			return // freed when the function returns
		}
	}
	m.overwritten[m.sites[old.obj]] = pos
}

// deferLoop reports memory that a deferred call of an earlier round of the
// loop will free, and that nothing else holds.
func (m *machine) deferLoop(w *world, id int, s *site) {
	if o := w.objs[id]; o.phase != owned || o.given || s.frees == nil || !unbounded(s.instr.Block()) {
		return
	}
	for _, d := range w.defers {
		if d.holds(id) && m.frozenFree(d) {
			m.find("defer-in-loop", d.instr.Pos(), fmt.Sprintf("C memory of %s is freed only when %s returns: it grows with each round of the loop, free it at the end of the round",
				s.name, d.instr.Parent().Name()), id)
		}
	}
}

// unbounded reports whether block lies in a loop that is not over the elements
// of something: such loops mostly mean to keep what they defer the free of.
func unbounded(block *ssa.BasicBlock) bool {
	for b := block; b != nil; b = b.Idom() {
		switch b.Comment {
		case "rangeindex.body", "rangeindex.loop", "rangeiter.body", "rangeiter.loop", "rangeint.body", "rangeint.loop":
			return false
		case "for.loop":
			branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
			if !ok {
				return true
			}
			cmp, ok := branch.Cond.(*ssa.BinOp)
			if !ok {
				return true
			}
			basic, ok := cmp.X.Type().Underlying().(*types.Basic)
			return !ok || basic.Info()&types.IsInteger == 0 // not a counter
		}
	}
	return true
}

// frozenFree reports whether a deferred call is the wrapper of a C call.
func (m *machine) frozenFree(d pending) bool {
	fn := d.lit.lit.fn
	return fn.Parent() != nil && callsGlue(fn) && m.releases(fn)
}

// holds reports whether a deferred call will be given the object.
func (d pending) holds(id int) bool {
	for _, a := range d.args {
		if a.kind == pointer && a.obj == id {
			return true
		}
	}
	for _, b := range d.lit.lit.bound {
		if b.kind == frozen && b.lit.bound[0].kind == pointer && b.lit.bound[0].obj == id {
			return true
		}
	}
	return false
}
