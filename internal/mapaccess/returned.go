package mapaccess

import (
	"golang.org/x/tools/go/ssa"
)

// leaving returns an access for each map of its own that the function returns:
// the caller reads it while a goroutine may go on to write:
//
//	go func() { out[k] = v; close(done) }()
//	select {
//	case <-done:
//	case <-time.After(timeout):
//	}
//	return out
//
// What is returned with an error is not read.
func (b *Function) leaving(ret *ssa.Return) []*Access {
	if len(ret.Results) == 0 || failed(ret.Results[len(ret.Results)-1]) {
		return nil
	}
	var out []*Access
	for _, v := range ret.Results {
		if !IsMap(v.Type()) {
			continue // not to be compared with accesses
		}
		at := b.Pkg.Value(v)
		if Visible(at.Root) || !b.freshRoot(at.Root) {
			continue // of the caller, or of somebody who knows
		}
		must, may := b.held(ret)
		out = append(out, &Access{Place: at, Kind: Returned, At: b.Pkg.Site(b.Fn, ret.Pos()), Must: must, May: may, Order: b.orders.At(ret)})
	}
	return out
}
