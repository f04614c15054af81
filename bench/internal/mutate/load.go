package mutate

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
)

// A Package is one package under mutation. Its syntax is that of the files as they
// were written: of cgo's, too, in which what C declares has no type.
type Package struct {
	Path      string
	Dir       string
	GoVersion string // of the module: 1.22.1
	Fset      *token.FileSet
	Types     *types.Package
	Info      *types.Info
	Files     []*File

	guards *guardIndex // computed on demand
	calls  map[*types.Func][]*ast.FuncDecl
}

// A File is a file of a package.
type File struct {
	Name   string // absolute
	Src    []byte
	Syntax *ast.File
	Cgo    bool
}

// Load loads the packages of the module in dir that can be type-checked.
func Load(dir string, patterns ...string) ([]*Package, error) {
	cfg := &packages.Config{
		Mode: packages.LoadSyntax | packages.NeedModule,
		Dir:  dir,
		Env:  corpus.Env(),
	}
	list, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, err
	}
	var pkgs []*Package
	for _, p := range list {
		if len(p.Errors) > 0 || p.Types == nil || len(p.GoFiles) == 0 {
			continue
		}
		pkg := &Package{Path: p.PkgPath, Dir: filepath.Dir(p.GoFiles[0]), Fset: p.Fset, Types: p.Types, Info: p.TypesInfo}
		if p.Module != nil {
			pkg.GoVersion = p.Module.GoVersion
		}
		imports := func(path string) (*types.Package, error) {
			if dep := p.Imports[path]; dep != nil && dep.Types != nil {
				return dep.Types, nil
			}
			return nil, fmt.Errorf("no package %s", path)
		}
		if err := pkg.parse(p.GoFiles, imports); err != nil {
			return nil, err
		}
		pkgs = append(pkgs, pkg)
	}
	return pkgs, nil
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// parse reads and checks the named files. Errors of types are ignored: cgo's
// files have some by nature, and the loader has found all others.
func (pkg *Package) parse(names []string, imports importerFunc) error {
	pkg.Fset = token.NewFileSet()
	pkg.Files = nil
	var syntax []*ast.File
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(pkg.Fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		file := &File{Name: name, Src: src, Syntax: f}
		for _, imp := range f.Imports {
			file.Cgo = file.Cgo || imp.Path.Value == `"C"`
		}
		pkg.Files = append(pkg.Files, file)
		syntax = append(syntax, f)
	}
	pkg.Info = &types.Info{
		Types:      make(map[ast.Expr]types.TypeAndValue),
		Defs:       make(map[*ast.Ident]types.Object),
		Uses:       make(map[*ast.Ident]types.Object),
		Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Implicits:  make(map[ast.Node]types.Object),
	}
	conf := types.Config{FakeImportC: true, Importer: imports, Error: func(error) {}}
	pkg.Types, _ = conf.Check(pkg.Path, pkg.Fset, syntax, pkg.Info)
	return nil
}

// A Site is a declared function under mutation.
type Site struct {
	*Package
	File *File
	Fn   *ast.FuncDecl
}

// sites calls f for each function of the package that was written by a person.
func (pkg *Package) sites(f func(*Site)) {
	for _, file := range pkg.Files {
		if ast.IsGenerated(file.Syntax) {
			continue
		}
		for _, decl := range file.Syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				f(&Site{pkg, file, fn})
			}
		}
	}
}

func (s *Site) offset(p token.Pos) int {
	return s.Fset.PositionFor(p, false).Offset
}

func (s *Site) line(p token.Pos) int { return s.Fset.PositionFor(p, false).Line }

// text returns the source of n.
func (s *Site) text(n ast.Node) string {
	return string(s.File.Src[s.offset(n.Pos()):s.offset(n.End())])
}

// typeOf returns the type of x, or the invalid one.
func (s *Site) typeOf(x ast.Expr) types.Type {
	if t := s.Info.TypeOf(x); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// isType reports whether x has the type that is so written, with its package's path.
func (s *Site) isType(x ast.Expr, names ...string) bool {
	t := s.typeOf(x).String()
	for _, name := range names {
		if t == name {
			return true
		}
	}
	return false
}

// calleeName returns the full name of the function that is called, such as
// time.NewTimer or (*sync.Mutex).Lock, and for C functions C.free.
func (s *Site) calleeName(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if fn, ok := s.Info.Uses[fun].(*types.Func); ok {
			return fn.FullName()
		}
		if b, ok := s.Info.Uses[fun].(*types.Builtin); ok {
			return b.Name()
		}
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok && x.Name == "C" && s.File.Cgo {
			return "C." + fun.Sel.Name
		}
		if fn, ok := s.Info.Uses[fun.Sel].(*types.Func); ok {
			return fn.FullName()
		}
	}
	return ""
}

// callOf returns the call that a statement consists of.
func callOf(st ast.Stmt) *ast.CallExpr {
	if st, ok := st.(*ast.ExprStmt); ok {
		call, _ := ast.Unparen(st.X).(*ast.CallExpr)
		return call
	}
	return nil
}

// objectOf returns the variable or field that x names last.
func (s *Site) objectOf(x ast.Expr) *types.Var {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, _ := s.Info.ObjectOf(x).(*types.Var)
		return v
	case *ast.SelectorExpr:
		v, _ := s.Info.Uses[x.Sel].(*types.Var)
		return v
	case *ast.StarExpr:
		return s.objectOf(x.X)
	}
	return nil
}

// rootOf returns the variable that a path of fields starts at.
func (s *Site) rootOf(x ast.Expr) *types.Var {
	for {
		switch e := ast.Unparen(x).(type) {
		case *ast.Ident:
			v, _ := s.Info.ObjectOf(e).(*types.Var)
			return v
		case *ast.SelectorExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		default:
			return nil
		}
	}
}

// path tells whether x is a variable, or a path of fields from one: it can be
// written twice without evaluating anything twice.
func isPath(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x.Name != "_"
	case *ast.SelectorExpr:
		return isPath(x.X)
	}
	return false
}

// local tells whether v is declared in a function.
func (pkg *Package) local(v *types.Var) bool {
	return v != nil && !v.IsField() && v.Parent() != pkg.Types.Scope() && v.Pkg() == pkg.Types
}

// inspect visits the statements of a function without those of its literals.
func inspect(body ast.Node, f func(ast.Node) bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok && n != body {
			return false
		}
		return n == nil || f(n)
	})
}

// indent makes generated code one line, so that no line of the file moves.
func oneLine(code string) string {
	lines := strings.Split(strings.TrimSpace(code), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "; ")
}
