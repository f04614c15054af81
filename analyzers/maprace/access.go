package maprace

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A kind is what an access does to a map.
type kind uint8

const (
	returned kind = iota // to a caller, who reads it
	read
	iterate
	write
)

// String is the word that a message has for what was done.
func (k kind) String() string {
	switch k {
	case returned:
		return "returned"
	case read:
		return "read"
	case iterate:
		return "iterated over"
	}
	return "written"
}

// conflicts reports whether the runtime throws if accesses of both kinds meet.
func (k kind) conflicts(o kind) bool { return k == write || o == write }

// fatal returns the error that ends the process.
func fatal(a, b kind) string {
	switch min(a, b) {
	case returned, read:
		return "concurrent map read and map write"
	case iterate:
		return "concurrent map iteration and map write"
	}
	return "concurrent map writes"
}

// An access is one access to the elements of a map, as it looks from the
// function that has it in its summary.
type access struct {
	// place is the map.
	place *place.Place
	kind  kind
	// at is where it stands, and the function that holds it.
	at site
	// must and may are the locks that its goroutine holds.
	must, may lockset.Set
	order     happens.Order
	// thread is the goroutine that it runs on, nil for that of the caller.
	thread *thread
	// chain are the calls that lead to it, outermost first.
	chain []site
	// unlocked are the locks of the caller that the function has released before.
	unlocked lockset.Set
	// initial is set if nobody else has the map yet: the function has just made it,
	// or its object is published later.
	initial bool
	// mutates is set if it depends on what was in the map, or deletes: it is no
	// registration at start.
	mutates bool
	// chosen is set if the caller of the function that makes it chooses the element.
	chosen bool
	// handled is set if it comes from a handler of another package, which tells of
	// it itself.
	handled bool
	// met is the function in which the access and its goroutine came together.
	met *ssa.Function
}

// A site is a place in the source of this or an imported package.
type site struct {
	pos  token.Pos // not valid in another package
	posn string    // file.go:12
	fn   *ssa.Function
	name string // of the function around it
}

// A thread is a goroutine that a function starts.
type thread struct {
	start site
	// many is set if several can run at the same time.
	many bool
	// handler says what a handler handles, or is empty.
	handler string
	// pooled is set if there are no more of it however often something is given to
	// it, later if nobody sees when it starts.
	pooled, later bool
	// joined is set if it has ended when the function that started it returns.
	joined bool
	// sends is set if it is one of net/http that sends a request.
	sends bool
	// unlocks are the locks that it releases without having taken them.
	unlocks lockset.Set
}

// A callback is a call of a function that the caller gave.
type callback struct {
	fn        *place.Place
	must, may lockset.Set
	order     happens.Order
	thread    *thread
	chain     []site
}

// A result is what a function returns, in places of its own.
type result struct {
	// place is nil if it is not known.
	place *place.Place
	// fresh is set if nobody else knows what is returned.
	fresh bool
	// made is set if the function has made it, whoever else knows it.
	made bool
	// lit is the literal or function that is returned, nil if it is not known.
	lit ssa.Value
}

// summarized is what a function does to the maps of its callers.
type summarized struct {
	// params are the roots that stand for the arguments, receiver first.
	params   []ssa.Value
	locks    lockset.Effect
	sync     happens.Effect
	results  []result
	calls    []callback
	accesses []*access
	// published tells which parameters the function puts where others find them.
	published []bool
}

// Bounds of a summary: what is beyond them is forgotten, which removes
// findings.
const (
	maxAccesses = 160
	maxCalls    = 12
	maxChain    = 7
)

// same reports whether a caller need not tell two accesses apart.
func (a *access) same(b *access) bool {
	return a.place == b.place && a.kind == b.kind && a.thread == b.thread && a.at.posn == b.at.posn &&
		slices.Equal(a.may, b.may) && slices.Equal(a.must, b.must)
}

// equal reports whether two summaries say the same, as far as a fixpoint is
// concerned.
func (s *summarized) equal(o *summarized) bool {
	return s.locks.Equal(o.locks) && s.sync.Equal(o.sync) && slices.Equal(s.results, o.results) && slices.Equal(s.published, o.published) &&
		len(s.calls) == len(o.calls) && len(s.accesses) == len(o.accesses)
}

// here returns where an access stands, or the nearest call of this package
// that leads to it.
func (a *access) here() token.Pos {
	if a.at.pos.IsValid() {
		return a.at.pos
	}
	for _, s := range slices.Backward(a.chain) {
		if s.pos.IsValid() {
			return s.pos
		}
	}
	if a.thread != nil {
		return a.thread.start.pos
	}
	return token.NoPos
}

// runs reports whether a function is on the way to an access.
func (a *access) runs(fn *ssa.Function) bool {
	return ir.Declared(a.at.fn) == fn || slices.ContainsFunc(a.chain, func(s site) bool { return ir.Declared(s.fn) == fn })
}
