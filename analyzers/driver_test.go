package analyzers_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
)

// A driver runs the suite over packages that are given as source, in order of
// their imports. Facts travel as go vet has them travel: encoded.
type driver struct {
	dir  string // of the files, which rules read again for places in other packages
	fset *token.FileSet
	pkgs map[string]*types.Package
	// facts holds the encoded facts of packages and objects.
	facts map[factKey][]byte
	// tamper, if set, is given each fact that an importer asks for.
	tamper func(fact analysis.Fact, data []byte) []byte
	// messages are what the rules reported, with their places.
	messages []string
}

type factKey struct {
	owner any // *types.Package or types.Object
	typ   reflect.Type
}

// standard imports packages of the standard library, by their export data. Those of
// the generator are imported at once: the go command, which is asked for them, takes
// longer than an input of a fuzzer may.
var standard = sync.OnceValue(func() types.Importer {
	imp := importer.Default()
	for _, path := range []string{"encoding/json", "net/http", "os", "sync", "sync/atomic", "time"} {
		imp.Import(path) // an error comes again where it is needed
	}
	return imp
})

func newDriver(dir string) *driver {
	return &driver{dir: dir, fset: token.NewFileSet(), pkgs: make(map[string]*types.Package), facts: make(map[factKey][]byte)}
}

// Import makes a driver the importer of its packages.
func (d *driver) Import(path string) (*types.Package, error) {
	if pkg := d.pkgs[path]; pkg != nil {
		return pkg, nil
	}
	return standard().Import(path)
}

// run analyzes a package of one file. It returns an error for what does not compile.
func (d *driver) run(path, source string) error {
	name := filepath.Join(d.dir, strings.ReplaceAll(path, "/", "_")+".go")
	if err := os.WriteFile(name, []byte(source), 0o600); err != nil {
		return err
	}
	file, err := parser.ParseFile(d.fset, name, source, parser.ParseComments)
	if err != nil {
		return err
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
	}
	sizes := types.SizesFor("gc", "amd64")
	conf := types.Config{Importer: d, Sizes: sizes, GoVersion: "go1.26"}
	pkg, err := conf.Check(path, d.fset, []*ast.File{file}, info)
	if err != nil {
		return err
	}
	d.pkgs[path] = pkg
	results := make(map[*analysis.Analyzer]any)
	for _, a := range order() {
		pass := &analysis.Pass{
			Analyzer: a, Fset: d.fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info, TypesSizes: sizes,
			ResultOf: results, ReadFile: os.ReadFile, Module: &analysis.Module{Path: "example.com", GoVersion: "1.26"},
			Report: func(diag analysis.Diagnostic) {
				at := d.fset.Position(diag.Pos)
				at.Filename = filepath.Base(at.Filename)
				d.messages = append(d.messages, fmt.Sprintf("%v: %s: %s", at, a.Name, diag.Message))
			},
			ImportPackageFact: func(pkg *types.Package, fact analysis.Fact) bool { return d.load(pkg, fact) },
			ImportObjectFact:  func(obj types.Object, fact analysis.Fact) bool { return d.load(obj, fact) },
			ExportObjectFact:  func(obj types.Object, fact analysis.Fact) { d.save(obj, fact) },
			AllObjectFacts:    func() []analysis.ObjectFact { return nil },
			AllPackageFacts:   func() []analysis.PackageFact { return nil },
		}
		pass.ExportPackageFact = func(fact analysis.Fact) { d.save(pkg, fact) }
		result, err := a.Run(pass)
		if err != nil {
			d.messages = append(d.messages, a.Name+": "+err.Error())
		}
		results[a] = result
	}
	return nil
}

// order returns the analyzers of the suite with all that they require, those that are
// required first.
var order = sync.OnceValue(func() []*analysis.Analyzer {
	var out []*analysis.Analyzer
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if slices.Contains(out, a) {
			return
		}
		for _, req := range a.Requires {
			visit(req)
		}
		out = append(out, a)
	}
	for _, a := range analyzers.All {
		visit(a)
	}
	return out
})

func (d *driver) save(owner any, fact analysis.Fact) {
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(fact); err != nil {
		d.messages = append(d.messages, "cannot encode a fact: "+err.Error())
		return
	}
	d.facts[factKey{owner, reflect.TypeOf(fact)}] = buf.Bytes()
}

func (d *driver) load(owner any, fact analysis.Fact) bool {
	data, ok := d.facts[factKey{owner, reflect.TypeOf(fact)}]
	if !ok {
		return false
	}
	if d.tamper != nil {
		data = d.tamper(fact, data)
	}
	return gob.NewDecoder(bytes.NewReader(data)).Decode(fact) == nil
}

// failures returns the messages that tell of a panic.
func (d *driver) failures() []string {
	return slices.DeleteFunc(slices.Clone(d.messages), func(m string) bool {
		return !strings.Contains(m, "internal error") && !strings.Contains(m, "cannot encode")
	})
}
