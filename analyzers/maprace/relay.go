package maprace

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/parallel"
)

// relayed returns what goroutines of the body release that wait for others
// first: who acquires it has waited for these, too.
//
//	go func() { wg.Wait(); close(done) }()
//	<-done
func (b *body) relayed() parallel.Objects {
	if b.relays == nil {
		b.relays = new(parallel.Objects)
		for _, block := range b.fn.Blocks {
			for _, instr := range block.Instrs {
				if start, ok := instr.(*ssa.Go); ok {
					*b.relays = b.relays.Union(b.relaysOf(start))
				}
			}
		}
	}
	return *b.relays
}

func (b *body) relaysOf(start *ssa.Go) parallel.Objects {
	c := b.prog.callee(start.Common())
	if c.fn == nil {
		return nil
	}
	sum, ok := b.prog.lookup(c.fn)
	if !ok || len(sum.sync.Waits) == 0 {
		return nil
	}
	return sum.sync.Releases.Map(b.prog.mapper(sum, c))
}
