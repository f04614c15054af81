package origin

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// A Step is one call on the way from an entry point to a decode.
type Step struct {
	Func string // that is entered
	Pos  token.Position
}

// A Found is a decode that an entry point leads to.
type Found struct {
	Decode
	// Data is the origin of what is decoded, of this request.
	Data Value
	// At is where the finding stands: the decode, or if that is in a helper that
	// decodes what it is given, the call that gives it.
	At token.Position
	// In is the function that At is in.
	In string
	// Decoder is where the decoder itself is called.
	Decoder token.Position
	// Root is the entry point, and Steps lead from there to the decode.
	Root  Root
	Entry token.Position
	Steps []Step
	// Repeats is set if the decode or a call on the way is in a loop.
	Repeats bool
}

const (
	maxDepth  = 24    // of calls below an entry point
	maxVisits = 60000 // of functions, for one package
)

// Decodes returns what the entry points of the package decode, each place once
// for each origin, by the shortest way. In a main package these are also the
// entry points of imported packages, whose interface calls may find new
// implementations here.
func (r *Result) Decodes() []Found {
	w := &walker{p: r.p, seen: make(map[string]bool), found: make(map[string]Found)}
	for _, root := range r.roots {
		w.root(root, r.p.graph)
	}
	for _, root := range r.foreign {
		w.root(root.Root, root.graph)
	}
	var out []Found
	for _, f := range w.found {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Found) int { return strings.Compare(a.key(), b.key()) })
	return out
}

// Reported tells whether an imported package reported a decode already, and
// notes that this one does.
func (r *Result) Reported(at token.Position) bool {
	place := fmt.Sprintf("%s:%d:%d", at.Filename, at.Line, at.Column)
	return slices.Contains(r.p.graph.Reported, place)
}

// A walker follows calls downwards from entry points, breadth first, so that
// the first way to a function is the shortest.
type walker struct {
	p      *program
	seen   map[string]bool
	found  map[string]Found
	visits int
}

// A visit is one function in the context of its caller.
type visit struct {
	node  *Node
	args  []Arg // concrete
	given []Arg // the same, in terms of the caller's parameters
	pos   token.Position
	up    *visit
	depth int
	loop  bool
}

func (w *walker) root(root Root, g *Graph) {
	node := w.p.node(root.Name)
	if node == nil {
		return // nothing there
	}
	var args []Arg
	for _, v := range root.Args {
		args = append(args, Arg{Value: v})
	}
	queue := []*visit{{node: node, args: args}}
	for len(queue) > 0 && w.visits < maxVisits {
		v := queue[0]
		queue = queue[1:]
		k := v.key()
		if w.seen[k] {
			continue // by another way, at least as short
		}
		w.seen[k] = true
		w.visits++
		for _, d := range v.node.Decodes {
			w.decode(root, g, v, d)
		}
		if v.depth == maxDepth {
			continue // too far from the request to be sure of anything
		}
		for _, c := range v.node.Calls {
			queue = append(queue, w.targets(v, c)...)
		}
	}
}

// key identifies a function with the classes of its arguments.
func (v *visit) key() string {
	var b strings.Builder
	b.WriteString(v.node.Name)
	for _, a := range v.args {
		fmt.Fprintf(&b, "|%d%t%t%t%s", a.Class, a.Literal, a.Key, a.Word, a.Func)
	}
	return b.String()
}

// decode judges a decode in its context.
func (w *walker) decode(root Root, g *Graph, v *visit, d Decode) {
	data := d.Data.Subst(plain(v.args))
	if data.Class >= Request || data == (Value{}) {
		return // of the request
	}
	f := Found{Decode: d, Data: data, Root: root, Entry: g.position(root.Pos), Repeats: d.Loop}
	f.Decoder = v.node.graph.position(d.Pos)
	f.At, f.In = f.Decoder, v.node.Name
	// A helper that decodes what it is given is not at fault: who gives it is.
	given, at := d.Data, v
	for helper(given, at.node) && at.up != nil {
		f.At, f.In = at.pos, at.up.node.Name
		given, at = given.Subst(plain(at.given)), at.up
	}
	for u := v; u != nil; u = u.up {
		f.Steps = append(f.Steps, Step{Func: u.node.Name, Pos: u.pos})
		f.Repeats = f.Repeats || u.loop
	}
	slices.Reverse(f.Steps)
	key := f.key()
	if old, ok := w.found[key]; ok && !better(f, old) {
		return // a better witness is known
	}
	w.found[key] = f
}

// helper reports whether a function decodes just what its parameters bring, but
// for its receiver.
func helper(data Value, node *Node) bool {
	if data.Class > Const || data.Params == 0 {
		return false
	}
	for i := range maxParams {
		if data.Params&(1<<i) != 0 && (i >= node.Params || i == 0 && node.Recv) {
			return false
		}
	}
	return true
}

// better reports whether a is a better witness than b: of a hotter entry point,
// of a surer origin, by a shorter way.
func better(a, b Found) bool {
	if a.Root.Heat != b.Root.Heat {
		return a.Root.Heat > b.Root.Heat
	}
	if a.Data.Class != b.Data.Class {
		return a.Data.Class < b.Data.Class
	}
	if len(a.Steps) != len(b.Steps) {
		return len(a.Steps) < len(b.Steps)
	}
	return a.Root.Name < b.Root.Name
}

func (f Found) key() string {
	grade := "setting"
	switch {
	case f.Data.Invariant():
		grade = "invariant"
	case !f.Data.Setting():
		grade = "other"
	}
	return fmt.Sprintf("%s:%06d:%04d %s", f.At.Filename, f.At.Line, f.At.Column, grade)
}

// targets returns the functions that a call reaches, in context.
func (w *walker) targets(v *visit, c Call) []*visit {
	args := substArgs(c.Args, v.args)
	next := func(name string, args, given []Arg) *visit {
		node := w.p.node(name)
		if node == nil || len(node.Decodes) == 0 && len(node.Calls) == 0 {
			return nil // leads nowhere
		}
		return &visit{
			node: node, args: args, given: given, up: v, depth: v.depth + 1, loop: v.loop || c.Loop,
			pos: v.node.graph.position(c.Pos),
		}
	}
	var out []*visit
	add := func(n *visit) {
		if n != nil {
			out = append(out, n)
		}
	}
	switch {
	case c.Callee != "":
		add(next(c.Callee, args, c.Args))
	case c.Method != nil:
		targets := w.p.index.Dispatch(*c.Method)
		if len(targets) > maxTargets {
			return nil // an interface of everybody's
		}
		for _, t := range targets {
			add(next(t.Sum, args, c.Args))
		}
	case c.Param > 0 && c.Param <= len(v.args):
		if fn := v.args[c.Param-1]; fn.Func != "" {
			add(next(fn.Func, append(args, fn.Bound...), append(slices.Clone(c.Args), fn.Bound...)))
		}
	}
	return out
}

// maxTargets is the number of implementations from which on an interface says
// too little of what a call does.
const maxTargets = 40

// substArgs makes the arguments of a call concrete.
func substArgs(given, args []Arg) []Arg {
	values := plain(args)
	out := make([]Arg, len(given))
	for i, a := range given {
		out[i] = Arg{Value: a.Subst(values), Func: a.Func}
		if a.Func == "" && a.Params != 0 {
			for k := range maxParams { // a function that was passed on
				if a.Params == 1<<k && k < len(args) {
					out[i].Func, out[i].Bound = args[k].Func, args[k].Bound
				}
			}
		}
		if len(a.Bound) > 0 {
			out[i].Bound = substArgs(a.Bound, args)
		}
	}
	return out
}
