package place_test

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

// updated returns the map that a function last assigns an element of.
func updated(fn *ssa.Function) (m ssa.Value) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if u, ok := instr.(*ssa.MapUpdate); ok {
				m = u.Map
			}
		}
	}
	return m
}

const source = `
type in struct { m map[int]int }
type T struct { m map[int]int; i in; p *in; n map[int]map[int]int }
var g T
func field(t *T) { t.m[0] = 1 }
func nested(t *T) { t.i.m[0] = 1 }
func pointer(t *T) { t.p.m[0] = 1 }
func value(t T) { t.m[0] = 1 }
func local(t *T) { m := t.m; m[0] = 1 }
func global() { g.m[0] = 1 }
func inner(t *T) { t.n[1][0] = 1 }
func lazy(t *T) { m := t.n[1]; if m == nil { m = make(map[int]int); t.n[1] = m }; m[0] = 1 }
func ranged(t *T) { for _, m := range t.n { m[0] = 1 } }
func copied(t *T) { c := *t; d := c; d.m[0] = 1 }
func literal(m map[int]int) { c := &T{m: m}; c.m[0] = 1 }
func asserted(x any) { x.(*T).m[0] = 1 }
func swapped(t *T, n int) { var a, b T; pa, pb := &a, &b; for range n { *pa = *pb; *pb = *pa }; a.m[0] = 1 }
func made() *T { return new(T) }
func overwritten(m map[int]int) { t := made(); t.m = m; t.m[0] = 1 }
func overwrittenLate(m map[int]int) { t := made(); t.m[0] = 1; t.m = m }
func overwrittenTwice(a, b map[int]int) { t := made(); t.m = a; t.m = b; t.m[0] = 1 }
func overwrittenPerhaps(m map[int]int, y bool) { t := made(); if y { t.m = m }; t.m[0] = 1 }
func reassigned(a, b map[int]int, y bool) { m := a; if y { m = b }; m[0] = 1 }
`

func TestValue(t *testing.T) {
	fns := ssatest.Named(t, "package p\n"+source)
	r := place.NewResolver()
	r.Value(updated(fns["swapped"])) // must come to an end
	for name, want := range map[string]string{
		"field": "t.m", "nested": "t.i.m", "pointer": "t.p.m", "value": "t.m", "local": "t.m", "global": "g.m",
		"inner": "t.n[...]", "lazy": "t.n[...]", "ranged": "t.n[...]", "copied": "t.m", "literal": "m", "asserted": "x.m",
		"reassigned": "",
	} {
		if got := r.Value(updated(fns[name])).String(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestOverwritten wants the field of a struct that a call returned to be what is
// assigned to it, if nothing else can be in it.
func TestOverwritten(t *testing.T) {
	fns := ssatest.Named(t, "package p\n"+source)
	r := place.NewResolver()
	for name, want := range map[string]bool{"overwritten": true, "overwrittenLate": false, "overwrittenTwice": false, "overwrittenPerhaps": false} {
		fn := fns[name]
		if got := r.Value(updated(fn)) == r.Value(fn.Params[0]); got != want {
			t.Errorf("%s: the map is the parameter: %v, want %v", name, got, want)
		}
	}
}

func TestSubst(t *testing.T) {
	fns := ssatest.Named(t, "package p\n"+source+`
func caller(u *T) { field(u); go func() { u.m[0] = 1 }() }`)
	r := place.NewResolver()
	caller := fns["caller"]
	inCallee := r.Value(updated(fns["field"]))
	got := r.Subst(inCallee, func(root ssa.Value) *place.Place {
		if root == fns["field"].Params[0] {
			return r.Value(caller.Params[0])
		}
		return nil
	})
	lit := caller.AnonFuncs[0]
	var made *ssa.MakeClosure
	for _, b := range caller.Blocks {
		for _, instr := range b.Instrs {
			if mc, ok := instr.(*ssa.MakeClosure); ok {
				made = mc
			}
		}
	}
	captured := r.Subst(r.Value(updated(lit)), func(root ssa.Value) *place.Place {
		if root == lit.FreeVars[0] {
			return r.Value(made.Bindings[0])
		}
		return nil
	})
	if got == nil || got != captured {
		t.Errorf("the callee's map is %v and the literal's %v, want one place", got, captured)
	}
	if got.String() != "u.m" {
		t.Errorf("the place is %v, want u.m", got)
	}
}
