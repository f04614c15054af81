package mapaccess

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// eachEntry returns what a function does that Range of a sync.Map calls for each entry.
func (b *Function) eachEntry(call *ssa.CallCommon, f frame) []*Access {
	entry := b.Pkg.Deref(b.Pkg.Sub(b.Pkg.Value(call.Args[0]), place.Elem, nil))
	out := b.enter(b.Pkg.function(call.Args[1]).with([]*place.Place{nil, entry}), f)
	for _, a := range out {
		if leadsTo(entry, a.Place) {
			a.Choice = Choice{How: Every}.with(a.Choice)
		}
	}
	return out
}

// loadsEntry returns the sync.Map of which a call returns an entry that stays there, nil
// for other calls. Whoever finds the entry shares what it refers to.
func loadsEntry(call *ssa.CallCommon) ssa.Value {
	fn := call.StaticCallee()
	if (lockset.IsSync(fn, "Map", "Load") || lockset.IsSync(fn, "Map", "LoadOrStore")) && len(call.Args) > 0 {
		return call.Args[0]
	}
	return nil
}
