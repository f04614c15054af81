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

// The related lines of a finding that name an object begin with one of these.
const (
	Reached   = "reached: "
	Unreached = "not reached, but looked at: "
	Added     = "looked at, reached or not: " // the compiler's, by inlining
)

// diagnostic renders a finding: where it parks and why many goroutines do so,
// the counts and their cost; each object in the trace.
func (p *program) diagnostic(f *frame) report.Finding {
	d := analysis.Diagnostic{
		Pos:     f.fn.Pos(),
		Message: fmt.Sprintf("%s parks at %s, and %s%s%s", name(f.fn), p.place(f.park), f.run.why, countsFollow, f.counts().text(predicted)),
	}
	d.Related = append(p.way(f), p.mending(f)...)
	if fix, ok := p.group(f); ok {
		d.SuggestedFixes = append(d.SuggestedFixes, fix)
	}
	return report.Finding{Diagnostic: d, Tag: report.Tag{Rule: HeavyFrame}, Picture: p.picture(f)}
}

// picture tells what each related place of a frame is, in the order of way and mending.
func (p *program) picture(f *frame) report.Picture {
	var pic report.Picture
	way := len(p.way(f))
	for i := range way {
		kind := report.KindCall
		if i == way-1 && len(f.path) > 0 {
			kind = report.KindPark
		}
		pic.Roles = append(pic.Roles, report.Role{Kind: kind})
	}
	if f.fn.Pos().IsValid() {
		pic.Roles = append(pic.Roles, report.Role{Kind: report.KindNote})
	}
	reached := make(map[ssa.Value]bool)
	for _, o := range f.reached {
		reached[o.Value] = true
		if o.Pos.IsValid() {
			pic.Roles = append(pic.Roles, report.Role{Kind: report.KindReached, Bytes: int(o.Size)})
		}
	}
	for _, o := range f.records {
		if o.Pos.IsValid() && (o.Value == nil || !reached[o.Value]) {
			pic.Roles = append(pic.Roles, report.Role{Kind: report.KindUnreached, Bytes: int(o.Size)})
		}
	}
	return pic
}

// way tells how many goroutines come to park in a frame.
func (p *program) way(f *frame) []analysis.RelatedInformation {
	var out []analysis.RelatedInformation
	for _, call := range f.run.calls {
		out = append(out, analysis.RelatedInformation{Pos: call.Pos(), Message: inLoop})
	}
	out = append(out, analysis.RelatedInformation{Pos: f.run.pos, Message: f.run.why})
	for i, on := range f.path {
		message := "parks here"
		switch last := i == len(f.path)-1; {
		case !last:
			message = on.calls()
		case on.callee != nil && on.callee != on.fn:
			message = "parks in " + name(on.callee)
		case on.callee == nil && !on.here:
			message = "parks in " + callgraph.LocalName(on.park.(*ssa.Call).Call.Method)
		}
		out = append(out, analysis.RelatedInformation{Pos: on.park.Pos(), Message: message})
	}
	return known(out)
}

// mending tells what to do about a frame, and of each object.
func (p *program) mending(f *frame) []analysis.RelatedInformation {
	out := []analysis.RelatedInformation{{Pos: f.fn.Pos(), Message: "to mend: " + mend(f)}}
	reached := make(map[ssa.Value]bool)
	for _, o := range f.reached {
		reached[o.Value] = true
		out = append(out, analysis.RelatedInformation{Pos: o.Pos, Message: Reached + p.describe(o)})
	}
	for _, o := range f.records {
		if o.Value == nil || !reached[o.Value] {
			out = append(out, analysis.RelatedInformation{Pos: o.Pos, Message: Unreached + p.describe(o)})
		}
	}
	return known(out)
}

// known drops what has no place.
func known(list []analysis.RelatedInformation) []analysis.RelatedInformation {
	return slices.DeleteFunc(list, func(at analysis.RelatedInformation) bool { return !at.Pos.IsValid() })
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
