// Package decodes tells what the entry points of a service decode, or make of texts that
// costs more, though it does not depend on the request.
//
// Each function is summarized (a [Node]): what it decodes, and what it calls with which
// arguments. Where an entry point is known, the calls are followed downwards from it,
// across packages and interfaces, so that each decode is judged in the context of the
// request that leads to it: see [Result.Decodes]. What saves the next request a decode,
// or gives it one of its own, ends the way.
package decodes

import (
	"cmp"
	"go/types"
	"maps"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/pending"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// Analyzer yields a [*Result].
var Analyzer = &analysis.Analyzer{
	Name:       "incidentdecodes",
	Doc:        "tell what requests decode, for the analyzers of golint-incidents",
	Run:        contain.Engine(run),
	Requires:   []*analysis.Analyzer{origin.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{(*Fact)(nil)},
}

// A Fact is what a package tells those above it, of itself and of the user's packages
// below.
type Fact struct{ pending.Bundle }

// AFact marks Fact as a fact.
func (*Fact) AFact() {}

// A Result answers what entry points decode.
type Result struct {
	found []Found
}

// Decodes returns what entry points decode, in order of place: each place once
// for each grade of certainty and heat, with the best witness. They are the entry points
// of the package, and those of imported packages whose interface calls find an
// implementation here that they did not know before. What an imported package
// found is left out.
func (r *Result) Decodes() []Found { return r.found }

// A program is one package and what is known of those it imports.
type program struct {
	pass    *analysis.Pass
	origins *origin.Result
	nodes   map[string]*Node // of imported packages
	own     map[string]*Node // of this one
	graph   *Graph           // of this package, being made
	files   map[string]int
	set     map[types.Object]bool // variables that are ever set, once it was asked for
	kept    keeping
	methods summary.Methods
}

// A foreignRoot is an entry point, with the graph of its package.
type foreignRoot struct {
	Root
	graph *Graph
}

func run(pass *analysis.Pass) (any, error) {
	origins := pass.ResultOf[origin.Analyzer].(*origin.Result)
	if len(origins.Funcs) == 0 {
		return new(Result), nil // has nothing to do with decoders
	}
	p := &program{
		pass: pass, origins: origins, nodes: make(map[string]*Node), own: make(map[string]*Node), kept: make(keeping),
		graph: &Graph{Own: origins.Own, Implements: origins.Implements}, files: make(map[string]int),
	}
	below := pending.Gather(pass.AllPackageFacts(), pass.Pkg, func(f analysis.Fact) (*pending.Bundle, bool) {
		fact, ok := f.(*Fact)
		if !ok {
			return nil, false
		}
		return &fact.Bundle, true
	})
	users := make(map[string]*Graph) // of the user's packages, by path
	parts := make(map[string]pending.Part)
	graphs := pending.Decode[Graph](below)
	for _, path := range slices.Sorted(maps.Keys(graphs)) {
		g := graphs[path]
		for i := range g.Nodes {
			n := &g.Nodes[i]
			n.graph = g
			p.nodes[n.Name] = n
		}
		if g.Own {
			users[path], parts[path] = g, g.part()
		}
	}
	p.build()
	p.graph.Below = pending.Below(parts, pass.Pkg.Path(), p.graph.part())
	var roots []foreignRoot
	for _, root := range p.graph.Roots {
		roots = append(roots, foreignRoot{root, p.graph})
	}
	var imports []string
	for _, imp := range pass.Pkg.Imports() {
		imports = append(imports, imp.Path())
	}
	for _, path := range pending.Meeting(parts, imports, p.graph.part()) {
		for _, root := range users[path].Roots {
			roots = append(roots, foreignRoot{root, users[path]})
		}
	}
	w := newWalker(p, users)
	w.walk(roots)
	r := &Result{found: w.sorted()}
	for _, f := range r.found {
		p.graph.Found = append(p.graph.Found, f.key())
	}
	return r, p.export(below)
}

// export tells importers of the package, and of those below it.
func (p *program) export(below map[string]pending.Encoded) error {
	if !p.graph.Own && len(p.graph.Nodes) == 0 {
		return nil
	}
	path := p.pass.Pkg.Path()
	own, err := pending.Encode(path, p.graph.Own, p.graph)
	if err != nil {
		return err
	}
	var more []pending.Encoded
	if g := p.lent(); g != nil {
		lent, err := pending.Encode(path+" lent", p.graph.Own, g)
		if err != nil {
			return err
		}
		more = append(more, lent)
	}
	p.pass.ExportPackageFact(&Fact{pending.Pack(own, more, below)})
	return nil
}

// build summarizes the functions of the package.
func (p *program) build() {
	entries := p.entries()
	rounds := make(map[*ssa.Function]map[*ssa.BasicBlock]bool)
	for _, e := range entries {
		rounds[e.Fn] = e.Rounds
	}
	for _, fn := range p.origins.Funcs {
		name := origin.Name(fn)
		if f := p.origins.Frame(fn); f != nil && p.own[name] == nil {
			n := p.summarize(f, rounds[fn])
			n.graph = p.graph
			p.own[name] = n
		}
	}
	if p.graph.Own {
		p.graph.Roots = p.rootsOf(entries)
	}
	p.prune()
	for _, n := range p.own {
		if !p.graph.Own { // never what it does on its own
			n.Calls = slices.DeleteFunc(n.Calls, func(c Call) bool { return c.Method != nil })
		}
		if n.leads() {
			p.graph.Nodes = append(p.graph.Nodes, *n)
		}
	}
	slices.SortFunc(p.graph.Nodes, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	p.graph.Roots = slices.DeleteFunc(p.graph.Roots, func(r Root) bool {
		n := p.own[r.Name]
		return n == nil || !n.leads()
	})
}

// node returns the summary that goes by a name, nil if there is none.
func (p *program) node(name string) *Node {
	if n := p.own[name]; n != nil {
		return n
	}
	return p.nodes[name]
}
