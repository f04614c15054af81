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
	table   *place.Table
	symbols *symbol.Table
	failed  map[ssa.Value]ssa.Value // the error that comes with a resource
	limit   int
	steps   int
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
	objs   map[ssa.Value]resource
	vars   Memory[holder] // which resource a variable holds
	conds  symbol.State
	defers []*ssa.Defer
	twice  bool // something was closed twice
}

// A holder is a variable that holds a resource.
type holder struct{ ssa.Value }

func (holder) Weight(any) uint64 { return 0 }

func (p *path) clone() *path {
	return &path{maps.Clone(p.objs), p.vars, p.conds, slices.Clone(p.defers), p.twice}
}

func (p *path) Signature() uint64 {
	var parts []string
	for v, r := range p.objs {
		parts = append(parts, fmt.Sprint(v.Name(), r))
	}
	slices.Sort(parts)
	for _, d := range p.defers {
		parts = append(parts, fmt.Sprint(d.Pos()))
	}
	h := fnv.New64a()
	fmt.Fprint(h, parts, p.twice)
	return h.Sum64()
}

func (p *path) Meet(o *path) *path {
	m := p.clone()
	m.vars.Map = m.vars.Meet(o.vars.Map, func(_ *place.Place, v, _ holder) (holder, bool) { return v, false })
	m.conds = p.conds.Meet(o.conds)
	return m
}

func (p *path) Equal(o *path) bool {
	return maps.Equal(p.objs, o.objs) && p.vars.Equal(o.vars.Map) && p.conds.Equal(o.conds) && slices.Equal(p.defers, o.defers)
}

// resource returns the resource that v is.
func (c *closing) resource(p *path, v ssa.Value) ssa.Value {
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return p.vars.At(c.table.Root(x.X)).Value
		}
	case *ssa.Phi:
		return p.vars.At(c.table.Root(x)).Value
	}
	if _, ok := p.objs[v]; ok {
		return v
	}
	return nil
}

func (c *closing) Block(b *ssa.BasicBlock, in *path) ([]*path, bool) {
	p := in.clone()
	if c.steps++; c.limit > 0 && c.steps > c.limit {
		return nil, false
	}
	for _, instr := range b.Instrs {
		switch instr := instr.(type) {
		case *ssa.Call:
			c.call(p, &instr.Call)
		case *ssa.Defer:
			p.defers = append(p.defers, instr)
		case *ssa.RunDefers:
			for _, d := range slices.Backward(p.defers) {
				c.call(p, &d.Call)
			}
			p.defers = nil
		case *ssa.Extract:
			if call, ok := instr.Tuple.(*ssa.Call); ok && call.Call.Value.Name() == "open" {
				if instr.Index == 0 {
					p.objs[instr] = open
				} else {
					for v := range p.objs {
						if e, ok := v.(*ssa.Extract); ok && e.Tuple == call {
							c.failed[instr] = v
						}
					}
				}
			}
		case *ssa.Store:
			at := c.table.Root(instr.Addr)
			p.vars.Clear(at)
			if r := c.resource(p, instr.Val); r != nil {
				if _, local := instr.Addr.(*ssa.Alloc); local {
					p.vars.Set(at, holder{r})
				} else {
					p.objs[r] = handed
				}
			}
		case *ssa.Return:
			for _, r := range instr.Results {
				if r := c.resource(p, r); r != nil {
					p.objs[r] = handed
				}
			}
		}
	}
	return []*path{p}, true
}

func (c *closing) call(p *path, call *ssa.CallCommon) {
	for _, arg := range call.Args {
		r := c.resource(p, arg)
		switch {
		case r == nil:
		case call.Value.Name() != "Close":
			p.objs[r] = handed
		default:
			p.twice = p.twice || p.objs[r] == closed
			p.objs[r] = closed
		}
	}
}

func (c *closing) Edge(from, to *ssa.BasicBlock, in *path) (*path, bool) {
	p := in.clone()
	if branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If); ok && from.Succs[0] != from.Succs[1] {
		truth := to == from.Succs[0]
		if !p.conds.Assume(c.symbols, branch.Cond, truth) {
			return nil, false
		}
		if cmp, ok := branch.Cond.(*ssa.BinOp); ok && c.failed[cmp.X] != nil && (cmp.Op == token.NEQ) == truth {
			delete(p.objs, c.failed[cmp.X]) // there is an error, and so nothing to close
		}
	}
	for i, pred := range to.Preds {
		for _, instr := range to.Instrs {
			if phi, ok := instr.(*ssa.Phi); ok && pred == from {
				p.vars.Set(c.table.Root(phi), holder{c.resource(in, phi.Edges[i])})
			}
		}
	}
	return p, true
}

// leaves reports whether a path to a return leaves something open, or closes it twice.
func leaves(t *testing.T, fn *ssa.Function, c *closing, limit int) (leak, twice, ok bool) {
	t.Helper()
	entry := &path{objs: make(map[ssa.Value]resource)}
	in, ok := Run(fn, []*path{entry}, c, limit)
	if !ok {
		return false, false, false
	}
	for i, b := range fn.Blocks {
		if in[i] == nil {
			continue // not reached
		}
		for _, w := range in[i].All() {
			if _, ret := b.Instrs[len(b.Instrs)-1].(*ssa.Return); !ret {
				continue // goes on
			}
			out, _ := c.Block(b, w)
			for _, p := range out {
				twice = twice || p.twice
				for _, r := range p.objs {
					leak = leak || r == open
				}
			}
		}
	}
	return leak, twice, true
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
func chosen(b bool) { r, err := open(); if err != nil { return }; var s *R; if b { s = r } else { s = r; work() }; s.Close() }
`

// TestClosed runs the domain over functions that close what they open, or do not.
func TestClosed(t *testing.T) {
	fns := ssatest.Named(t, rows)
	for name, want := range map[string]string{
		"deferred": "", "early": "leak", "both": "", "never": "leak", "unchecked": "leak", "given": "", "stored": "", "kept": "",
		"loop": "", "loopLeak": "leak", "twice": "twice", "flag": "", "flagLeak": "leak", "chosen": "",
	} {
		c := &closing{table: place.NewTable(), symbols: symbol.NewTable(), failed: make(map[ssa.Value]ssa.Value)}
		leak, twice, ok := leaves(t, fns[name], c, 48)
		got := ""
		switch {
		case !ok:
			got = "given up"
		case leak:
			got = "leak"
		case twice:
			got = "twice"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestLimits checks that too many worlds, and too many steps, end the interpretation.
func TestLimits(t *testing.T) {
	fn := ssatest.Named(t, rows)["flag"]
	fresh := func(limit int) *closing {
		return &closing{table: place.NewTable(), symbols: symbol.NewTable(), failed: make(map[ssa.Value]ssa.Value), limit: limit}
	}
	if _, _, ok := leaves(t, fn, fresh(0), 1); ok {
		t.Error("two worlds at one block are not too many for 1")
	}
	if _, _, ok := leaves(t, fn, fresh(3), 48); ok {
		t.Error("an interpreter that gives up is not heard")
	}
}
