package callgraph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

func TestHierarchy(t *testing.T) {
	var many strings.Builder // one more than is followed
	for i := range callgraph.MaxTargets + 1 {
		fmt.Fprintf(&many, "type T%d int\nfunc (T%d) Many() {}\n", i, i)
	}
	named := ssatest.Named(t, `package p
type full struct{}
func (*full) Get(string) int { return 0 }
func (*full) Close() {}
func (*full) Error() string { return "" }
type partial struct{}
func (partial) Get(string) int { return 0 }
type other struct{}
func (other) Get(int) int { return 0 }
func (other) Close() {}
type generic[E any] struct{}
func (generic[E]) Get(string) int { return 0 }
func (generic[E]) Close() {}
type deep struct { *full }
type promoted struct { n int; deep }
type hiding struct { full }
func (*hiding) Only() {}
func (hiding) Get(int) int { return 0 }
type K interface { Get(string) int; Error() string }
func embedded(k K)                      { k.Get("") }
type I interface { Get(string) int; Close() }
type J interface { Many() }
func both(i I)                          { i.Get("") }
func one(i interface{ Get(string) int }) { i.Get("") }
func std(err error)                     { err.Error() }
func tooMany(j J)                       { j.Many() }
func param[P I](i P)                    { i.Get("") }
func static(f *full)                    { f.Close() }
`+many.String())
	h := callgraph.NewHierarchy(named["both"].Pkg)
	for name, want := range map[string]string{
		"both":     "(*p.full).Get",
		"one":      "(*p.full).Get (p.partial).Get",
		"embedded": "(*p.full).Get",
		"std":      "",
		"tooMany":  "",
		"param":    "",
		"static":   "",
	} {
		var got []string
		for _, fn := range h.Callees(named[name]) {
			got = append(got, fn.String())
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: got %q, want %q", name, s, want)
		}
	}
}
