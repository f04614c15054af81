package cgoalloc

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// leaks decides which of the sites leak, from how their memory ended, and
// which results of calls through interfaces would if they were memory.
func (o *outcomes) leaks(pkg *program) (found []finding, drops []dropped) {
	o.merge()
	for _, s := range o.inOrder() {
		end := o.ends[s]
		end.settle(pkg)
		if s.method != nil {
			if len(end.losses) > 0 && len(end.gone) == 0 && !end.freed {
				drops = append(drops, dropped{Method: *s.method, Index: s.result, In: o.fn.Name(), at: s.pos})
			}
			continue
		}
		if s.received {
			if len(end.losses) > 0 && end.freed && len(end.gone) == 0 && end.by.c {
				found = append(found, o.receivedLeak(pkg, s, end))
			}
			continue
		}
		frees := pkg.frees(s)
		switch {
		case len(end.losses) == 0:
			continue // no path leaves it behind
		case len(frees) == 0:
			continue // not known to be the caller's
		case s.wrapper != nil:
			if end.freed {
				found = append(found, o.unclosed(pkg, s, end))
			}
			continue
		case s.frees == nil && !end.freed && len(end.gone) > 0 && (end.kept || !o.failing()):
			continue // freed elsewhere, perhaps also this
		}
		f := finding{pos: s.pos, site: s, frees: frees, in: o.fn.Name()}
		free := frees[0]
		if field := pkg.parts[s.source()]; field != "" && s.whole {
			free += ", its field " + field
		}
		if s.guess {
			free += ", as the text is declared without const"
		}
		f.related = []related{{end.losses[0].pos, end.leaves()}}
		switch over := end.overwritten; {
		case end.old && end.freed:
			f.rule = "leak-in-loop"
			f.message = fmt.Sprintf("%s in %s is not freed in each round of the loop: %s before the next one", s.what(), o.fn.Name(), s.remedy(free))
		case over.IsValid():
			f.rule = "overwritten"
			f.message = fmt.Sprintf("%s in %s is lost: the only pointer to it is overwritten at %s, %s before", s.what(), o.fn.Name(), pkg.at(over), s.remedy(free))
			f.related = append([]related{{over, "overwritten here"}}, f.related...)
		case end.freed || len(end.gone) > 0:
			f.rule = "leak-on-path"
			f.message = fmt.Sprintf("%s is not freed when %s returns at %s: %s there", s.what(), o.fn.Name(), pkg.at(end.losses[0].pos), s.remedy(free))
		default:
			f.rule, f.never = "never-freed", !s.whole && !s.guess && !end.held && s.c != newHandle // else a fix is not proven
			if s.guess {
				f.rule = "text-leak"
			}
			f.message = fmt.Sprintf("%s in %s is never freed: %s", s.what(), o.fn.Name(), s.remedy(free))
		}
		found = append(found, f)
	}
	return found, drops
}

// unclosed is the finding of a struct of Go's with C memory in it that is closed on
// some path, but not on another.
func (o *outcomes) unclosed(pkg *program, s *site, end *ending) finding {
	return finding{rule: "leak-on-path", pos: s.pos, site: s, in: o.fn.Name(),
		message: fmt.Sprintf("the %s that %s returns has C memory, which is not freed when %s returns at %s: call %s there",
			types.TypeString(s.wrapper, (*types.Package).Name), s.name, o.fn.Name(), pkg.at(end.losses[0].pos), cmp.Or(end.by.via, end.by.name)),
		related: []related{{end.losses[0].pos, end.leaves()}, {end.freedAt, "freed here on another path"}}}
}

// failing reports whether the returns that leave the memory behind are those of a
// function that returns an error.
func (o *outcomes) failing() bool {
	results := o.fn.Signature.Results()
	return results.Len() > 0 && types.Identical(results.At(results.Len()-1).Type(), types.Universe.Lookup("error").Type())
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
func (o *outcomes) receivedLeak(pkg *program, s *site, end *ending) finding {
	return finding{rule: "leak-on-path", pos: s.pos, site: s, in: o.fn.Name(),
		message: fmt.Sprintf("C memory that %s receives here is passed to C.%s at %s, but not on every path: it leaks on the others",
			o.fn.Name(), end.by.name, pkg.at(end.freedAt)),
		related: []related{{end.freedAt, "freed here"}, {end.losses[0].pos, end.leaves()}}}
}

// frees returns the C functions that free the memory of a site: those of a
// table, those that this package frees such memory with elsewhere, or those
// that are the allocator's partners by name and type.
func (p *program) frees(s *site) []string {
	switch {
	case s.frees != nil:
		return s.frees
	case p.inferred[s.source()] != nil:
		return p.inferred[s.source()]
	case s.whole && !s.lent:
		return p.closers(s.c, s.out)
	case s.lent:
		return nil
	}
	return p.partners(s.c, s.out)
}

// overwrite notes that a variable which held memory gets another value, and no
// other variable has the old one.
func (m *machine) overwrite(w *world, p *place.Place, x val, pos token.Pos) {
	old := w.Mem.At(p)
	if old.kind != pointer || old.part != nil {
		return
	}
	for c, v := range w.Mem.All() {
		if c != p && v.kind == pointer && v.obj == old.obj {
			return
		}
	}
	for _, d := range w.Defers {
		if w.holds(d, old.obj) {
			return // freed when the function returns
		}
	}
	if o := w.objs.At(old.obj); x.kind == isNil && o.phase == lentArg && o.nonNil {
		w.nilled[p] = nilled{old.obj, pos}
	}
	if w.objs.At(old.obj).phase == owned {
		m.overwritten[m.sites[old.obj]] = pos
	}
}

// deferLoop reports memory that a deferred call of an earlier round of the
// loop will free, and that nothing else holds.
func (m *machine) deferLoop(w *world, id int, s *site) {
	if o := w.objs.At(id); o.phase != owned || o.given || o.in != nil || s.frees == nil || !unbounded(s.instr.Block()) {
		return
	}
	for _, d := range w.Defers {
		if w.holds(d, id) && m.frozenFree(d) {
			m.find("defer-in-loop", d.Instr.Pos(), fmt.Sprintf("%s is freed only when %s returns: it grows with each round of the loop, free it at the end of the round",
				s.what(), d.Instr.Parent().Name()), id)
		}
	}
}

// frozenFree reports whether a deferred call is the wrapper of a C call.
func (m *machine) frozenFree(d deferred) bool {
	fn := d.Func.lit.Fn
	return fn.Parent() != nil && callsGlue(fn) && m.releases(fn)
}

// holds reports whether a deferred call will be given the object.
func (w *world) holds(d deferred, id int) bool {
	is := func(v val) bool { return v.kind == pointer && v.obj == id }
	for _, a := range d.Args {
		if is(a) {
			return true
		}
	}
	for _, b := range d.Func.lit.Bound {
		if b.kind == frozen && is(w.Mem.At(b.cell)) {
			return true
		}
	}
	return false
}
