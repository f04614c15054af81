package stackptr

import (
	"fmt"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/escape"
)

// The cost model, in nanoseconds of processor time for each goroutine and
// cycle: see the package comment.
const (
	perRecord  = 10
	perReached = 30
)

// diagnostic renders a finding: the counts, the cost, where it parks and why
// many goroutines do so; each object in the trace.
func (p *program) diagnostic(f *frame) analysis.Diagnostic {
	cost := perRecord*len(f.records) + perReached*len(f.reached)
	park := p.fset.Position(f.park.Pos())
	name := f.fn.Name()
	if recv := f.fn.Signature.Recv(); recv != nil {
		name = "(" + types.TypeString(recv.Type(), func(*types.Package) string { return "" }) + ")." + name
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s parks at %s:%d with %d of its %d stack objects reached by pointers", name,
		filepath.Base(park.Filename), park.Line, len(f.reached), len(f.records))
	if f.recursive {
		b.WriteString(", in each of its own calls of itself")
	}
	if f.sum > len(f.reached) && f.sum >= pathReached {
		fmt.Fprintf(&b, " (%d in all frames below it)", f.sum)
	}
	fmt.Fprintf(&b, ", and %s: about %.2g µs for each goroutine and GC cycle, %.2g ms of processor time per cycle at %d goroutines",
		f.run.why, float64(cost)/1e3, float64(cost)*float64(goroutines)/1e6, goroutines)
	if len(f.reached) > 0 {
		b.WriteString("; two pops of the collector's global list instead of one")
	}
	d := analysis.Diagnostic{Pos: f.fn.Pos(), Category: "frame", Message: b.String()}
	add := func(at analysis.RelatedInformation) {
		if at.Pos.IsValid() {
			d.Related = append(d.Related, at)
		}
	}
	add(analysis.RelatedInformation{Pos: f.park.Pos(), Message: "parks here"})
	add(analysis.RelatedInformation{Pos: f.run.pos, Message: f.run.why})
	for _, o := range f.reached {
		add(analysis.RelatedInformation{Pos: o.Pos, Message: describe(o)})
	}
	return d
}

// describe names an object, and why its address is taken.
func describe(o escape.Object) string {
	t := "of the runtime's"
	if o.Type != nil && o.Kind != escape.Closure {
		t = types.TypeString(o.Type, (*types.Package).Name)
	}
	switch o.Kind {
	case escape.Named:
		return fmt.Sprintf("%s %s, %d bytes: its address is taken", o.Name, t, o.Size)
	case escape.Closure:
		return fmt.Sprintf("what a function literal or deferred call captures, %d bytes", o.Size)
	case escape.Array:
		return fmt.Sprintf("array of arguments or elements %s, %d bytes", t, o.Size)
	}
	return fmt.Sprintf("%s %s, %d bytes", o.Kind, t, o.Size)
}
