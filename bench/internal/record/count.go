package record

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// A Count is how many mutants had which verdict.
type Count struct{ Caught, Missed, Broken int }

// Add counts a verdict.
func (c *Count) Add(verdict string) {
	switch verdict {
	case Caught:
		c.Caught++
	case Missed:
		c.Missed++
	case Broken:
		c.Broken++
	}
}

// Recall is the caught part of the mutants that compile.
func (c Count) Recall() string {
	if c.Caught+c.Missed == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(c.Caught)/float64(c.Caught+c.Missed))
}

// Of writes caught of all that compile.
func (c Count) Of() string { return fmt.Sprintf("%d of %d", c.Caught, c.Caught+c.Missed) }

// By counts mutants by a key, and sorts the keys.
func By[K cmp.Ordered](list []Mutant, key func(Mutant) K) (map[K]*Count, []K) {
	counts := make(map[K]*Count)
	for _, r := range list {
		k := key(r)
		if counts[k] == nil {
			counts[k] = new(Count)
		}
		counts[k].Add(r.Verdict)
	}
	return counts, slices.Sorted(maps.Keys(counts))
}
