package mapaccess

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
)

// loadsEntry returns the sync.Map of which a call returns an entry that stays there, nil
// for other calls. Whoever finds the entry shares what it refers to.
func loadsEntry(call *ssa.CallCommon) ssa.Value {
	fn := call.StaticCallee()
	if (lockset.IsSync(fn, "Map", "Load") || lockset.IsSync(fn, "Map", "LoadOrStore")) && len(call.Args) > 0 {
		return call.Args[0]
	}
	return nil
}
