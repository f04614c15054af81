package cgoalloc

import (
	"cmp"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A tabulation makes the effect of a function from its exits, one at a time.
type tabulation struct {
	m        *machine
	sum      *effect
	index    map[ssa.Value]int // of parameters
	released []int             // exits that released a parameter
	freed    []int             // those that surely freed it
	parts    map[*place.Place]*partUse
	written  map[*place.Place]bool // variables of parameters that some exit has assigned to
	returned []bool                // results that are memory at all exits
	first    []bool                // results of which some exit has told the parts
}

// A partUse is what the exits do with the memory in a field of a parameter.
type partUse struct {
	exits, released, freed int
	kept                   bool
}

func newSummary(m *machine) *tabulation {
	n := len(m.root.Params)
	t := &tabulation{m: m, sum: noEffect(m.root), index: make(map[ssa.Value]int), released: make([]int, n), freed: make([]int, n), parts: make(map[*place.Place]*partUse), written: make(map[*place.Place]bool)}
	for i, p := range m.root.Params {
		t.index[p] = i
	}
	t.returned = make([]bool, len(t.sum.Results))
	t.first = make([]bool, len(t.sum.Results))
	for i := range t.returned {
		t.returned[i] = len(m.exits) > 0
	}
	return t
}

// results adds which memory the results of an exit are, or have in their fields.
func (t *tabulation) results(w *world) {
	seen := make(map[int]bool) // objects of results before
	for i, r := range w.ret {
		res := &t.sum.Results[i]
		if r.kind == isNil || (r.kind == address || r.kind == structure) && r.cell != nil && w.isZero(r.cell) && fails(t.m.root, w.ret) {
			continue // nothing, on this path
		}
		o := w.objs.At(r.obj)
		switch s := (*site)(nil); {
		case (r.kind == address || r.kind == structure) && r.cell != nil:
			res.Parts = t.partsOf(w, r, res.Parts, !t.first[i])
			t.first[i], t.returned[i] = true, false
		case r.kind != pointer || o.phase != owned || o.in != nil || seen[r.obj] || w.capturedBy(w.ret, r.obj) || t.kept(w, r.obj):
			t.returned[i] = false
		default:
			seen[r.obj] = true
			if s = t.m.sites[r.obj]; s.frees != nil {
				res.C, res.Frees = s.c, s.frees
			} else if s.method != nil {
				res.C, res.Method, res.Index = s.c, s.method, s.result
			} else {
				t.returned[i] = false
			}
		}
		if !t.first[i] && r.kind != pointer {
			t.first[i], res.Parts = true, nil
		}
	}
}

// kept reports whether a variable that outlives the function has an object.
func (t *tabulation) kept(w *world, id int) bool {
	for p, v := range w.Mem.All() {
		if v.kind == pointer && v.obj == id && w.outlives(p, t.m.root) {
			return true
		}
	}
	return false
}

// partsOf returns the memory in the fields of a struct that the function has made, and
// that had it at the exits before, too.
func (t *tabulation) partsOf(w *world, r val, before []part, first bool) []part {
	root := r.cell.Root
	if load, ok := root.(*ssa.UnOp); ok {
		root = load.X // by value
	}
	if made, ok := root.(*ssa.Alloc); !ok || w.shared[made] || r.cell.Parent != nil {
		return nil // somebody else's, too
	}
	var out []part
	for q, v := range w.Mem.In(r.cell) {
		if v.kind != pointer || v.part != nil {
			continue // no memory
		}
		o, s := w.objs.At(v.obj), t.m.sites[v.obj]
		path, ok := pathOf(q, r.cell)
		frees := t.m.pkg.frees(s)
		if !ok || o.phase != owned || o.given || o.in != nil || s.param > 0 || s.held || s.method != nil || s.received || len(frees) == 0 {
			continue // not the caller's
		}
		p := part{Path: path, C: s.c, Frees: frees}
		if first || slices.ContainsFunc(before, func(b part) bool { return slices.Equal(b.Path, path) }) {
			out = append(out, p)
		}
	}
	return out
}

// pathOf returns the fields that lead from a struct to a variable in it.
func pathOf(q, base *place.Place) ([]int, bool) {
	var path []int
	for ; q != base; q = q.Parent {
		if q == nil || q.Var == nil && q.Field != place.Deref {
			return nil, false
		}
		path = append(path, q.Field)
	}
	slices.Reverse(path)
	return path, len(path) > 0
}

// params adds what an exit has done to the memory that parameters point to, and that
// their fields hold.
func (t *tabulation) params(w *world) {
	for id, o := range w.objs.All() {
		s := t.m.sites[id]
		switch {
		case s.param > 0:
			switch o.phase {
			case released:
				t.released[s.param-1]++
				if o.by.frees {
					t.freed[s.param-1]++
				}
			case gone:
				t.sum.Params[s.param-1] = paramKept
			}
		case s.held && s.at != nil:
			if _, ok := t.index[s.at.Root]; !ok {
				continue // of a global
			}
			u := t.use(s.at)
			u.exits++
			switch {
			case o.phase == released:
				u.released++
				if v := w.Mem.At(s.at); o.by.frees && v.kind == pointer && v.obj == id {
					u.freed++
				}
			case o.phase == gone || o.given:
				u.kept = true
			}
		}
	}
	for p := range w.wrote {
		if _, ok := t.index[p.Root]; ok {
			t.written[p] = true
		}
	}
}

func (t *tabulation) use(p *place.Place) *partUse {
	u := t.parts[p]
	if u == nil {
		u = new(partUse)
		t.parts[p] = u
	}
	return u
}

// effect returns the summary of all exits.
func (t *tabulation) effect() *effect {
	e, exits := t.sum, len(t.m.exits)
	for i, n := range t.released {
		switch {
		case n == exits && n == t.freed[i] && n > 0:
			e.Params[i] = paramFreed
		case n == exits && n > 0:
			e.Params[i] = paramEnded
		case n > 0:
			e.Params[i] = paramKept
		}
	}
	for p := range t.written {
		if t.parts[p] == nil {
			t.use(p).kept = true // nothing is known of what was in it
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(t.parts), byID) {
		u := t.parts[p]
		path, ok := pathOf(p, t.m.Table.Root(p.Root))
		i := t.index[p.Root]
		how := paramBorrowed
		switch {
		case !ok:
			e.Params[i] = paramKept
			continue
		case u.kept || u.released > 0 && u.released < u.exits:
			how = paramKept
		case u.released == 0:
			continue // looked at
		case u.freed == u.exits:
			how = paramFreed
		default:
			how = paramEnded
		}
		e.Inside = append(e.Inside, partEffect{i, path, how})
	}
	for i, ok := range t.returned {
		if !ok {
			e.Results[i] = memory{Parts: e.Results[i].Parts}
		}
	}
	return e
}

func byID(p, q *place.Place) int { return cmp.Compare(p.ID, q.ID) }
