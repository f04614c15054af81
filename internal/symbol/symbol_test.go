package symbol_test

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ssatest"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
)

// branches returns the conditions of a function's branches, in source order.
func branches(t *testing.T, body string) []ssa.Value {
	t.Helper()
	source := "package p\ntype S struct { n int; q []int; ok bool; name string; next *S; at clock; fd handle }\n" +
		"type clock int64\nfunc (c clock) isZero() bool { return c == 0 }\nfunc (c clock) before(d clock) bool { return c < d }\n" +
		"type handle int\nfunc (h handle) next() bool { return ready[h] }\nfunc (h handle) Error() string\nvar ready []bool\n" +
		"func f(n, m int, u uint8, q []int, name string, err error, ok bool, s *S, z float64) {\n" + body + "\n}\nfunc mark()\nfunc change(*S)\n"
	var out []ssa.Value
	for _, b := range ssatest.Named(t, source)["f"].DomPreorder() {
		if branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
			out = append(out, branch.Cond)
		}
	}
	return out
}

// TestHolds assumes that the first condition is true, and wants what is then known
// of the second.
func TestHolds(t *testing.T) {
	for _, c := range []struct{ first, second, want string }{
		{"n > 0", "n > 0", "true"},
		{"n > 0", "n == 0", "false"},
		{"n > 0", "n != 0", "true"},
		{"n != 0", "n > 0", "?"},
		{"u != 0", "u > 0", "true"},
		{"n == 0", "n != 0", "false"},
		{"n >= 3", "n < 3", "false"},
		{"n > 3", "n < 3", "false"},
		{"n < 3", "n > 3", "false"},
		{"0 < n", "n <= 0", "false"},
		{"n > 3", "n > 2", "true"},
		{"n > 2", "n > 3", "?"},
		{"n != 5", "n == 5", "false"},
		{"n == 4", "n == 5", "false"},
		{"int64(n) > 0", "n == 0", "false"},
		{"int(u) > 0", "u == 0", "false"},
		{"uint8(n) > 0", "n == 0", "?"},
		{"len(q) > 0", "len(q) == 0", "false"},
		{"len(q) == 0", "len(q) > 0", "false"},
		{"len(q) != 0", "len(q) > 0", "true"},
		{"len(q) < 0", "n == 0", "infeasible"},
		{"len(q) > 1", "cap(q) > 1", "?"},
		{`name == ""`, "len(name) > 0", "false"},
		{`name != ""`, "len(name) == 0", "false"},
		{`name == "keep"`, `name == "keep"`, "true"},
		{`name == "keep"`, `name == "drop"`, "false"},
		{`name == "keep"`, `name != "drop"`, "true"},
		{`name != "keep"`, `name == "keep"`, "false"},
		{"err == nil", "err != nil", "false"},
		{"err != nil", "nil == err", "false"},
		{"ok", "!ok == true", "false"},
		{"ok == true", "ok", "true"},
		{"ok != true", "ok", "false"},
		{"n < m", "m > n", "true"},
		{"n < m", "n >= m", "false"},
		{"n <= m", "m < n", "false"},
		{"n == m", "m != n", "false"},
		{"n < m", "n == m", "?"},
		{"n+1 > 0", "n+1 <= 0", "false"},
		{"n&1 != 0", "n&1 == 0", "false"},
		{"s.n > 0", "s.n <= 0", "false"},
		{"s.next.n > 0", "s.next.n == 0", "false"},
		{"s.next.n > 0", "s.n == 0", "?"},
		{"s.ok", "!s.ok == true", "false"},
		{"len(s.q) > 0", "len(s.q) == 0", "false"},
		{"s.next == nil", "s.next != nil", "false"},
		{"s.at.isZero()", "!s.at.isZero() == true", "false"},
		{"s.at.isZero()", "s.at.isZero()", "true"},
		{"s.at.isZero()", "s.next.at.isZero()", "?"},
		{"s.at.before(3)", "s.at.before(4)", "?"},
		{"s.at.before(3)", "s.at.before(3)", "true"},
		{"s.fd.next()", "s.fd.next()", "?"},
		{"n > 0", "error(s.fd) == nil", "false"},
		{"n > 0", "&s.n == nil", "?"},
		{"z > 0.5", "z > 0.5", "true"},
		{"z > 0.5", "z > 0.7", "?"},
	} {
		conds := branches(t, "if "+c.first+" { mark() }; if "+c.second+" { mark() }")
		if len(conds) != 2 {
			t.Fatalf("%s; %s: %d branches", c.first, c.second, len(conds))
		}
		table, state := symbol.NewTable(), symbol.State{}
		got := "infeasible"
		if state.Assume(table, conds[0], true) {
			truth, known := state.Holds(table, conds[1])
			switch {
			case !known:
				got = "?"
			case truth:
				got = "true"
			default:
				got = "false"
			}
		}
		if got != c.want {
			t.Errorf("%s; %s: %s, want %s", c.first, c.second, got, c.want)
		}
	}
}

// TestForget wants what was known to be forgotten where the value may have changed.
func TestForget(t *testing.T) {
	conds := branches(t, "if s.n > 0 { mark() }; s.n = m; if s.n > 0 { mark() }; if s.ok { mark() }")
	table, state := symbol.NewTable(), symbol.State{}
	if !state.Assume(table, conds[0], true) || !state.Assume(table, conds[2], true) {
		t.Fatal("the conditions contradict each other")
	}
	for _, b := range conds[0].Parent().Blocks {
		for _, instr := range b.Instrs {
			if store, ok := instr.(*ssa.Store); ok {
				state.Stored(table, store.Addr)
			}
		}
	}
	if _, known := state.Holds(table, conds[1]); known {
		t.Error("s.n > 0 is known after an assignment to s.n")
	}
	if _, known := state.Holds(table, conds[2]); !known {
		t.Error("s.ok is not known after an assignment to s.n")
	}
}

// TestMeet wants what is known on both of two paths.
func TestMeet(t *testing.T) {
	conds := branches(t, "if n > 3 { mark() }; if n > 5 { mark() }; if ok { mark() }; if n > 2 { mark() }")
	table := symbol.NewTable()
	var a, b symbol.State
	if !a.Assume(table, conds[0], true) || !a.Assume(table, conds[2], true) || !b.Assume(table, conds[1], true) || !b.Assume(table, conds[2], false) {
		t.Fatal("the conditions contradict each other")
	}
	both := a.Meet(b)
	if truth, known := both.Holds(table, conds[3]); !known || !truth {
		t.Errorf("n > 2: %v, %v; want true", truth, known)
	}
	if _, known := both.Holds(table, conds[1]); known {
		t.Error("n > 5 is known on both paths")
	}
	if _, known := both.Holds(table, conds[2]); known {
		t.Error("ok is known on both paths")
	}
}

// TestErrorVariables wants an error in a variable that is given a value where it is declared, and
// only there, not to be nil.
func TestErrorVariables(t *testing.T) {
	fns := ssatest.Named(t, `package p
type failure struct{}
func (failure) Error() string { return "" }
func fail() error
var (
	made error = failure{}
	called = fail()
	first, second = func() (error, error) { return fail(), fail() }()
	none error
	null error = nil
)
func usesMade() bool { return made == nil }
func usesCalled() bool { return called == nil }
func usesSecond() bool { return second == nil }
func usesNone() bool { return none == nil }
func usesNull() bool { return null == nil }
`)
	for name, want := range map[string]bool{"usesMade": true, "usesCalled": true, "usesSecond": true, "usesNone": false, "usesNull": false} {
		table := symbol.NewTable()
		table.Constant = func(*ssa.Global) bool { return true }
		for _, instr := range fns[name].Blocks[0].Instrs {
			cond, ok := instr.(*ssa.BinOp)
			if !ok {
				continue // the load, or the return
			}
			if truth, known := (symbol.State{}).Holds(table, cond); known != want || truth {
				t.Errorf("%s: %v, known %v; want known %v", name, truth, known, want)
			}
		}
	}
}
