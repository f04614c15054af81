package stackptr

import (
	"fmt"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// diagnostic renders a finding: where it parks and why many goroutines do so,
// the counts and their cost; each object in the trace.
func (p *program) diagnostic(f *frame) report.Finding {
	head := p.head(f) + f.run.why
	d := analysis.Diagnostic{Pos: f.fn.Pos(), Message: head + f.counts().text(predicted)}
	pic := report.Picture{Parked: f.counts().parked(head)}
	for _, s := range append(p.way(f), p.mending(f)...) {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: s.pos, Message: s.message})
		pic.Roles = append(pic.Roles, s.role)
	}
	if fix, ok := p.group(f); ok {
		d.SuggestedFixes = append(d.SuggestedFixes, fix)
	}
	return report.Finding{Diagnostic: d, Tag: report.Tag{Rule: HeavyFrame}, Picture: pic}
}

// head says where a frame parks; who runs it follows.
func (p *program) head(f *frame) string {
	return fmt.Sprintf("%s parks at %s, and ", name(f.fn), p.place(f.park))
}

// A step is a related place of a finding.
type step struct {
	pos     token.Pos
	message string
	role    report.Role
}

// call is the role of a step on the way.
var call = report.Role{Kind: report.KindCall}

// way tells how many goroutines come to park in a frame.
func (p *program) way(f *frame) []step {
	var out []step
	for _, c := range f.run.calls {
		out = append(out, step{c.Pos(), inLoop, call})
	}
	out = append(out, step{f.run.pos, f.run.why, call})
	for i, on := range f.path {
		s := step{on.park.Pos(), "parks here", report.Role{Kind: report.KindPark}}
		switch last := i == len(f.path)-1; {
		case !last:
			s.message, s.role = on.calls(), call
		case on.callee != nil && on.callee != on.fn:
			s.message = "parks in " + name(on.callee)
		case on.callee == nil && !on.here:
			s.message = "parks in " + callgraph.LocalName(on.park.(*ssa.Call).Call.Method)
		}
		out = append(out, s)
	}
	return known(out)
}

// mending tells what to do about a frame, and of each object.
func (p *program) mending(f *frame) []step {
	out := []step{{f.fn.Pos(), "to mend: " + mend(f), report.Role{Kind: report.KindNote}}}
	reached := make(map[ssa.Value]bool)
	for _, o := range f.reached {
		reached[o.Value] = true
		out = append(out, step{o.Pos, "reached: " + p.describe(o), report.Role{Kind: report.KindReached, Bytes: int(o.Size)}})
	}
	for _, o := range f.records {
		if o.Value == nil || !reached[o.Value] {
			out = append(out, step{o.Pos, "not reached, but looked at: " + p.describe(o), report.Role{Kind: report.KindUnreached, Bytes: int(o.Size)}})
		}
	}
	return known(out)
}

// known drops what has no place.
func known(list []step) []step {
	return slices.DeleteFunc(list, func(s step) bool { return !s.pos.IsValid() })
}

// inLoop tells of a call on the way from a loop to a go statement.
const inLoop = "called in a loop, for what it brings"

// calls tells what a frame calls on the way to where the goroutine parks.
func (f *frame) calls() string {
	return fmt.Sprintf("%s calls %s, with %d of %d objects reached", name(f.fn), name(f.callee), len(f.reached), len(f.records))
}

// name returns the name of a function for people.
func name(fn *ssa.Function) string {
	if fn.Parent() != nil {
		return "a function literal in " + name(fn.Parent())
	}
	if obj, ok := ir.Func(fn); ok {
		return callgraph.LocalName(obj)
	}
	return fn.Name()
}

func (p *program) place(instr ssa.Instruction) string { return p.at(instr.Pos()) }

func (p *program) at(at token.Pos) string {
	pos := p.fset.Position(at)
	return fmt.Sprintf("%s:%d", filepath.Base(pos.Filename), pos.Line)
}

// describe names an object: what it is, its type and size, and why it is one.
func (p *program) describe(o escape.Object) string {
	t := ""
	if o.Type != nil && o.Kind != escape.Closure {
		t = " " + types.TypeString(o.Type, (*types.Package).Name)
	}
	switch o.Kind {
	case escape.Named:
		return fmt.Sprintf("%s%s, %d bytes: %s", o.Name, t, o.Size, p.reason(o))
	case escape.Closure:
		return fmt.Sprintf("what a function literal or deferred call captures, %d bytes", o.Size)
	case escape.Array:
		return fmt.Sprintf("array of arguments or elements%s, %d bytes", t, o.Size)
	case escape.Backing:
		return fmt.Sprintf("first elements of a slice that grows%s, %d bytes", t, o.Size)
	case escape.Map:
		return fmt.Sprintf("header of a map%s, %d bytes", t, o.Size)
	case escape.Group:
		return fmt.Sprintf("first entries of a map%s, %d bytes", t, o.Size)
	case escape.Iterator:
		return fmt.Sprintf("iterator of a map, %d bytes", o.Size)
	case escape.Select:
		return fmt.Sprintf("cases of a select, %d bytes", o.Size)
	}
	return fmt.Sprintf("value%s, %d bytes", t, o.Size)
}

// reason tells what takes the address of a variable.
func (p *program) reason(o escape.Object) string {
	a, ok := o.Value.(*ssa.Alloc)
	if !ok {
		return "its address is taken"
	}
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MakeClosure:
			if o.Copied {
				continue // without its address
			}
			return "captured by a function literal at " + p.at(ref.Fn.Pos())
		case *ssa.Slice:
			return "sliced at " + p.place(ref)
		case *ssa.Store:
			if ref.Val == a {
				return "its address is stored at " + p.place(ref)
			}
		case ssa.CallInstruction:
			common := ref.Common()
			fn := common.StaticCallee()
			if fn != nil && fn.Signature.Recv() != nil && len(common.Args) > 0 && common.Args[0] == a {
				return fmt.Sprintf("%s has a pointer receiver, called at %s", name(fn), p.place(ref))
			}
			return "its address is passed at " + p.place(ref)
		case *ssa.MakeInterface:
			return "its address is in an interface at " + p.place(ref)
		case *ssa.UnOp:
			for _, use := range *ref.Referrers() {
				if made, ok := use.(*ssa.MakeInterface); ok {
					return "the compiler takes its address to make an interface value of it at " + p.place(made)
				}
			}
		}
	}
	return "its address is taken"
}

// remedies are those for each kind of object.
var remedies = []struct {
	kinds []escape.Kind
	words string
}{
	{[]escape.Kind{escape.Named}, "group the variables into one struct, or drop their pointer fields"},
	{[]escape.Kind{escape.Literal}, "keep values in one struct instead of pointers or interfaces of their own"},
	{[]escape.Kind{escape.Array, escape.Backing}, "make one slice, or hoist the literals out of the function"},
	{[]escape.Kind{escape.Closure}, "turn the function literals into methods of one struct"},
	{[]escape.Kind{escape.Map, escape.Group}, "use fields of one struct instead of small maps"},
}

// mend tells what to do about the most numerous kind of object, and what always
// helps.
func mend(f *frame) string {
	number := make(map[escape.Kind]int)
	list := f.reached
	if len(list) == 0 {
		list = f.records
	}
	for _, o := range list {
		number[o.Kind]++
	}
	best, most := "", 0
	for _, r := range remedies {
		n := 0
		for _, k := range r.kinds {
			n += number[k]
		}
		if n > most {
			best, most = r.words, n
		}
	}
	const always = "end the frame before it parks: do the work in a function that returns"
	if best == "" {
		return always
	}
	return strings.Join([]string{best, always}, "; or ")
}
