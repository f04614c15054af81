package typestate

import (
	"fmt"
	"go/token"
	"go/types"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
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
	dyn types.Type // in an interface
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
	if fn, ok := v.(*ssa.Function); ok {
		return holder{lit: c.Closure(fn, nil)}
	}
	return p.Env.Of(v)
}

func (c *closing) Target(h holder) (*place.Place, bool) { return h.at, h.at != nil }

func (c *closing) Truth(holder) (bool, bool) { return false, false }

func (c *closing) Func(h holder) *Closure[holder] { return h.lit }

func (c *closing) Dynamic(h holder) types.Type { return h.dyn }

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
	switch v := v.(type) {
	case *ssa.MakeClosure:
		return holder{lit: c.Closure(v.Fn.(*ssa.Function), c.Values(p, v.Bindings))}
	case *ssa.MakeInterface:
		h := c.Eval(p, v.X)
		h.dyn = v.X.Type()
		return h
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
	lit, common := c.Resolve(p, &call.Call)
	args := c.Values(p, common.Args)
	if lit == nil || lit.Fn.Blocks == nil {
		p.SetResults(c.Symbols, call, nil)
		c.call(p, common, args)
		return []*path{p}
	}
	exits, ok := c.Enter(lit, common, args, common.Pos(), p)
	if !ok {
		c.GiveUp()
	}
	return exitsOf(c, call, exits)
}

// exitsOf returns the worlds after a call.
func exitsOf(c *closing, call *ssa.Call, exits []Exit[holder, *path]) (out []*path) {
	for _, e := range exits {
		if call != nil {
			e.World.SetResults(c.Symbols, call, e.Results)
		}
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
	if lit := d.Func.lit; lit != nil && lit.Fn.Blocks != nil {
		exits, ok := c.Enter(lit, &d.Instr.Call, d.Args, d.Instr.Pos(), p)
		if !ok {
			c.GiveUp()
		}
		return exitsOf(c, nil, exits)
	}
	c.call(p, &d.Instr.Call, d.Args)
	return []*path{p}
}

func (c *closing) call(p *path, call *ssa.CallCommon, args []holder) {
	for _, h := range args {
		switch {
		case h.of == nil || h.err:
		case !strings.Contains(call.Value.Name(), "Close"):
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
	c.Interpretation = Interpretation[holder, *path, string]{Domain: c, Symbols: symbol.NewTable(), Table: place.NewTable(), Elems: 4, Code: NewCode(nil), Steps: steps, Limit: limit, Names: true}
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

// TestClosed runs the domain over functions that close what they open, or do not.
func TestClosed(t *testing.T) {
	fns := ssatest.Named(t, rows)
	code := NewCode(slices.Collect(maps.Values(fns)))
	for name, want := range map[string]string{
		"deferred": "", "early": "leak", "both": "", "never": "leak", "unchecked": "leak", "given": "", "stored": "", "kept": "",
		"loop": "", "loopLeak": "leak", "twice": "twice", "flag": "", "flagLeak": "leak", "chosen": "",
		"retried": "", "reset": "", "panics": "", "stale": "leak", "order": "", "rounds": "",
		"called": "", "calledLeak": "leak", "calledIf": "", "literal": "", "literals": "leak",
		"recovers": "leak", "recoversLast": "", "recoversClose": "", "recoversTwice": "leak", "recoversResult": "leak", "unrecovered": "",
		"behind": "", "behindTwice": "twice", "oneType": "", "oneTypeTwice": "twice", "twoTypes": "", "anyType": "", "anybody": "", "bound": "", "boundLeak": "leak", "boundGiven": "", "fromMaker": "", "fromMakerTwice": "twice", "generic": "twice",
		"calleePanics": "leak", "calleePanicsClose": "", "calleeUnrecovered": "", "calleeRecovers": "", "calleeRecoversLeak": "leak",
		"deferredPanics": "", "panicsInLoop": "leak", "closesOnPanic": "",
		"local": "", "element": "", "elementLeak": "leak", "mirror": "", "negated": "",
		"received": "", "receivedLeak": "leak", "polled": "leak",
	} {
		c := newClosing(1000, 48)
		c.Code = code
		got := leaves(fns[name], c)
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
