package mapaccess

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A Kind is what an access does to a map.
type Kind uint8

const (
	Returned Kind = iota // to a caller, who reads it
	Read
	Iterate
	Write
)

// String is the word that a message has for what was done.
func (k Kind) String() string {
	switch k {
	case Returned:
		return "returned"
	case Read:
		return "read"
	case Iterate:
		return "iterated over"
	}
	return "written"
}

// Conflicts reports whether the runtime throws if accesses of both kinds meet.
func (k Kind) Conflicts(o Kind) bool { return k == Write || o == Write }

// An Access is one access to the elements of a map, as it looks from the
// function that has it in its summary.
type Access struct {
	// Place is the map.
	Place *place.Place
	Kind  Kind
	// At is where it stands, and the function that holds it.
	At Site
	// Must and may are the locks that its goroutine holds.
	Must, May lockset.Set
	Order     happens.Order
	// Thread is the goroutine that it runs on, nil for that of the caller.
	Thread *Thread
	// Chain are the calls that lead to it, outermost first.
	Chain []Site
	// unlocked are the locks of the caller that the function has released before.
	unlocked lockset.Set
	// Initial is set if nobody else has the map yet: the function has just made it,
	// or its object is published later.
	Initial bool
	// Mutates is set if it depends on what was in the map, or deletes: it is no
	// registration at start.
	Mutates bool
	// Refuses is set if the function ends with a panic or an error where it finds the key.
	Refuses bool
	// Gated is set if control comes there only where an atomic flag of the object is set.
	Gated bool
	// Choice tells which element of a container has the map.
	Choice Choice
	// Chosen is set if the caller of the function that makes it chooses the element.
	Chosen bool
	// Presumes is set if it uses what it finds without asking whether there is anything.
	Presumes bool
	// Striped is a lock that the goroutine holds, one of several of which each key has
	// another, nil if there is none: it is no guard of the map.
	Striped *place.Place
	// handled is set if it comes from a handler of another package, which tells of
	// it itself.
	handled bool
	// Met is the function in which the access and its goroutine came together.
	Met *ssa.Function
}

// Beside returns how near to the map the nearest lock is that its goroutine may hold: how
// many steps from a variable the paths to both share. It is 0 where they start apart.
func (a *Access) Beside() int {
	on := make(map[*place.Place]int)
	for p := a.Place; p != nil; p = p.Parent {
		on[p] = p.Depth() + 1
	}
	nearest := 0
	for _, h := range a.May {
		p := h.Place
		for p != nil && on[p] == 0 {
			p = p.Parent
		}
		nearest = max(nearest, on[p])
	}
	return nearest
}

// Serves reports whether the access is made for each request.
func (a *Access) Serves() bool { return a.Thread != nil && a.Thread.Handler != "" }

// LocksVisibly reports whether the access may hold a lock that callers can hold, too.
func (a *Access) LocksVisibly() bool {
	return slices.ContainsFunc(a.May, func(h lockset.Held) bool { return Visible(h.Place.Root) })
}

// A Site is a place in the source of this or an imported package.
type Site struct {
	Pos  token.Pos // not valid in another package
	Posn string    // file.go:12
	Fn   *ssa.Function
	Name string // of the function around it
}

// A Thread is a goroutine that a function starts.
type Thread struct {
	Start Site
	// Many is set if several can run at the same time.
	Many bool
	// Handler says what a handler handles, or is empty.
	Handler string
	// Served is set if a request starts it, once somebody serves requests: not when its
	// handler is registered.
	Served bool
	// Believed is set if nobody sees that several run at the same time.
	Believed bool
	// Pooled is set if there are no more of it however often something is given to
	// it, later if nobody sees when it starts.
	Pooled, Later bool
	// Joined is set if it has ended when the function that started it returns.
	Joined bool
	// Sends is set if it is one of net/http that sends a request.
	Sends bool
	// Unlocks are the locks that it releases without having taken them.
	Unlocks lockset.Set
}

// A callback is a call of a function that the caller gave.
type callback struct {
	Fn        *place.Place
	args      []*place.Place // what it is given, nil where that is nobody's business
	method    string         // of the interface that Fn is, "" for a function
	must, may lockset.Set
	order     happens.Order
	Thread    *Thread
	chain     []Site
}

// A result is what a function returns, in places of its own.
type result struct {
	// place is nil if it is not known.
	place *place.Place
	// fresh is set if nobody else knows what is returned.
	fresh bool
	// made is set if the function has made it, whoever else knows it.
	made bool
	// root is what is returned as the function itself names it, nil if there are several:
	// what goroutines do to it that the function started, they do to the caller's.
	root ssa.Value
	// lit is the literal or function that is returned, nil if it is not known.
	lit ssa.Value
	// dynamic is the type of what an interface holds.
	dynamic dynamic
}

// Summary is what a function does to the maps of its callers.
type Summary struct {
	// params are the roots that stand for the arguments, receiver first.
	params   []ssa.Value
	locks    lockset.Effect
	Sync     happens.Effect
	results  []result
	contents []content
	calls    []callback
	accesses []*Access
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
func (a *Access) same(b *Access) bool {
	return a.Place == b.Place && a.Kind == b.Kind && a.Choice.How == b.Choice.How && a.Thread.same(b.Thread) && a.At.Posn == b.At.Posn &&
		slices.Equal(a.May, b.May) && slices.Equal(a.Must, b.Must)
}

// same reports whether two goroutines are started at one place, and alike: one that starts
// itself is no third.
func (t *Thread) same(o *Thread) bool {
	if t == nil || o == nil {
		return t == o
	}
	return t == o || t.Start == o.Start && t.Many == o.Many && t.Handler == o.Handler && t.Served == o.Served && t.Believed == o.Believed &&
		t.Pooled == o.Pooled && t.Later == o.Later && t.Joined == o.Joined && t.Sends == o.Sends && slices.Equal(t.Unlocks, o.Unlocks)
}

// same reports whether a caller need not tell two callbacks apart: they are one call, to
// which a function comes by calling itself.
func (c callback) same(o callback) bool {
	return c.site() == o.site() && c.Fn == o.Fn && c.method == o.method && slices.Equal(c.args, o.args) && c.Thread.same(o.Thread) &&
		slices.Equal(c.must, o.must) && slices.Equal(c.may, o.may)
}

// site returns where the call stands, the zero value if a go statement makes it.
func (c callback) site() (at Site) {
	if n := len(c.chain); n > 0 {
		at = c.chain[n-1]
	}
	return at
}

// equal reports whether two summaries say the same, as far as a fixpoint is
// concerned.
func (s *Summary) equal(o *Summary) bool {
	return s.locks.Equal(o.locks) && s.Sync.Equal(o.Sync) && slices.Equal(s.results, o.results) && slices.Equal(s.published, o.published) &&
		len(s.calls) == len(o.calls) && len(s.accesses) == len(o.accesses)
}

// Here returns where an access stands, or the nearest call of this package
// that leads to it.
func (a *Access) Here() token.Pos {
	if a.At.Pos.IsValid() {
		return a.At.Pos
	}
	for _, s := range slices.Backward(a.Chain) {
		if s.Pos.IsValid() {
			return s.Pos
		}
	}
	if a.Thread != nil {
		return a.Thread.Start.Pos
	}
	return token.NoPos
}

// Runs reports whether a function is on the way to an access.
func (a *Access) Runs(fn *ssa.Function) bool {
	return ir.Declared(a.At.Fn) == fn || slices.ContainsFunc(a.Chain, func(s Site) bool { return ir.Declared(s.Fn) == fn })
}
