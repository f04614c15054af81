package mapaccess

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

// head comes before the source of each case.
const head = `package p
import "sync"
type S struct { mu sync.RWMutex; m map[string]int; h H; f func() }
type H interface { Handle(k string) }
`

// TestSummaries compares what a function does to maps with what its summary says, last
// the function named f.
func TestSummaries(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"read", `func f(s *S) int { return s.m["a"] }`, "s.m read"},
		{"locked", `func f(s *S) { s.mu.Lock(); defer s.mu.Unlock(); s.m["a"] = 1 }`, "s.m written holding s.mu"},
		{"unlocked", `func f(s *S) { s.mu.Lock(); s.mu.Unlock(); delete(s.m, "a") }`, "s.m written"},
		{"helper", `func set(m map[string]int) { m["a"] = 1 }
func f(s *S) { s.mu.Lock(); set(s.m); s.mu.Unlock() }`, "s.m written holding s.mu"},
		{"go", `func f(s *S) { go func() { s.m["a"] = 1 }() }`, "go s.m written"},
		{"loop", `func f(s *S) { for range 3 { go func() { s.m["a"] = 1 }() } }`, "go many s.m written"},
		{"joined", `func f(s *S) { var wg sync.WaitGroup; wg.Go(func() { s.m["a"] = 1 }); wg.Wait() }`, "s.m written"},
		{"own", `func f() int { m := map[string]int{}; m["a"] = 1; return m["a"] }`, ""},
		{"replaced", `func f(s *S) { s.mu.Lock(); m := s.m; s.m = nil; s.mu.Unlock(); for range m {} }`, ""},
		{"callback", `func f(s *S, g func()) { s.mu.Lock(); g(); s.mu.Unlock() }`, "call g holding s.mu"},
		{"field", `func f(s *S) { go s.f() }`, "go call s.f"},
		{"method", `func f(s *S) { go s.h.Handle("a") }`, "go call s.h.Handle"},
		{"returned", `func f(s *S) map[string]int { return s.m }`, "result 0 is s.m"},
		{"content", `func f(h H, m map[string]int) *S { return &S{h: h, m: m} }`, "result 0.h is h\nresult 0.m is m"},
		{"reassigned", `func change(s *S) { s.h = nil }
func f(h H) *S { return &S{h: h} }`, ""},
		{"dynamic", `type impl struct{}
func (*impl) Handle(string) {}
func f() (H, error) { return &impl{}, nil }`, "result 0 holds impl"},
		{"example: field", `func f(sink H) *S { return &S{m: map[string]int{}, h: sink} }`, "result 0.h is sink"},
		{"example: helper", `func (s *S) count(k string) { s.m[k]++ }
func f(s *S, k string) { s.mu.Lock(); defer s.mu.Unlock(); s.count(k) }`, "s.m read holding s.mu\ns.m written holding s.mu"},
		{"example: run", `func f(s *S, in chan string) { for k := range in { go s.h.Handle(k) } }`, "go many call s.h.Handle"},
		{"element", `var all [4]map[string]int
func f(i int) { all[i]["a"] = 1 }`, "all[...] written of a given element"},
		{"constant element", `func g(all []map[string]int, i int) { all[i]["a"] = 1 }
func f(all []map[string]int) { g(all, 2) }`, "all[...] written at 2"},
		{"every element", `func f(all []map[string]int) { for _, m := range all { m["a"] = 1 } }`, "all[...] written of every element"},
		{"element of a loop", `func f(all []map[string]int) { for _, m := range all { go func() { m["a"] = 1 }() } }`, "go many all[...] written of some element"},
		{"element of a map", `type R struct { members map[string]int }
type L struct { rooms map[string]*R }
func (l *L) find(n string) *R { r := l.rooms[n]; if r == nil { r = &R{}; l.rooms[n] = r }; return r }
func f(l *L, n string) { l.find(n).members["a"] = 1 }`, "l.rooms read\nl.rooms written\nl.rooms[...].members written of a given element"},
		{"entry", `var all sync.Map
func f(k string) { v, _ := all.LoadOrStore(k, map[string]int{}); v.(map[string]int)["a"] = 1 }`, "all[...] written of a given element"},
		{"elements", `func f(s map[string]map[string]int) map[string]map[string]int {
	out := make(map[string]map[string]int)
	for k, v := range s { out[k] = v }
	return out
}`, "s iterated over\nresult 0[...] is s[...]"},
		{"appended", `func f(s []map[string]int) (out []map[string]int) {
	for _, m := range s { out = append(out, m) }
	return out
}`, "result 0[...] is s[...]"},
		{"new elements", `func f(s map[string]map[string]int) map[string]map[string]int {
	out := make(map[string]map[string]int)
	for k, v := range s { out[k] = map[string]int{"a": len(v)} }
	return out
}`, "s iterated over"},
		{"copy", `type T struct { s S }
func f(t *T) S { return t.s }`, "result 0 is t.s"},
		{"stripes", `type T struct { mus [4]sync.Mutex; m map[int]int }
func f(t *T, i int) { t.mus[i%4].Lock(); t.m[i]++; t.mus[i%4].Unlock() }`, "t.m read\nt.m written"},
		{"one stripe", `type T struct { mus [4]sync.Mutex; m map[int]int }
func f(t *T, i int) { t.mus[0].Lock(); delete(t.m, i); t.mus[0].Unlock() }`, "t.m written holding t.mus[...]"},
		{"mutex of the call", `func each(fn func()) { for range 3 { go fn() } }
func f(fn func()) { var mu sync.Mutex; each(func() { mu.Lock(); fn(); mu.Unlock() }) }`, "go many call fn holding mu"},
		{"one of two", `type impl struct{}
func (*impl) Handle(string) {}
type other struct{}
func (*other) Handle(string) {}
func f(x bool) H { if x { return &other{} }; return &impl{} }`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			funcs := ssatest.Funcs(t, head+c.source)
			all := funcs
			for _, fn := range funcs {
				all = append(all, fn.AnonFuncs...)
			}
			p := analyze(&analysis.Pass{
				Fset:              funcs[0].Prog.Fset,
				Pkg:               funcs[0].Pkg.Pkg,
				ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
				ExportPackageFact: func(analysis.Fact) {},
			}, funcs[0].Pkg, all)
			f := funcs[len(funcs)-1]
			if got := strings.TrimSpace(p.summaryOf(f)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// summaryOf returns the text of a function's summary.
func (p *Package) summaryOf(fn *ssa.Function) string {
	sum, ok := p.lookup(fn)
	if !ok {
		return "unknown"
	}
	return sum.String()
}
