package origin

import (
	"maps"
	"slices"
)

// below notes which of the user's packages this one is built of.
func (p *program) below(graphs map[string]*Graph) {
	set := make(map[string]bool)
	for path, g := range graphs {
		if len(g.Roots) > 0 || len(g.Impls) > 0 {
			set[path] = true
		}
	}
	if len(p.graph.Roots) > 0 || len(p.graph.Impls) > 0 {
		set[p.pass.Pkg.Path()] = true
	}
	p.graph.Below = slices.Sorted(maps.Keys(set))
}

// meeting returns the entry points of imported packages whose evidence meets
// here: this package is the first that is built of theirs and of another that
// has implementations of interfaces.
func (p *program) meeting(graphs map[string]*Graph) []foreignRoot {
	var direct []map[string]bool // what each import is built of
	for _, imp := range p.pass.Pkg.Imports() {
		if g := graphs[imp.Path()]; g != nil {
			set := make(map[string]bool)
			for _, path := range g.Below {
				set[path] = true
			}
			direct = append(direct, set)
		}
	}
	met := func(a, b string) bool {
		return slices.ContainsFunc(direct, func(set map[string]bool) bool { return set[a] && set[b] })
	}
	var out []foreignRoot
	for _, a := range slices.Sorted(maps.Keys(graphs)) {
		if len(graphs[a].Roots) == 0 {
			continue // nothing runs per request
		}
		fresh := len(p.graph.Impls) > 0
		for b, g := range graphs {
			fresh = fresh || len(g.Impls) > 0 && !met(a, b)
		}
		if !fresh {
			continue // an imported package saw all that is to be seen
		}
		for _, root := range graphs[a].Roots {
			out = append(out, foreignRoot{root, graphs[a]})
		}
	}
	return out
}
