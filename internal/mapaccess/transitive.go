package mapaccess

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// transitive holds what goroutines of a body release after they have waited for
// others: who acquires it has waited for these, too.
//
//	go func() { wg.Wait(); close(done) }()
//	<-done
type transitive struct {
	// all are released after a wait for goroutines.
	all happens.Objects
	// after are released after a loop that acquires other objects: replies are
	// counted, and when all are in, somebody is told.
	after map[*place.Place]happens.Objects
}

// joins reports whether who acquires obj has waited for the goroutine of x.
func (t *transitive) joins(obj *place.Place, x Moment) bool {
	if t.all.Has(obj) {
		return true
	}
	for _, counted := range t.after[obj] {
		if x.Order.After.Has(counted) && !x.Order.Before.Has(counted) {
			return true
		}
	}
	return false
}

// relays returns what the goroutines of the body release after they have waited.
func (b *Function) relays() *transitive {
	if b.transitive == nil {
		b.transitive = &transitive{after: make(map[*place.Place]happens.Objects)}
		for _, block := range b.Fn.Blocks {
			for _, instr := range block.Instrs {
				if start, ok := instr.(*ssa.Go); ok {
					b.relaysOf(start)
				}
			}
		}
	}
	return b.transitive
}

func (b *Function) relaysOf(start *ssa.Go) {
	c := b.Pkg.callee(start.Common())
	if c.Fn == nil {
		return
	}
	sum, ok := b.Pkg.lookup(c.Fn)
	if !ok {
		return
	}
	m := b.Pkg.mapper(sum, c)
	if len(sum.Sync.Waits) > 0 {
		b.transitive.all = b.transitive.all.Union(sum.Sync.Releases.Map(m))
	}
	if g := b.Pkg.Functions[c.Fn]; g != nil {
		for obj, counted := range g.counts() {
			if to := m(obj); to != nil {
				b.transitive.after[to] = b.transitive.after[to].Union(counted.Map(m))
			}
		}
	}
}

// counts returns the objects that a function releases once, after a loop that
// acquires others, and these.
func (b *Function) counts() map[*place.Place]happens.Objects {
	var loops, ends []ssa.Instruction
	for _, block := range b.Fn.Blocks {
		for _, instr := range block.Instrs {
			e := b.effect(instr)
			switch again := cfg.InLoop(instr, cfg.Cut{}); {
			case again && len(e.Acquires) > 0:
				loops = append(loops, instr)
			case !again && len(e.Releases) > 0:
				ends = append(ends, instr)
			}
		}
	}
	out := make(map[*place.Place]happens.Objects)
	for _, end := range ends {
		for _, loop := range loops {
			if !cfg.Reaches(loop, end, cfg.Cut{}) {
				continue // another way through the function
			}
			for _, obj := range b.effect(end).Releases {
				out[obj] = out[obj].Union(b.effect(loop).Acquires)
			}
		}
	}
	return out
}
