// Package origin tells where values come from: constants and configuration, a
// store by the class of its key, or a request. It follows decodes from the
// entry points of a service, across packages and interfaces, to what they
// decode.
//
// Each function is summarized in terms of its parameters (a [Node]): what it
// decodes, what it calls with which arguments, what it returns. Summaries travel
// as facts. Where an entry point is known, the calls are followed downwards from
// it, so that each decode is judged in the context of the request that leads to
// it: see [Result.Decodes].
package origin

import (
	"go/ast"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// Analyzer yields a [*Result].
var Analyzer = &analysis.Analyzer{
	Name:       "incidentorigin",
	Doc:        "tell where decoded values come from, for the analyzers of golint-incidents",
	Run:        contain.Engine(run),
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{(*Bundle)(nil)},
}

// Entries are the full names of the functions that the user calls entry points,
// comma-separated. It is set by a flag of the rule.
var Entries string

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

// A foreignRoot is an entry point, with the graph of its package.
type foreignRoot struct {
	Root
	graph *Graph
}

func run(pass *analysis.Pass) (any, error) {
	if model.Standard(pass.Pkg) {
		return new(Result), nil // the tables say what it does
	}
	p := &program{
		pass: pass, nodes: make(map[string]*Node), own: make(map[string]*Node), files: make(map[string]int),
		frames:   make(map[*ssa.Function]*frame),
		imported: make(map[string]bool), mutable: make(map[string]bool), embedded: make(map[types.Object]int),
		fieldStores: make(map[*types.Var]*stores), globalStores: make(map[*ssa.Global]*stores),
		changedMaps: make(map[types.Object]bool), services: make(map[types.Type]bool),
		graph: &Graph{Own: own(pass), Vars: true, Below: []string{}},
	}
	imported, below := imports(pass)
	graphs := make(map[string]*Graph) // of the user's packages, by path
	for _, path := range slices.Sorted(maps.Keys(imported)) {
		g := imported[path]
		for i := range g.Nodes {
			n := &g.Nodes[i]
			n.graph = g
			p.nodes[n.Name] = n
		}
		p.index.Add(g.Impls)
		p.imported[path] = g.Vars
		for _, name := range g.Mutable {
			p.mutable[path+"."+name] = true
		}
		if g.Own {
			graphs[path] = g
		}
	}
	if !p.relevant() {
		return new(Result), nil // nothing to build SSA for
	}
	p.build()
	p.below(graphs)
	w := newWalker(p, graphs)
	var roots []foreignRoot
	for _, root := range p.graph.Roots {
		roots = append(roots, foreignRoot{root, p.graph})
	}
	w.walk(append(roots, p.meeting(graphs)...))
	r := &Result{found: w.sorted()}
	for _, f := range r.found {
		p.graph.Found = append(p.graph.Found, f.key())
	}
	if g := p.graph; g.Own || len(g.Nodes) > 0 {
		fact, err := bundle(pass.Pkg.Path(), g, p.lent(), below)
		if err != nil {
			return nil, err
		}
		pass.ExportPackageFact(fact)
	}
	return r, nil
}

// own reports whether the package is the user's, of the main module.
func own(pass *analysis.Pass) bool { return pass.Module == nil || pass.Module.Version == "" }

// relevant reports whether the package decodes anything, or can be on the way
// from an entry point to something that does.
func (p *program) relevant() bool {
	if p.decodes() {
		return true
	}
	if own(p.pass) {
		return len(p.nodes) > 0 || p.serves() || p.abstracts()
	}
	for _, obj := range p.pass.TypesInfo.Uses {
		if fn, ok := obj.(*types.Func); ok && p.nodes[model.Name(fn)] != nil {
			return true
		}
	}
	return false
}

// serves reports whether the package imports one that has handlers.
func (p *program) serves() bool {
	return slices.ContainsFunc(p.pass.Pkg.Imports(), model.Serving)
}

// abstracts reports whether the package declares an interface, behind which
// there may be anything.
func (p *program) abstracts() bool {
	scope := p.pass.Pkg.Scope()
	return slices.ContainsFunc(scope.Names(), func(name string) bool {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		return ok && types.IsInterface(tn.Type())
	})
}

// decodes reports whether the package uses a function of the tables that makes
// or decodes data.
func (p *program) decodes() bool {
	for _, imp := range p.pass.Pkg.Imports() {
		if model.Imported(imp) || p.graph.Own && model.Constructing(imp) {
			return true
		}
	}
	return false
}

// build summarizes the package and exports its graph.
func (p *program) build() {
	pkg, funcs := p.pass.ResultOf[ir.Analyzer].(*ir.Package).Build()
	p.pkg = pkg
	for _, fn := range funcs {
		if fn.Blocks != nil {
			p.funcs = append(p.funcs, fn)
		}
	}
	if initial := pkg.Func("init"); initial != nil && initial.Blocks != nil {
		p.funcs = append(p.funcs, initial)
	}
	p.readEmbeds()
	p.written = written(p.funcs)
	p.hierarchy = callgraph.NewHierarchy(pkg)
	if p.graph.Own {
		p.enter()
	}
	p.solve() // to see what is stored where
	p.settled = true
	p.graph.Files, p.graph.Generated, p.files = nil, nil, make(map[string]int)
	table := p.solve()
	for _, fn := range p.funcs {
		if n, ok := table.Of(fn); ok && nodeName(fn) == n.Name {
			n.graph = p.graph
			p.own[n.Name] = n
		}
	}
	if p.graph.Own {
		p.graph.Roots = p.rootsOf()
	}
	p.prune()
	p.export()
}

func (p *program) solve() *summary.Table[*Node] {
	return summary.Solve(p.funcs, summary.Domain[*Node]{
		Bottom:   newNode,
		Unknown:  unknownNode,
		Transfer: p.evaluate,
		Join:     joinNodes,
		Equal:    equalNodes,
		Dynamic:  p.hierarchy.Callees,
	}, summary.Resolver[*Node]{Fact: func(obj *types.Func) (*Node, bool) {
		n := p.nodes[model.Name(obj)]
		return n, n != nil
	}})
}

// joinNodes returns b, with what a says of results joined: in a recursion, the
// later summary knows more.
func joinNodes(a, b *Node) *Node {
	for i := range b.Results {
		if i < len(a.Results) {
			b.Results[i] = Join(a.Results[i], b.Results[i])
		}
	}
	return b
}

func equalNodes(a, b *Node) bool {
	return slices.Equal(a.Results, b.Results) && slices.Equal(a.Outs, b.Outs) && a.Makes == b.Makes
}

// readEmbeds finds the variables that //go:embed fills, and the sizes of their
// files.
func (p *program) readEmbeds() {
	for _, file := range p.pass.Files {
		dir := filepath.Dir(p.pass.Fset.Position(file.Package).Filename)
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.GenDecl)
			if !ok {
				continue // a function
			}
			for _, spec := range decl.Specs {
				spec, ok := spec.(*ast.ValueSpec)
				if !ok || len(spec.Names) != 1 {
					continue // no variable
				}
				doc := spec.Doc
				if doc == nil {
					doc = decl.Doc
				}
				if doc == nil {
					continue // no directive
				}
				for _, c := range doc.List {
					pattern, ok := strings.CutPrefix(c.Text, "//go:embed ")
					if !ok {
						continue // prose
					}
					size := 0
					if info, err := os.Stat(filepath.Join(dir, strings.TrimSpace(pattern))); err == nil && !info.IsDir() {
						size = int(info.Size())
					}
					p.embedded[p.pass.TypesInfo.Defs[spec.Names[0]]] = size
				}
			}
		}
	}
}
