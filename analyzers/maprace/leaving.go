package maprace

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
func (b *body) leaving(ret *ssa.Return) []*access {
	if len(ret.Results) == 0 || failed(ret.Results[len(ret.Results)-1]) {
		return nil
	}
	var out []*access
	for _, v := range ret.Results {
		if !isMap(v.Type()) {
			continue // not to be compared with accesses
		}
		at := b.prog.Value(v)
		if visible(at.Root) || !b.freshRoot(at.Root) {
			continue // of the caller, or of somebody who knows
		}
		must, may := b.held(ret)
		out = append(out, &access{place: at, kind: returned, at: b.prog.site(b.fn, ret.Pos()), must: must, may: may, order: b.orders.At(ret)})
	}
	return out
}
