package analyzers

import (
	"fmt"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// Known returns an error for the first of names that is neither a rule nor an analyzer.
func Known(names []string) error {
	known := make(map[string]bool)
	var all []string
	for _, a := range All {
		known[a.Name] = true
		all = append(all, a.Name)
	}
	for _, r := range Rules {
		known[r.ID] = true
		all = append(all, r.ID)
	}
	for _, name := range names {
		if known[name] {
			continue // exists
		}
		what := "analyzer"
		if strings.Contains(name, "/") {
			what = "rule"
		}
		if near := spell.Nearest(name, all); near != "" {
			return fmt.Errorf("unknown %s %q; did you mean %s?", what, name, near)
		}
		return fmt.Errorf("unknown %s %q; golint-incidents explain lists them", what, name)
	}
	return nil
}
