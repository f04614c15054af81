// Package origin tells where values come from: constants and configuration, a
// store by the class of its key, or a request.
//
// Each function is summarized in terms of its parameters (a [Summary]): what its
// results are made of, and what it writes to what it is given. Summaries travel as
// facts. Within a function, a [Frame] tells the origin of each value.
package origin

import (
	"go/ast"
	"go/types"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/pending"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// Analyzer yields a [*Result].
var Analyzer = &analysis.Analyzer{
	Name:       "incidentorigin",
	Doc:        "tell where values come from, for the analyzers of golint-incidents",
	Run:        contain.Engine(run),
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{(*Fact)(nil)},
}

// A Result tells the origins of the values of a package. The zero value is that of a
// package that has nothing to do with decoders.
type Result struct {
	// Own is set for a package of the user, of the main module.
	Own bool
	// Funcs are the functions of the package that have a body.
	Funcs []*ssa.Function
	// Entries are the functions that run per request or event, if the package is the
	// user's.
	Entries []goroutine.Entry
	// Implements is set if the package has types behind whose methods there may be
	// something to know.
	Implements bool

	p *program
}

// Frame returns the origins of the values of a function, nil if they are not known.
func (r *Result) Frame(fn *ssa.Function) *Frame { return r.p.frames[fn] }

// Dispatch returns the names of the methods, of this package and those below, that a call
// through an interface may run, by type.
func (r *Result) Dispatch(m summary.Method) []string {
	var out []string
	for _, target := range r.p.index.Dispatch(m) {
		out = append(out, target.Sum)
	}
	return out
}

func run(pass *analysis.Pass) (any, error) {
	if model.Standard(pass.Pkg) {
		return new(Result), nil // the tables say what it does
	}
	p := newProgram(pass)
	below := pending.Gather(pass.AllPackageFacts(), pass.Pkg, func(f analysis.Fact) (*pending.Bundle, bool) {
		fact, ok := f.(*Fact)
		if !ok {
			return nil, false
		}
		return &fact.Bundle, true
	})
	all := pending.Decode[origins](below)
	for _, path := range slices.Sorted(maps.Keys(all)) {
		p.take(path, all[path])
	}
	if !p.relevant() {
		return new(Result), nil // nothing to build SSA for
	}
	p.build(pass.ResultOf[ir.Analyzer].(*ir.Package).Build())
	out := p.export()
	if p.user || len(out.Sums) > 0 {
		own, err := pending.Encode(pass.Pkg.Path(), p.user, out)
		if err != nil {
			return nil, err
		}
		pass.ExportPackageFact(&Fact{pending.Pack(own, nil, below)})
	}
	return &Result{Own: p.user, Funcs: p.funcs, Entries: p.entries, Implements: len(out.Impls) > 0, p: p}, nil
}

// relevant reports whether the package decodes anything, or can be on the way
// from an entry point to something that does.
func (p *program) relevant() bool {
	if p.decodes() {
		return true
	}
	if p.user {
		return len(p.sums) > 0 || p.serves() || p.abstracts()
	}
	for _, obj := range p.pass.TypesInfo.Uses {
		if fn, ok := obj.(*types.Func); ok && p.sums[model.Name(fn)] != nil {
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
		if model.Imported(imp) || p.user && model.Constructing(imp) {
			return true
		}
	}
	return false
}

// build evaluates the functions of the package.
func (p *program) build(pkg *ssa.Package, funcs []*ssa.Function) {
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
	p.hierarchy, p.tables = callgraph.NewHierarchy(pkg), callgraph.NewTables(p.funcs)
	if p.user {
		p.enter()
	}
	p.solve() // to see what is stored where
	p.settled = true
	table := p.solve()
	for _, fn := range p.funcs {
		if sum, ok := table.Of(fn); ok && Name(fn) == sum.Name {
			p.own[sum.Name] = sum
		}
	}
}

func (p *program) solve() *summary.Table[*Summary] {
	return summary.Solve(p.funcs, summary.Domain[*Summary]{
		Bottom:   newSummary,
		Unknown:  unknown,
		Transfer: p.evaluate,
		Join:     joinSummaries,
		Equal:    equal,
		Dynamic: func(fn *ssa.Function) []*ssa.Function {
			return append(p.hierarchy.Callees(fn), p.tables.Callees(fn)...)
		},
	}, summary.Resolver[*Summary]{Fact: func(obj *types.Func) (*Summary, bool) {
		sum := p.sums[model.Name(obj)]
		return sum, sum != nil
	}})
}

// readEmbeds finds the variables that //go:embed fills, and with what.
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
					p.embedded[p.pass.TypesInfo.Defs[spec.Names[0]]] = filepath.Join(dir, strings.TrimSpace(pattern))
				}
			}
		}
	}
}
