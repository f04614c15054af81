package origin

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// A Summary says where the results of a function come from, and what it writes to what
// it is given, in terms of its parameters.
type Summary struct {
	Name    string
	Results []Value
	Outs    []Out
	// Makes is the set of results that are objects which the function made, and which
	// nobody else has.
	Makes uint32
	// Gives are the results that are functions.
	Gives []Given
	// Leads is set if the function calls a decoder or constructor of the tables with
	// what may not be the request's, or calls what may do so.
	Leads bool

	foreign bool // of a dependency
}

// String renders a summary, a line for each thing it says.
func (s *Summary) String() string {
	var lines []string
	for i, v := range s.Results {
		if v != (Value{}) {
			lines = append(lines, fmt.Sprintf("result %d is %v", i, v))
		}
	}
	for _, out := range s.Outs {
		lines = append(lines, fmt.Sprintf("writes %v to parameter %d", out.Value, out.Param))
	}
	for i := range s.Results {
		if s.Makes&(1<<i) != 0 {
			lines = append(lines, fmt.Sprintf("makes result %d", i))
		}
	}
	for _, g := range s.Gives {
		line := fmt.Sprintf("gives %s as result %d", g.Name, g.Result)
		for _, b := range g.Bound {
			line += fmt.Sprintf(", with %v", b)
		}
		lines = append(lines, line)
	}
	if s.Leads {
		lines = append(lines, "may decode")
	}
	return strings.Join(lines, "\n")
}

// An Out says that a function writes to what a parameter points to.
type Out struct {
	Param int
	Value Value
}

func newSummary(fn *ssa.Function) *Summary {
	return &Summary{Name: Name(fn), Results: make([]Value, fn.Signature.Results().Len())}
}

// unknown is the summary of a function that is not understood: results that may be
// anything.
func unknown(fn *ssa.Function) *Summary {
	sum := newSummary(fn)
	for i := range sum.Results {
		sum.Results[i] = Unknown
	}
	return sum
}

// joinSummaries returns b, with what a says of results joined: in a recursion, the later
// summary knows more.
func joinSummaries(a, b *Summary) *Summary {
	for i := range b.Results {
		if i < len(a.Results) {
			b.Results[i] = Join(a.Results[i], b.Results[i])
		}
	}
	return b
}

func equal(a, b *Summary) bool {
	return slices.Equal(a.Results, b.Results) && slices.Equal(a.Outs, b.Outs) && a.Makes == b.Makes && a.Leads == b.Leads &&
		slices.EqualFunc(a.Gives, b.Gives, func(a, b Given) bool { return a.Result == b.Result && a.same(b.Func) })
}

// informs reports whether a method's results say anything, as those of a stub do not.
func informs(sum *Summary) bool {
	return slices.ContainsFunc(sum.Results, func(v Value) bool { return v != Value{} })
}

// Name returns the name of a function in summaries: its full name, or for a literal that
// of the function around it, and a number.
func Name(fn *ssa.Function) string {
	if origin := fn.Origin(); origin != nil {
		fn = origin
	}
	if parent := fn.Parent(); parent != nil {
		for i, anon := range parent.AnonFuncs {
			if anon == fn {
				return fmt.Sprintf("%s$%d", Name(parent), i+1)
			}
		}
	}
	if obj, ok := ir.Func(fn); ok {
		return model.Name(obj)
	}
	return fn.String()
}
