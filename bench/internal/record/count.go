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

// A VerdictCount is how many findings had which verdict.
type VerdictCount struct{ Right, Doubtful, Wrong, Unread int }

// Precision is the right part of the findings that were read. A doubtful one is not
// right.
func (c VerdictCount) Precision() string {
	n := c.Right + c.Doubtful + c.Wrong
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(c.Right)/float64(n))
}

// Verdicts counts findings by a key, and sorts the keys.
func Verdicts[K cmp.Ordered](list []Finding, key func(Finding) K) (map[K]*VerdictCount, []K) {
	counts := make(map[K]*VerdictCount)
	for _, f := range list {
		k := key(f)
		if counts[k] == nil {
			counts[k] = new(VerdictCount)
		}
		switch f.Verdict {
		case Right:
			counts[k].Right++
		case Doubtful:
			counts[k].Doubtful++
		case Wrong:
			counts[k].Wrong++
		default:
			counts[k].Unread++
		}
	}
	return counts, slices.Sorted(maps.Keys(counts))
}
