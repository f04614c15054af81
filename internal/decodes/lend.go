package decodes

import (
	"maps"
	"slices"
)

// maxLent is the number of functions of dependencies of which a package tells its
// importers.
const maxLent = 2000

// lent returns the functions of dependencies that lead to decodes and that the
// functions of the package call: where the evidence meets, nobody may import these
// dependencies, and their facts would be missing. It returns nil if there are none.
func (p *program) lent() *Graph {
	l := &lender{p: p, graph: &Graph{Below: []string{}}, files: make(map[string]int), nodes: make(map[string]Node)}
	for i := range p.graph.Nodes {
		l.follow(p.graph.Nodes[i].Calls)
	}
	if len(l.nodes) == 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(l.nodes)) {
		l.graph.Nodes = append(l.graph.Nodes, l.nodes[name])
	}
	return l.graph
}

// A lender copies functions of dependencies into a graph of their own.
type lender struct {
	p     *program
	graph *Graph
	files map[string]int
	nodes map[string]Node
}

// follow lends what calls lead to.
func (l *lender) follow(calls []Call) {
	for _, c := range calls {
		l.add(c.Callee)
		l.passed(c.Args)
	}
}

// passed lends the functions among arguments.
func (l *lender) passed(args []Arg) {
	for _, a := range args {
		l.add(a.Func)
		l.passed(a.Bound)
	}
}

func (l *lender) add(name string) {
	n := l.p.nodes[name]
	if n == nil || n.graph.Own || len(n.Decodes) == 0 && len(n.Calls) == 0 {
		return // importers know it, or it leads nowhere
	}
	if _, ok := l.nodes[name]; ok || len(l.nodes) == maxLent {
		return
	}
	c := *n
	l.nodes[name] = c // before its calls: it may be recursive
	c.Decodes, c.Calls = slices.Clone(n.Decodes), slices.Clone(n.Calls)
	for i := range c.Decodes {
		c.Decodes[i].Pos = l.pos(n, c.Decodes[i].Pos)
	}
	for i := range c.Calls {
		c.Calls[i].Pos = l.pos(n, c.Calls[i].Pos)
	}
	l.nodes[name] = c
	l.follow(c.Calls)
}

// pos returns a position of n's graph as one of the graph that is made.
func (l *lender) pos(n *Node, at Pos) Pos {
	file := n.graph.position(at).Filename
	i, ok := l.files[file]
	if !ok {
		i = len(l.graph.Files)
		l.files[file] = i
		l.graph.Files = append(l.graph.Files, file)
	}
	at.File = i
	return at
}
