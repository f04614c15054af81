package pending

import (
	"maps"
	"slices"
)

// A Part says what evidence a package of the user may have: entry points, from which calls
// lead on, and implementations of interfaces, which calls may lead to.
type Part struct {
	Roots, Implements bool
	// Below are the paths of the packages with evidence that the package is built of,
	// itself among them.
	Below []string
}

// Below returns the paths of the packages with evidence that a package is built of: those
// of parts, and its own.
func Below(parts map[string]Part, path string, own Part) []string {
	set := make(map[string]bool)
	for path, part := range parts {
		if part.Roots || part.Implements {
			set[path] = true
		}
	}
	if own.Roots || own.Implements {
		set[path] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// Meeting returns the paths of the packages below one whose entry points meet something
// new there: it is the first that is built of theirs and of another that has
// implementations of interfaces. imports are the paths of its direct imports.
func Meeting(parts map[string]Part, imports []string, own Part) []string {
	var direct []map[string]bool // what each import is built of
	for _, path := range imports {
		part, ok := parts[path]
		if !ok {
			continue // no evidence
		}
		set := make(map[string]bool)
		for _, path := range part.Below {
			set[path] = true
		}
		direct = append(direct, set)
	}
	met := func(a, b string) bool {
		return slices.ContainsFunc(direct, func(set map[string]bool) bool { return set[a] && set[b] })
	}
	var out []string
	for _, a := range slices.Sorted(maps.Keys(parts)) {
		if !parts[a].Roots {
			continue // nothing runs per request
		}
		fresh := own.Implements
		for b, part := range parts {
			fresh = fresh || part.Implements && !met(a, b)
		}
		if fresh {
			out = append(out, a) // else an import saw all that is to be seen
		}
	}
	return out
}
