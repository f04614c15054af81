package typestate

import (
	"fmt"
	"go/token"
	"hash/fnv"
	"maps"
	"slices"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
	"github.com/golint-incidents/golint-incidents/internal/symbol"
)

// closing is a domain that is neither timers nor C memory: what open returns must be
// closed on every path. It shows that the engine is one.
type closing struct {
	Interpretation[holder, *path, string]
}

// A resource is what is known of one on a path.
type resource int

const (
	open resource = iota
	closed
	handed // to somebody else
)

// path is a world of the domain.
type path struct {
	Path[holder]
	objs map[*ssa.Call]resource
}

// A holder is a value: a resource, the error that comes with it, a literal, or the address
// of a variable.
type holder struct {
	of  *ssa.Call
	err bool
	lit *Closure[holder]
	at  *place.Place
}

func (h holder) Weight(any) uint64 {
	if h.lit != nil {
		return h.lit.Weight()
	}
	return 0
}

func (p *path) Clone() *path {
	return &path{p.Path, maps.Clone(p.objs)}
}

func (p *path) Signature() uint64 {
	var parts []string
	for v, r := range p.objs {
		parts = append(parts, fmt.Sprint(v.Name(), r))
	}
	slices.Sort(parts)
	h := fnv.New64a()
	fmt.Fprint(h, parts, p.Control())
	return h.Sum64()
}

func (p *path) Meet(o *path) *path {
	m := p.Clone()
	m.Path = p.Path.Meet(o.Path)
	return m
}

func (p *path) Equal(o *path) bool {
	return p.Path.Equal(o.Path) && maps.Equal(p.objs, o.objs)
}

func (c *closing) Eval(p *path, v ssa.Value) holder {
	if fn, ok := v.(*ssa.Function); ok && fn.Blocks != nil {
		return holder{lit: c.Closure(fn, nil)}
	}
	return p.Env.Of(v)
}

func (c *closing) Target(h holder) (*place.Place, bool) { return h.at, h.at != nil }

func (c *closing) Truth(holder) (bool, bool) { return false, false }

func (c *closing) Learn(*path, ssa.Value, bool) {}

func (c *closing) Compared(p *path, x ssa.Value, op token.Token, _ ssa.Value) bool {
	if h := c.Eval(p, x); h.err && op == token.NEQ {
		delete(p.objs, h.of) // there is an error, and so nothing to close
	}
	return true
}

func (c *closing) Case(*path, *ssa.Select, int) ([]holder, bool) { return nil, true }

func (c *closing) Declare(_ *path, _ *ssa.Alloc, p *place.Place) holder { return holder{at: p} }

func (c *closing) Load(p *path, load *ssa.UnOp, at *place.Place) bool {
	p.Set(c.Symbols, load, p.Mem.At(at))
	return true
}

func (c *closing) Store(p *path, s *ssa.Store, at *place.Place) {
	p.Mem.Clear(at)
	if _, local := at.Root.(*ssa.Alloc); local {
		p.Mem.Set(at, c.Eval(p, s.Val))
	} else {
		c.hand(p, s.Val)
	}
}

func (c *closing) Receive(p *path, recv *ssa.UnOp) bool {
	p.Set(c.Symbols, recv, holder{})
	return true
}

func (c *closing) Compute(p *path, v ssa.Value) holder {
	if made, ok := v.(*ssa.MakeClosure); ok {
		return holder{lit: c.Closure(made.Fn.(*ssa.Function), c.Values(p, made.Bindings))}
	}
	return holder{}
}

func (c *closing) Give(*path, ssa.Instruction) {}

func (c *closing) Call(p *path, call *ssa.Call) []*path {
	if call.Call.Value.Name() == "open" {
		p.objs[call] = open
		p.SetResults(c.Symbols, call, []holder{{of: call}, {of: call, err: true}})
		return []*path{p}
	}
	args := c.Values(p, call.Call.Args)
	if lit := c.Eval(p, call.Call.Value).lit; lit != nil {
		return c.enter(p, call, lit, args)
	}
	if fn := call.Call.StaticCallee(); fn != nil && fn.Blocks != nil {
		return c.enter(p, call, c.Closure(fn, nil), args)
	}
	p.SetResults(c.Symbols, call, nil)
	c.call(p, &call.Call, args)
	return []*path{p}
}

// enter interprets the body of a function at a call.
func (c *closing) enter(p *path, call *ssa.Call, lit *Closure[holder], args []holder) (out []*path) {
	exits, ok := c.Enter(lit, &call.Call, args, p)
	if !ok {
		c.GiveUp()
	}
	for _, e := range exits {
		e.World.SetResults(c.Symbols, call, e.Results)
		out = append(out, e.World)
	}
	return out
}

// hand notes that somebody else has a resource.
func (c *closing) hand(p *path, v ssa.Value) {
	if h := c.Eval(p, v); h.of != nil && !h.err {
		p.objs[h.of] = handed
	}
}

func (c *closing) Deferred(p *path, d Deferred[holder]) (out []*path) {
	if d.Func.lit != nil {
		exits, ok := c.Enter(d.Func.lit, &d.Instr.Call, d.Args, p)
		if !ok {
			c.GiveUp()
		}
		for _, e := range exits {
			out = append(out, e.World)
		}
		return out
	}
	c.call(p, &d.Instr.Call, d.Args)
	return []*path{p}
}

func (c *closing) call(p *path, call *ssa.CallCommon, args []holder) {
	for _, h := range args {
		switch {
		case h.of == nil || h.err:
		case call.Value.Name() != "Close":
			p.objs[h.of] = handed
		default:
			if p.objs[h.of] == closed {
				c.Notes = append(c.Notes, "twice")
			}
			p.objs[h.of] = closed
		}
	}
}

// newClosing returns the domain with budgets.
func newClosing(steps, limit int) *closing {
	c := &closing{}
	c.Interpretation = Interpretation[holder, *path, string]{Domain: c, Symbols: symbol.NewTable(), Table: place.NewTable(), Elems: 4, Code: NewCode(), Steps: steps, Limit: limit, Names: true}
	return c
}

// leaves returns what is wrong with a function: "leak" if a path to a return leaves
// something open, "twice" if one closes it twice, "given up".
func leaves(fn *ssa.Function, c *closing) string {
	exits, ok := c.Function(fn, []*path{{Path: Path[holder]{Env: NewEnv[holder](NewRegisters())}, objs: make(map[*ssa.Call]resource)}})
	if !ok {
		return "given up"
	}
	for _, e := range exits {
		for _, r := range e.Results {
			if r.of != nil && !r.err {
				e.World.objs[r.of] = handed
			}
		}
		for _, r := range e.World.objs {
			if r == open {
				return "leak"
			}
		}
	}
	if len(c.Notes) > 0 {
		return c.Notes[0]
	}
	return ""
}

const rows = `package p
type R struct{}
func (r *R) Close()
func (r *R) Next() bool
type box struct{ r *R }
var global *R
func open() (*R, error)
func work() bool

func deferred() error { r, err := open(); if err != nil { return err }; defer r.Close(); work(); return nil }
func early() error { r, err := open(); if err != nil { return err }; if work() { return nil }; r.Close(); return nil }
func both() { r, err := open(); if err != nil { return }; if work() { r.Close(); return }; r.Close() }
func never() { r, err := open(); if err != nil { return }; _ = r }
func unchecked() { r, _ := open(); _ = r }
func given() (*R, error) { return open() }
func stored(b *box) { r, err := open(); if err == nil { b.r = r } }
func kept() { r, err := open(); if err == nil { global = r } }
func loop(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { continue }; r.Close() } }
func loopLeak(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { continue }; if work() { return }; r.Close() } }
func twice() { r, err := open(); if err != nil { return }; defer r.Close(); r.Close() }
func flag(b bool) { r, err := open(); if err != nil { return }; if b { r.Close() }; work(); if !b { r.Close() } }
func flagLeak(b, c bool) { r, err := open(); if err != nil { return }; if b { r.Close() }; if c { return }; if !b { r.Close() } }
func retried(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { return }; if work() { defer r.Close(); return }; r.Close() } }
func reset() { r, err := open(); if err != nil { return }; r.Close(); r, err = open(); if err != nil { return }; r.Close() }
func panics() { r, err := open(); if err != nil { return }; if work() { panic(1) }; r.Close() }
func recovers() { defer func() { recover() }(); r, err := open(); if err != nil { return }; if work() { panic(1) }; r.Close() }
func recoversLast() { r, err := open(); if err != nil { return }; defer r.Close(); defer func() { recover() }(); if work() { panic(1) } }
func recoversClose() { r, err := open(); if err != nil { return }; defer func() { if recover() != nil { r.Close() } }(); if work() { panic(1) }; r.Close() }
func recoversTwice() { r, err := open(); if err != nil { return }; defer func() { if recover() == nil { r.Close() } }(); if work() { panic(1) }; r.Close() }
func recoversResult() (failed bool) { r, err := open(); if err != nil { return }; defer func() { if recover() != nil { failed = true }; if !failed { r.Close() } }(); if work() { panic(1) }; return }
func unrecovered() { r, err := open(); if err != nil { return }; defer func() { work() }(); if work() { panic(1) }; r.Close() }
func fails(b bool) { if b { panic(1) } }
func calleePanics() { defer func() { recover() }(); r, err := open(); if err != nil { return }; fails(work()); r.Close() }
func calleePanicsClose() { defer func() { recover() }(); r, err := open(); if err != nil { return }; defer r.Close(); fails(work()) }
func calleeUnrecovered() { r, err := open(); if err != nil { return }; fails(work()); r.Close() }
func guarded(b bool) { defer func() { recover() }(); fails(b) }
func calleeRecovers() { r, err := open(); if err != nil { return }; guarded(work()); r.Close() }
func calleeRecoversLeak() { r, err := open(); if err != nil { return }; guarded(work()); if work() { return }; r.Close() }
func deferredPanics() { defer func() { recover() }(); r, err := open(); if err != nil { return }; defer r.Close(); defer func() { fails(work()) }() }
func panicsInLoop(n int) { defer func() { recover() }(); for i := 0; i < n; i++ { r, err := open(); if err != nil { return }; fails(work()); r.Close() } }
func closesOnPanic() { r, err := open(); if err != nil { return }; defer func() { if recover() != nil { r.Close() } }(); fails(work()); r.Close() }
func mirror() { r, err := open(); if nil != err { return }; r.Close() }
func negated() { r, err := open(); if ok := err == nil; !ok { return }; r.Close() }
func local(b bool) { var x struct{ a, b box }; r, err := open(); if err != nil { return }; x.a.r = r; if b { x.b = box{} }; x.a.r.Close() }
func element() { var x [2]*R; r, err := open(); if err != nil { return }; x[1] = r; x[0] = nil; x[1].Close() }
func elementLeak() { var x [2]*R; r, err := open(); if err != nil { return }; x[1] = r; x[0].Close() }
func shut(r *R, b bool) { if b { r.Close() } }
func called() { r, err := open(); if err != nil { return }; shut(r, true) }
func calledLeak() { r, err := open(); if err != nil { return }; shut(r, false) }
func calledIf(b bool) { r, err := open(); if err != nil { return }; shut(r, b); if b { return }; r.Close() }
func literal() { r, err := open(); if err != nil { return }; f := func() { r.Close() }; work(); f() }
func literals(b bool) { r, err := open(); if err != nil { return }; f := func() { r.Close() }; if b { f = func() { _ = r } }; f() }
func stale() { r, err := open(); if err != nil { return }; s := &r; defer (*s).Close(); *s, err = open(); if err == nil { work() } }
func order() { r, err := open(); if err != nil { return }; defer r.Close(); q, err := open(); if err != nil { return }; defer q.Close(); work() }
func rounds(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { return }; defer r.Close() } }
func received(in, quit chan int) { r, err := open(); if err != nil { return }; select { case <-in: r.Close(); case <-quit: r.Close() } }
func receivedLeak(in, quit chan int) { r, err := open(); if err != nil { return }; select { case <-in: r.Close(); case <-quit: } }
func polled(in chan int) { r, err := open(); if err != nil { return }; select { case <-in: r.Close(); default: return } }
func chosen(b bool) { r, err := open(); if err != nil { return }; var s *R; if b { s = r } else { s = r; work() }; s.Close() }
`

// TestClosed runs the domain over functions that close what they open, or do not.
func TestClosed(t *testing.T) {
	fns := ssatest.Named(t, rows)
	for name, want := range map[string]string{
		"deferred": "", "early": "leak", "both": "", "never": "leak", "unchecked": "leak", "given": "", "stored": "", "kept": "",
		"loop": "", "loopLeak": "leak", "twice": "twice", "flag": "", "flagLeak": "leak", "chosen": "",
		"retried": "", "reset": "", "panics": "", "stale": "leak", "order": "", "rounds": "",
		"called": "", "calledLeak": "leak", "calledIf": "", "literal": "", "literals": "leak",
		"recovers": "leak", "recoversLast": "", "recoversClose": "", "recoversTwice": "leak", "recoversResult": "leak", "unrecovered": "",
		"calleePanics": "leak", "calleePanicsClose": "", "calleeUnrecovered": "", "calleeRecovers": "", "calleeRecoversLeak": "leak",
		"deferredPanics": "", "panicsInLoop": "leak", "closesOnPanic": "",
		"local": "", "element": "", "elementLeak": "leak", "mirror": "", "negated": "",
		"received": "", "receivedLeak": "leak", "polled": "leak",
	} {
		got := leaves(fns[name], newClosing(1000, 48))
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestLimits checks that too many worlds, and too many steps, end the interpretation.
func TestLimits(t *testing.T) {
	fn := ssatest.Named(t, rows)["flag"]
	if got := leaves(fn, newClosing(1000, 1)); got != "given up" {
		t.Errorf("with one world: %q", got)
	}
	if got := leaves(fn, newClosing(3, 48)); got != "given up" {
		t.Errorf("with three steps: %q", got)
	}
}
