package cgoalloc

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// leaks decides which of the sites leak, from how their memory ended.
func (m *machine) leaks(ends map[*site]*ending) []finding {
	var found []finding
	for s, end := range ends {
		frees := s.frees
		if frees == nil {
			frees = m.pkg.inferred[s.c]
		}
		switch {
		case len(end.leaks) == 0:
			continue // no path leaves it behind
		case len(frees) == 0:
			continue // not known to be the caller's
		case end.given && !end.freed && !end.gone:
			continue // C may have kept it
		case s.frees == nil && !end.freed && (end.given || end.gone):
			continue // freed elsewhere, perhaps also this
		}
		slices.Sort(end.leaks)
		f := finding{rule: "leak", pos: s.pos, site: s}
		free := "C." + frees[0]
		switch {
		case s.frees != nil && m.inline(s):
			f.rule = "inline"
			f.message = fmt.Sprintf("C memory of %s in %s is never freed: it is only an argument of the call", s.name, m.root.Name())
		case end.old && end.freed:
			f.message = fmt.Sprintf("C memory of %s in %s is allocated in each round of the loop, but only the last one is passed to %s", s.name, m.root.Name(), free)
		case end.freed || end.gone:
			f.message = fmt.Sprintf("C memory of %s is not freed when %s returns at %s: pass it to %s there", s.name, m.root.Name(), m.at(end.leaks[0]), free)
		default:
			f.never = true
			f.message = fmt.Sprintf("C memory of %s in %s is never freed: pass it to %s", s.name, m.root.Name(), free)
		}
		f.related = []related{{end.leaks[0], "returns here without freeing"}}
		found = append(found, f)
	}
	return found
}

// inline reports whether the memory is only an argument of a call.
func (m *machine) inline(s *site) bool {
	v, ok := s.instr.(*ssa.Call)
	if !ok {
		return false
	}
	var value ssa.Value = v
	for {
		refs := *value.Referrers()
		if len(refs) != 1 {
			return false
		}
		switch ref := refs[0].(type) {
		case *ssa.Convert:
			value = ref
		case *ssa.ChangeType:
			value = ref
		case *ssa.Call:
			return ref.Pos() < s.pos && slices.Contains(ref.Call.Args, value) // written within it
		default:
			return false
		}
	}
}
