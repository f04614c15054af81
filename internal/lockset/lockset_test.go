package lockset_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

// model knows places, and the effects of functions that were analyzed before.
type model struct {
	*place.Resolver
	effects map[*ssa.Function]lockset.Effect
}

func (m model) Effect(call ssa.CallInstruction) (lockset.Effect, bool) {
	fn := call.Common().StaticCallee()
	e, ok := m.effects[fn]
	if !ok {
		return e, false
	}
	return e.Map(func(p *place.Place) *place.Place {
		return m.Subst(p, func(root ssa.Value) *place.Place {
			for i, param := range fn.Params {
				if param == root {
					return m.Value(call.Common().Args[i])
				}
			}
			return nil
		})
	}), true
}

// held returns what is held where mark is called in each function of a
// package, as "must|may".
func held(t *testing.T, source string) map[string]string {
	t.Helper()
	m := model{place.NewResolver(), make(map[*ssa.Function]lockset.Effect)}
	out := make(map[string]string)
	for _, fn := range ssatest.Funcs(t, "package p\nimport \"sync\"\nfunc mark()\n"+source) {
		if fn.Blocks == nil || fn.Signature.Recv() != nil {
			continue // mark, or a method
		}
		l := lockset.Analyze(fn, m, lockset.Channels{})
		m.effects[fn] = l.Effect
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(*ssa.Call)
				if !ok || call.Call.StaticCallee() == nil {
					continue // no call, or of an interface
				}
				if call.Call.StaticCallee().Name() == "mark" {
					s := l.Before(instr)
					out[fn.Name()] = names(s.Must) + "|" + names(s.May)
				}
			}
		}
	}
	return out
}

func names(set lockset.Set) string {
	var out []string
	for _, h := range set {
		out = append(out, h.Place.String()+map[lockset.Mode]string{lockset.Read: ":r", lockset.Write: ":w"}[h.Mode])
	}
	return strings.Join(out, " ")
}

// What the user calls lockers are locks: methods, functions, methods of interfaces, in spite
// of what their bodies show.
func TestLockers(t *testing.T) {
	const pairs = "(*p.Gate).Enter=(*p.Gate).Leave,p.take=p.give,(p.Door).Open=(p.Door).Shut,p.try=p.give"
	if err := lockset.Lockers.Set(pairs); err != nil {
		t.Fatal(err)
	}
	defer lockset.Lockers.Set("")
	got := held(t, `
type Gate struct { n int; mu sync.Mutex }
func (g *Gate) Enter() { g.n++ }
func (g *Gate) Leave() { g.n-- }
func (g *Gate) Other() { g.n-- }
type Door interface { Open(); Shut() }
func take(n *int) { *n++ }
func give(n *int) { *n-- }
func try(n *int) bool { *n++; return true }
type S struct { g Gate; n int; d Door }
func method(s *S) { s.g.Enter(); defer s.g.Leave(); mark() }
func left(s *S) { s.g.Enter(); s.g.Leave(); mark() }
func function(s *S) { take(&s.n); mark(); give(&s.n) }
func invoked(s *S) { s.d.Open(); mark(); s.d.Shut() }
func tried(s *S) { if try(&s.n) { mark(); give(&s.n) } }
func other(s *S) { s.g.Other(); mark() }
`)
	for name, want := range map[string]string{
		"method": "s.g:w|s.g:w", "left": "|", "function": "s.n:w|s.n:w", "invoked": "s.d:w|s.d:w", "tried": "s.n:w|s.n:w", "other": "|",
	} {
		if got[name] != want {
			t.Errorf("%s holds %q, want %q", name, got[name], want)
		}
	}
	for _, bad := range []string{"p.f", "p.f=", "f=p.g", "p.f=p.g,x"} {
		if err := lockset.Lockers.Set(bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
	if lockset.Lockers.String() == "" {
		t.Error("a bad value has changed the flag")
	}
}

func TestHeld(t *testing.T) {
	got := held(t, `
type S struct { mu sync.RWMutex; e struct{ sync.Mutex }; l sync.Locker; sem chan bool }
func plain(s *S) { s.mu.Lock(); mark(); s.mu.Unlock() }
func read(s *S) { s.mu.RLock(); defer s.mu.RUnlock(); mark() }
func after(s *S) { s.mu.Lock(); s.mu.Unlock(); mark() }
func embedded(s *S) { s.e.Lock(); mark() }
func locker(s *S) { s.l.Lock(); mark() }
func branch(s *S, b bool) { if b { s.mu.Lock() }; mark() }
func try(s *S) { if s.mu.TryLock() { mark() } }
type T struct{}
func (*T) Lock() bool
func tells(t *T) { t.Lock(); mark() }
func told(t *T) { if t.Lock() { mark() } }
func tryNot(s *S) { if !s.mu.TryLock() { return }; mark() }
func lock(s *S) { s.mu.Lock() }
func unlock(s *S) { s.mu.Unlock() }
func helper(s *S) { lock(s); defer unlock(s); mark() }
func helped(s *S) { lock(s); unlock(s); mark() }
func token(s *S) { s.sem <- true; mark(); <-s.sem }
func sends(s *S) { s.sem <- true; mark() }
func tokens(s *S) { for range 3 { s.sem <- true; if len(s.sem) > 2 { continue }; mark(); <-s.sem } }
func box(s *S) { <-s.sem; mark(); s.sem <- true }
func loop(s *S) { for range 3 { s.mu.Lock(); s.mu.Unlock() }; mark() }
func early(s *S, b bool) { s.mu.RLock(); if b { s.mu.RUnlock(); return }; mark(); s.mu.RUnlock() }
func alias(s *S) { mu := &s.mu; mu.Lock(); mark() }
`)
	for name, want := range map[string]string{
		"plain":    "s.mu:w|s.mu:w",
		"read":     "s.mu:r|s.mu:r",
		"after":    "|",
		"embedded": "s.e.Mutex:w|s.e.Mutex:w",
		"locker":   "s.l:w|s.l:w",
		"branch":   "|s.mu:w",
		"try":      "s.mu:w|s.mu:w",
		"tryNot":   "s.mu:w|s.mu:w",
		"tells":    "|t:w",
		"told":     "t:w|t:w",
		"helper":   "s.mu:w|s.mu:w",
		"helped":   "|",
		"token":    "s.sem:w|s.sem:w",
		"sends":    "|",
		"loop":     "|",
		"tokens":   "s.sem:w|s.sem:w",
		"box":      "s.sem:w|s.sem:w",
		"early":    "s.mu:r|s.mu:r",
		"alias":    "s.mu:w|s.mu:w",
	} {
		if got[name] != want {
			t.Errorf("%s: held %q, want %q", name, got[name], want)
		}
	}
}

func TestExclude(t *testing.T) {
	p := place.NewTable().Root(new(ssa.Parameter))
	read, write := lockset.Set{{Place: p, Mode: lockset.Read}}, lockset.Set{{Place: p, Mode: lockset.Write}}
	for _, c := range []struct {
		a, b lockset.Set
		want bool
	}{
		{write, write, true},
		{read, write, true},
		{write, read, true},
		{read, read, false},
		{nil, write, false},
	} {
		if got := lockset.Exclude(c.a, c.b); got != c.want {
			t.Errorf("Exclude(%v, %v) = %t", c.a, c.b, got)
		}
	}
}
