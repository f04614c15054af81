package decodes

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/pending"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A Graph is what a package tells those that import it: for each function what
// it decodes and calls, in terms of its parameters.
type Graph struct {
	Files []string // of the positions
	// Generated are the indexes of those that a generator made.
	Generated []int
	Nodes     []Node // by name
	// Roots are the entry points, with those of this package only.
	Roots []Root
	// Found are the keys of the decodes that were found here.
	Found []string
	// Implements is set if the package has implementations of interfaces.
	Implements bool
	// Below are the paths of the user's packages, this one among them, that have
	// roots or implementations and that this package is built of.
	Below []string
	// Own is set for a package of the user.
	Own bool
}

// part says what evidence the package may have.
func (g *Graph) part() pending.Part {
	return pending.Part{Roots: len(g.Roots) > 0, Implements: g.Implements, Below: g.Below}
}

// A Pos is a position in a file of a Graph.
type Pos struct{ File, Line, Column int }

// A Node is the summary of a function.
type Node struct {
	Name string
	Line int // where it starts
	// Texts is the set of parameters that are texts or streams themselves.
	Texts uint32
	// Keeps is the set of those that the function stores, too.
	Keeps uint32
	// Perhaps is the set of those that the function Saver keeps, by its name alone.
	Perhaps uint32
	Saver   string
	// Helper is set if the function decodes such a parameter, by itself or by
	// another helper.
	Helper  bool
	Decodes []Decode
	Calls   []Call

	graph *Graph
}

// leads reports whether the function decodes or may lead to a decode.
func (n *Node) leads() bool { return len(n.Decodes) > 0 || len(n.Calls) > 0 }

// A Decode is one call of a decoder.
type Decode struct {
	Pos    Pos
	Func   string // "json.Unmarshal"
	Name   string // the same with the path of its package
	Target string // the type it decodes to
	Data   origin.Value
	Kind   string // as in the table of decoders
	Loop   bool
	// Width is the number of fields that Target has, with those of its parts.
	Width int
	Memo
	Kept
	History
	// Doubt is that the outcome may be kept.
	Doubt Doubt
	// in is the variable of the package that the outcome is stored in, and nothing else.
	in types.Object
	// Round is set if it is in the loop of a root that has Rounds.
	Round bool
}

// A Memo says which memo around a decode does not save it.
type Memo struct {
	// Lost is the place that the memo tests before and nobody sets.
	Lost string
	// Late is the place that it tests only when the decode is done.
	Late string
	// Failed is the place that is set only if the decode fails.
	Failed string
	// Fresh is the place whose key is another each time.
	Fresh string
	// Short is the place that is never young enough.
	Short string
	// Own is the place in an object that the request made for itself.
	Own string
}

// A Kept says that a memo saves what is done again with one object.
type Kept struct {
	// In is one more than the index of the parameter that the object is, 0 if nothing
	// is kept.
	In int
	// At is the place that is kept.
	At string
}

// A Call is a call that may lead to a decode.
type Call struct {
	Pos    Pos
	Callee string          // a function by name
	Method *summary.Method // or an interface's method
	Param  int             // or the function that parameter Param-1 is
	Args   []Arg
	Loop   bool
	Memo
	Kept
	// Round is set if it is in the loop of a root that has Rounds.
	Round bool
	// Edit is set if a text that it returns is stored, Edited if that may be.
	Edit   bool
	Edited Doubt
	Doubt  Doubt
}

// An Arg is an argument of a call.
type Arg struct {
	origin.Value
	Func string // the function that it is
	// Own is -1 for an object that the caller made and shares with nobody, and one more
	// than the index of a parameter of the caller that is passed on.
	Own   int
	Bound []Arg // what its free variables hold
	// Method is set for the value of a method, whose receiver is bound.
	Method bool
}

// to returns the arguments of a call of the function that a is, given those at the place of
// the call.
func (a Arg) to(given []Arg) []Arg {
	if a.Method {
		return slices.Concat(a.Bound, given)
	}
	return slices.Concat(given, a.Bound)
}

// A Root is an entry point.
type Root struct {
	Name string
	Pos  Pos
	Args []origin.Value // of its parameters and free variables
	Heat int
	Why  string
	// Route is the path that it is registered at, "" if that is not known.
	Route string
	// Rounds is set if only what is in its loop runs per event.
	Rounds bool
}

// position returns p as a position of the file that it names.
func (g *Graph) position(p Pos) token.Position {
	if p.File < 0 || p.File >= len(g.Files) {
		return token.Position{}
	}
	return token.Position{Filename: g.Files[p.File], Line: p.Line, Column: p.Column}
}

// bare returns the name of a function alone, and for a literal that of the
// function around it.
func bare(name string) string {
	name, _, _ = strings.Cut(name, "$")
	return name[strings.LastIndexByte(name, '.')+1:]
}

// Short returns the name of a function without the path of its package, and
// for a literal that of the function around it.
func Short(name string) string {
	name, lit, _ := strings.Cut(name, "$")
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		prefix := ""
		if strings.HasPrefix(name, "(*") {
			prefix = "(*"
		} else if strings.HasPrefix(name, "(") {
			prefix = "("
		}
		name = prefix + name[i+1:]
	}
	if lit != "" {
		return "a function in " + name
	}
	return name
}
