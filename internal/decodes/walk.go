package decodes

import (
	"cmp"
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

const (
	maxDepth  = 24    // of calls below an entry point
	maxVisits = 60000 // of functions, for one package
)

// A walker follows calls downwards from entry points, breadth first, so that
// the first way to a function is the shortest.
type walker struct {
	p     *program
	seen  map[string]bool
	found map[string]Found
	old   map[string]bool // found by imported packages
	// generated are the files of the user's packages that a generator made.
	generated map[string]bool
	visits    int
}

func newWalker(p *program, graphs map[string]*Graph) *walker {
	w := &walker{p: p, seen: make(map[string]bool), found: make(map[string]Found), old: make(map[string]bool), generated: make(map[string]bool)}
	w.add(p.graph)
	for _, g := range graphs {
		w.add(g)
		for _, key := range g.Found {
			w.old[key] = true
		}
	}
	return w
}

// add notes which files of a package a generator made.
func (w *walker) add(g *Graph) {
	for _, i := range g.Generated {
		w.generated[g.Files[i]] = true
	}
}

// sorted returns what was found, by place.
func (w *walker) sorted() []Found {
	var out []Found
	for _, key := range slices.Sorted(maps.Keys(w.found)) {
		out = append(out, w.found[key])
	}
	return out
}

// A visit is one function in the context of its caller.
type visit struct {
	root  foreignRoot // the entry point above
	node  *Node
	args  []Arg // concrete
	given []Arg // the same, in terms of the caller's parameters
	pos   token.Position
	up    *visit
	depth int
	loop  bool
	// memo is the one around the call, or around one above it, in the function memoIn.
	memo   Memo
	memoIn string
	// site is the call that gives a helper its text.
	site token.Position
	edit bool // the caller stores the text that the call makes
	// edited is what may store it.
	edited Doubt
	doubt  Doubt
}

// walk follows the calls of entry points: of the hottest first, and of all that
// are as hot side by side, so that the first way to a function is the best. Those that
// serve settings come after the others, whose requests are more.
func (w *walker) walk(roots []foreignRoot) {
	for _, heat := range []goroutine.Heat{goroutine.Hot, goroutine.Warm, goroutine.Cold} {
		var queues [2][]*visit
		for _, root := range roots {
			node := w.p.node(root.Name)
			if node == nil || root.Heat != int(heat) {
				continue // nothing there, or not its turn
			}
			var args []Arg
			for _, v := range root.Args {
				args = append(args, Arg{Value: v})
			}
			v := &visit{root: root, node: node, args: args, doubt: doubt(root.Name)}
			if root.settings() {
				queues[1] = append(queues[1], v)
			} else {
				queues[0] = append(queues[0], v)
			}
		}
		w.drain(queues[0])
		w.drain(queues[1])
	}
}

// drain follows the calls of visits, and of those that they lead to, the doubtful ones last.
func (w *walker) drain(visits []*visit) {
	var queue, doubtful []*visit
	push := func(v *visit) {
		if v.doubt == (Doubt{}) {
			queue = append(queue, v)
		} else {
			doubtful = append(doubtful, v)
		}
	}
	for _, v := range visits {
		push(v)
	}
	for w.visits < maxVisits {
		if len(queue) == 0 {
			queue, doubtful = doubtful, nil
		}
		if len(queue) == 0 {
			return
		}
		v := queue[0]
		queue = queue[1:]
		w.visits++
		outside := v.up == nil && v.root.Rounds // of the loop: not per event
		for _, d := range v.node.Decodes {
			if !outside || d.Round {
				if kept, memo := v.keeps(d.Kept, d.Memo); !kept {
					d.Memo = memo
					w.decode(v, d)
				}
			}
		}
		if v.depth == maxDepth {
			continue // too far from the request to be sure of anything
		}
		for _, c := range v.node.Calls {
			if outside && !c.Round {
				continue // once
			}
			kept, memo := v.keeps(c.Kept, c.Memo)
			if kept {
				continue // of an object that outlives the request
			}
			c.Memo = memo
			for _, next := range w.targets(v, c) {
				if k := next.key(); !w.seen[k] { // else by another way, at least as good
					w.seen[k] = true
					push(next)
				}
			}
		}
	}
}

// key identifies a function with the classes of its arguments.
func (v *visit) key() string {
	var b strings.Builder
	b.WriteString(v.node.Name)
	if v.node.Helper {
		fmt.Fprintf(&b, "|%s:%d:%d", v.site.Filename, v.site.Line, v.site.Column)
	}
	if v.doubt != (Doubt{}) {
		b.WriteString("|doubtful")
	}
	for _, a := range v.args {
		fmt.Fprintf(&b, "|%d%t%t%t%t%s", a.Class, a.Literal, a.Key, a.Word, a.Own == here, a.Func)
	}
	return b.String()
}

// decode judges a decode in its context.
func (w *walker) decode(v *visit, d Decode) {
	data := d.Data.Subst(plain(v.args))
	if data.Class >= origin.Request || data == (origin.Value{}) {
		return // of the request
	}
	if v.root.graph == w.p.graph && w.p.refreshes(v.root.Name, d.in) {
		return // of others
	}
	f := Found{Decode: d, Data: data, Root: v.root.Root, Entry: v.root.graph.position(v.root.Pos), Repeats: d.Loop && !d.Round, Doubt: cmp.Or(v.doubt, d.Doubt)}
	f.MemoIn = v.node.Name
	if f.Memo == (Memo{}) {
		f.Memo, f.MemoIn = v.memo, v.memoIn
	}
	f.Decoder = v.node.graph.position(d.Pos)
	f.At, f.In, f.InLine = f.Decoder, v.node.Name, v.node.Line
	// A helper that decodes what it is given is not at fault: who gives it is.
	given, at := d.Data, v
	for helper(given, at.node) && at.up != nil {
		if at.edit || given.Params&at.node.Keeps != 0 {
			return // of a text on its way to a store
		}
		if given.Params&at.node.Perhaps != 0 {
			f.Doubt = cmp.Or(f.Doubt, Doubt{at.node.Saver, Keeps})
		}
		f.Doubt = cmp.Or(f.Doubt, at.edited)
		f.At, f.In, f.InLine = at.pos, at.up.node.Name, at.up.node.Line
		given, at = given.Subst(plain(at.given)), at.up
	}
	if given.Class == origin.Lookup && given.Params&at.node.Texts != 0 && !model.Says("setting", Short(at.node.Name)) {
		f.Store = true // of anything, which decodes what it has; who says the key is at fault
		for given.Class == origin.Lookup && given.Params&at.node.Texts != 0 && at.up != nil {
			f.At, f.In, f.InLine = at.pos, at.up.node.Name, at.up.node.Line
			given, at = given.Subst(plain(at.given)), at.up
		}
	}
	if !at.node.graph.Own {
		return // what a dependency does with its own files is not the user's to mend
	}
	w.byHand(&f, at)
	for u := v; u != nil; u = u.up {
		f.Steps = append(f.Steps, Step{Func: u.node.Name, Pos: u.pos})
		f.Repeats = f.Repeats || u.loop
	}
	slices.Reverse(f.Steps)
	key := f.key()
	if f.reported(w.old) {
		return // there
	}
	if old, ok := w.found[key]; ok && !f.Better(old) {
		return // a better witness is known
	}
	w.found[key] = f
}

// byHand moves a finding that stands in a file that a generator made, in the function of
// a visit, to the last call on the way that somebody wrote, if there is one.
func (w *walker) byHand(f *Found, at *visit) {
	moved := *f
	for ; w.generated[moved.At.Filename]; at = at.up {
		if at.up == nil {
			return // all the way
		}
		moved.At, moved.In, moved.InLine = at.pos, at.up.node.Name, at.up.node.Line
	}
	*f = moved
}

// helper reports whether a function decodes just what it is given: texts or
// streams that are its parameters.
func helper(data origin.Value, node *Node) bool {
	return data.Class <= origin.Const && data.Params != 0 && data.Params&^node.Texts == 0
}

// targets returns the functions that a call reaches, in context.
func (w *walker) targets(v *visit, c Call) []*visit {
	args := substArgs(c.Args, v.args)
	next := func(name string, args, given []Arg) *visit {
		node := w.p.node(name)
		if node == nil || len(node.Decodes) == 0 && len(node.Calls) == 0 {
			return nil // leads nowhere
		}
		pos := v.node.graph.position(c.Pos)
		site := pos
		if v.node.Helper && passes(node, given, v.node) {
			site = v.site
		}
		next := &visit{
			root: v.root, node: node, args: args, given: given, up: v, depth: v.depth + 1, loop: v.loop || c.Loop && !c.Round,
			pos: pos, site: site, memo: v.memo, memoIn: v.memoIn, edit: c.Edit, edited: c.Edited, doubt: cmp.Or(v.doubt, c.Doubt, doubt(name)),
		}
		if c.Memo != (Memo{}) {
			next.memo, next.memoIn = c.Memo, v.node.Name
		}
		return next
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
		targets := w.p.origins.Dispatch(*c.Method)
		if len(targets) > maxTargets {
			return nil // an interface of everybody's
		}
		for _, t := range targets {
			add(next(t, args, c.Args))
		}
	case c.Param > 0 && c.Param <= len(v.args):
		if fn := v.args[c.Param-1]; fn.Func != "" {
			add(next(fn.Func, fn.to(args), fn.to(c.Args)))
		}
	}
	return out
}

// passes reports whether a call gives a helper what its caller was given.
func passes(callee *Node, given []Arg, caller *Node) bool {
	for i, a := range given {
		if i < origin.MaxParams && callee.Texts&(1<<i) != 0 && helper(a.Value, caller) {
			return true
		}
	}
	return false
}

// maxTargets is the number of implementations from which on an interface says
// too little of what a call does.
const maxTargets = 40

// substArgs makes the arguments of a call concrete.
func substArgs(given, args []Arg) []Arg {
	values := plain(args)
	out := make([]Arg, len(given))
	for i, a := range given {
		out[i] = Arg{Value: a.Subst(values), Func: a.Func, Method: a.Method, Own: a.Own}
		if a.Own > 0 {
			out[i].Own = 0
			if a.Own <= len(args) && args[a.Own-1].Own == here {
				out[i].Own = here
			}
		}
		if a.Func == "" && a.Params != 0 {
			for k := range origin.MaxParams { // a function that was passed on
				if a.Params == 1<<k && k < len(args) {
					out[i].Func, out[i].Bound, out[i].Method = args[k].Func, args[k].Bound, args[k].Method
				}
			}
		}
		if len(a.Bound) > 0 {
			out[i].Bound = substArgs(a.Bound, args)
		}
	}
	return out
}
