package symbol

import (
	"go/token"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/intmap"
)

// maxExcluded bounds how many integers are known of which a value is none: enough for the
// states of a small machine.
const maxExcluded = 4

// An Excluded is a set of integers. Sets that are equal compare equal: the values are in order,
// and those beyond n are 0.
type Excluded struct {
	vals [maxExcluded]int64
	n    int
}

// all returns the values, in order.
func (x Excluded) all() []int64 { return x.vals[:x.n] }

// with returns the set with one more value, if there is room.
func (x Excluded) with(n int64) Excluded {
	i, found := slices.BinarySearch(x.all(), n)
	if found || x.n == maxExcluded {
		return x
	}
	copy(x.vals[i+1:], x.vals[i:x.n])
	x.vals[i] = n
	x.n++
	return x
}

// only returns the values of which f is true.
func (x Excluded) only(f func(int64) bool) (out Excluded) {
	for _, n := range x.all() {
		if f(n) {
			out = out.with(n)
		}
	}
	return out
}

// weight adds the set to a hash.
func (x Excluded) weight(h uint64) uint64 {
	for _, n := range x.all() {
		h = intmap.Mix(h, uint64(n))
	}
	return h
}

// excludes reports whether an integer is not n.
func (f Fact) excludes(n int64) bool {
	return n < f.Lo || n > f.Hi || slices.Contains(f.Except.all(), n)
}

// exclude adds that an integer is not n.
func (f *Fact) exclude(n int64) {
	if !f.excludes(n) {
		f.Except = f.Except.with(n)
	}
}

// either returns the bounds of what is one of two integers.
func either(f, g Fact) Fact {
	h := Fact{Lo: min(f.Lo, g.Lo), Hi: max(f.Hi, g.Hi)}
	h.Except = f.Except.only(g.excludes)
	for _, n := range g.Except.only(f.excludes).all() {
		h.Except = h.Except.with(n)
	}
	return h
}

// compare adds a comparison with an integer.
func (f Fact) compare(op token.Token, n int64) (Fact, bool) {
	switch op {
	case token.EQL:
		if f.excludes(n) {
			return f, false
		}
		return Fact{Lo: n, Hi: n}, true
	case token.NEQ:
		if f.Lo == n && f.Hi == n {
			return f, false
		}
		f.exclude(n)
	case token.LSS:
		if n == minInt {
			return f, false
		}
		f.Hi = min(f.Hi, n-1)
	case token.LEQ:
		f.Hi = min(f.Hi, n)
	case token.GTR:
		if n == maxInt {
			return f, false
		}
		f.Lo = max(f.Lo, n+1)
	case token.GEQ:
		f.Lo = max(f.Lo, n)
	}
	return f.trim()
}

// trim moves the bounds that are excluded values, and forgets those outside of them;
// false if no value is left.
func (f Fact) trim() (Fact, bool) {
	for _, n := range f.Except.all() {
		if n == f.Lo && n < f.Hi {
			f.Lo++
		}
	}
	for _, n := range slices.Backward(f.Except.all()) {
		if n == f.Hi && n > f.Lo {
			f.Hi--
		}
	}
	if f.Lo > f.Hi || f.Lo == f.Hi && f.excludes(f.Lo) {
		return f, false
	}
	f.Except = f.Except.only(func(n int64) bool { return f.Lo < n && n < f.Hi })
	return f, true
}
