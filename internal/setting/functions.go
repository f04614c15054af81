package setting

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A Set is a set of functions, by their full names, separated by commas.
type Set struct{ names map[string]bool }

// String returns the value of the flag.
func (s *Set) String() string { return strings.Join(slices.Sorted(maps.Keys(s.names)), ",") }

// Set puts the functions that the text names in the place of the others.
func (s *Set) Set(text string) error {
	names := make(map[string]bool)
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue // none
		}
		if err := checkName(name); err != nil {
			return err
		}
		names[name] = true
	}
	s.names = names
	return nil
}

// Has reports whether the set has a function.
func (s *Set) Has(name string) bool { return s.names[name] }

// All returns the names, sorted.
func (s *Set) All() []string { return slices.Sorted(maps.Keys(s.names)) }

// Pairs is a set of pairs of functions, by their full names, as first=second, separated by
// commas.
type Pairs struct{ second, first map[string]string }

// String returns the value of the flag.
func (p *Pairs) String() string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(p.second)) {
		list = append(list, name+"="+p.second[name])
	}
	return strings.Join(list, ",")
}

// Set puts the pairs of the text in the place of the others.
func (p *Pairs) Set(text string) error {
	next := Pairs{make(map[string]string), make(map[string]string)}
	for pair := range strings.SplitSeq(text, ",") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue // none
		}
		first, second, ok := strings.Cut(pair, "=")
		if !ok {
			return fmt.Errorf("%q is no pair of functions: want FIRST=SECOND", pair)
		}
		for _, name := range []string{first, second} {
			if err := checkName(name); err != nil {
				return err
			}
		}
		next.second[first], next.first[second] = second, first
	}
	*p = next
	return nil
}

// Empty reports whether there is no pair.
func (p *Pairs) Empty() bool { return len(p.second) == 0 }

// IsFirst and IsSecond report which of a pair a function is.
func (p *Pairs) IsFirst(name string) bool  { return p.second[name] != "" }
func (p *Pairs) IsSecond(name string) bool { return p.first[name] != "" }

// All returns the names, sorted.
func (p *Pairs) All() []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(p.second)), maps.Keys(p.first))
	slices.Sort(names)
	return slices.Compact(names)
}

// Undeclared returns the first of the names of functions that should be in a package and
// are not, "" if there is none.
func Undeclared(names []string, pkg *types.Package, info *types.Info) string {
	var declared map[string]bool
	for _, name := range names {
		if Package(name) != pkg.Path() {
			continue // of another package
		}
		if declared == nil {
			declared = make(map[string]bool)
			for _, obj := range info.Defs {
				if fn, ok := obj.(*types.Func); ok {
					declared[fn.FullName()] = true
				}
			}
		}
		if !declared[name] {
			return name
		}
	}
	return ""
}

func checkName(name string) error {
	if !fullName.MatchString(name) {
		return fmt.Errorf("%q is not the full name of a function, as in example.com/m/pkg.Func or (*example.com/m/pkg.Type).Method", name)
	}
	return nil
}
