package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// sent returns the access to the header of a request that a call sends, if that
// is a map which others have, too. "RoundTrip may read fields of the request in
// a separate goroutine", which may go on when the call has returned (net/http,
// RoundTripper).
func (b *Function) sent(call *ssa.CallCommon, f frame) []*Access {
	req, field := request(call)
	if req == nil {
		return nil
	}
	at := b.Pkg.Value(req)
	header := b.Pkg.Deref(b.Pkg.Sub(at, field, place.FieldOf(req.Type(), field)))
	if !Visible(header.Root) || leadsTo(at, header) {
		return nil // its own
	}
	t := &Thread{Start: f.chain[len(f.chain)-1], Sends: true}
	return []*Access{{Place: header, Kind: Iterate, At: t.Start, Thread: t, Met: b.Fn}}
}

// leadsTo reports whether p is reached by way of from, through pointers, too.
func leadsTo(from, p *place.Place) bool {
	for q := p; q != nil; q = q.Parent {
		if q == from {
			return true
		}
	}
	return false
}

// request returns the request that a call sends by HTTP, and which of its fields is
// the header; nil if it sends none.
func request(call *ssa.CallCommon) (ssa.Value, int) {
	name := callgraph.CalledName(call)
	if name != "Do" && name != "RoundTrip" || call.Signature().Recv() == nil {
		return nil, 0
	}
	for _, arg := range call.Args {
		if field := headerField(arg.Type()); field >= 0 {
			return arg, field
		}
	}
	return nil, 0
}

// headerField returns the index of the header in *http.Request, -1 for other
// types.
func headerField(t types.Type) int {
	ptr, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return -1
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || named.Obj().Name() != "Request" || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "net/http" {
		return -1
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok {
		return -1
	}
	for i := range st.NumFields() {
		if st.Field(i).Name() == "Header" {
			return i
		}
	}
	return -1
}
