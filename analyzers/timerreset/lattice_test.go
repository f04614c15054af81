package timerreset

import (
	"go/token"
	"math/rand"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// generator makes random states over a few places, registers and flags, so
// that worlds often have a signature in common.
type generator struct {
	*rand.Rand
	places  []*place.Place
	regs    []ssa.Value
	symbols *symbol.Table
	table   *typestate.Registers
	conds   []ssa.Value
}

// conditions has three variables, and branches on what they are.
const conditions = `package p
func mark()
func f(a int, b uint, c string) {
	if a > 0 { mark() }
	if a != 3 { mark() }
	if a < 5 { mark() }
	if b != 0 { mark() }
	if b == 2 { mark() }
	if c == "x" { mark() }
	if c == "" { mark() }
	if int(b) < a { mark() }
}`

func newGenerator(seed int64, fn *ssa.Function, symbols *symbol.Table, regs *typestate.Registers) *generator {
	g := &generator{Rand: rand.New(rand.NewSource(seed)), symbols: symbols, table: regs}
	table := place.NewTable()
	for _, p := range fn.Params {
		g.regs = append(g.regs, p)
		g.places = append(g.places, table.Root(p))
	}
	for _, b := range fn.Blocks {
		if branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
			g.conds = append(g.conds, branch.Cond)
		}
	}
	return g
}

func (g *generator) object() object {
	o := object{kind: kindTimer, nonNil: g.Intn(2) == 0, made: token.Pos(g.Intn(3))}
	switch g.Intn(3) {
	case 0:
		return o // unknown
	case 1:
		if g.Intn(2) == 0 {
			return o.arm(token.Pos(g.Intn(3)), 0, false)
		}
		return o.arm(token.Pos(g.Intn(3)), int64(g.Intn(2)), true)
	}
	return o.drain(received, token.Pos(g.Intn(3)))
}

func (g *generator) world() *world {
	w := newWorld(g.table)
	for i, p := range g.places {
		if g.Intn(2) == 0 {
			w.objs.Set(p, g.object())
		}
		if g.Intn(3) == 0 {
			w.Mem.Set(p, boolValue(g.Intn(2) == 0))
		}
		if g.Intn(2) == 0 {
			w.Env.Bind(g.regs[i], boolValue(g.Intn(2) == 0))
		}
		if g.Intn(2) == 0 {
			w.Conds.Assume(g.symbols, g.conds[g.Intn(len(g.conds))], g.Intn(2) == 0)
		}
	}
	return w
}

func (g *generator) state() *typestate.Worlds[*world] {
	s := typestate.NewWorlds[*world](maxWorlds)
	if g.Intn(12) == 0 {
		s.GiveUp()
	}
	for range g.Intn(5) {
		s.Add(g.world())
	}
	return s
}

// TestLattice checks the laws of a join-semilattice, on which the fixpoint
// depends: without them its result would depend on the order of the blocks.
func TestLattice(t *testing.T) {
	fn, symbols, regs := ssatest.Named(t, conditions)["f"], symbol.NewTable(), typestate.NewRegisters()
	for seed := range int64(5000) {
		g := newGenerator(seed, fn, symbols, regs)
		a, b, c := g.state(), g.state(), g.state()
		if !a.Join(a).Equal(a) {
			t.Fatalf("seed %d: not idempotent", seed)
		}
		if !a.Join(b).Equal(b.Join(a)) {
			t.Fatalf("seed %d: not commutative", seed)
		}
		if !a.Join(b).Join(c).Equal(a.Join(b.Join(c))) {
			t.Fatalf("seed %d: not associative", seed)
		}
		if !typestate.NewWorlds[*world](maxWorlds).Join(a).Equal(a) {
			t.Fatalf("seed %d: no worlds are no identity", seed)
		}
		if ab := a.Join(b); !ab.Join(a).Equal(ab) {
			t.Fatalf("seed %d: a join does not absorb its operand", seed)
		}
	}
}

// TestTop checks that too many worlds, and any join with top, are top.
func TestTop(t *testing.T) {
	table := place.NewTable()
	full := typestate.NewWorlds[*world](maxWorlds)
	add := func(s *typestate.Worlds[*world]) {
		w := new(world)
		w.objs.Set(table.Root(new(ssa.Parameter)), object{phase: armed})
		s.Add(w)
	}
	for range maxWorlds {
		add(full)
	}
	if full.Top() || len(full.All()) != maxWorlds {
		t.Errorf("%d worlds: top %v, %d kept", maxWorlds, full.Top(), len(full.All()))
	}
	add(full)
	if !full.Top() {
		t.Errorf("%d worlds are not top", maxWorlds+1)
	}
	one := typestate.NewWorlds[*world](maxWorlds)
	add(one)
	if !one.Join(full).Top() {
		t.Error("a join with top is not top")
	}
}

// TestTransitions checks the typestates that an object goes through.
func TestTransitions(t *testing.T) {
	timer := object{kind: kindTimer}
	for _, test := range []struct {
		name string
		got  object
		want object
	}{
		{"a positive constant is fresh", timer.arm(1, 5, true),
			object{kind: kindTimer, phase: fresh, nonNil: true, dur: 5, hasDur: true, pos: 1}},
		{"zero may fire at once", timer.arm(1, 0, true),
			object{kind: kindTimer, phase: armed, nonNil: true, hasDur: true, pos: 1}},
		{"an unknown duration may be short", timer.arm(1, 0, false),
			object{kind: kindTimer, phase: armed, nonNil: true, pos: 1}},
		{"time passes", timer.arm(1, 5, true).settle(),
			object{kind: kindTimer, phase: armed, nonNil: true, dur: 5, hasDur: true, pos: 1}},
		{"an empty channel stays empty", timer.drain(received, 2).settle(),
			object{kind: kindTimer, phase: empty, reason: received, nonNil: true, pos: 2}},
		{"arming fills it again", timer.drain(received, 2).arm(3, 0, false),
			object{kind: kindTimer, phase: armed, nonNil: true, pos: 3}},
		{"others may Reset it", shared(timer.drain(received, 2), othersReset).settle(),
			object{kind: kindTimer, others: othersReset, nonNil: true}},
		{"others may receive its value", shared(timer.arm(1, 0, false), othersReceive).settle(),
			object{kind: kindTimer, others: othersReceive, nonNil: true}},
		{"others cannot receive from an empty channel", shared(timer.drain(stopped, 2), othersReceive).settle(),
			object{kind: kindTimer, phase: empty, reason: stopped, others: othersReceive, nonNil: true, pos: 2}},
		{"no method makes a zero timer usable", object{phase: uninit, pos: 1}.forget(),
			object{phase: uninit, pos: 1}},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, test.got, test.want)
		}
	}
}

func shared(o object, by others) object {
	o.others = by
	return o
}
