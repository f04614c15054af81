package maprace

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// readLocked returns the findings of a group of which anybody may make a write
// that holds a read lock of the object, and nothing else: several can hold it at
// a time, which is what it is for.
func (p *checker) readLocked(grp *group) []finding {
	var out []finding
	reported := make(map[*ssa.Function]bool)
	for _, u := range grp.uses {
		if u.kind != write || u.initial || reported[u.root] || !u.parallelWithItself() || element(u.place) || quietUse(u) || p.excused(u.at.pos) {
			continue // alone, or on purpose
		}
		if len(u.order.Acquired) > 0 || p.exclusive(u) {
			continue // excluded by something else
		}
		i := slices.IndexFunc(u.must, func(h lockset.Held) bool {
			_, related := p.relation(u.place, h.Place)
			return h.Mode == lockset.Read && related && h.Place.Root == u.place.Root
		})
		if i < 0 {
			continue // no lock of the object
		}
		f := finding{rule: guardRule, id: "write-under-read-lock", confidence: report.Inferred, a: u.access, b: u.access, pos: u.here(), related: trail(u.access)}
		f.message = fmt.Sprintf("map %s is written here with only a read lock of %s, which several goroutines can hold: fatal error: %s",
			p.mapName(u.access), lockName(u.must[i]), fatal(write, write))
		out = append(out, f)
		reported[u.root] = true
	}
	return out
}
