package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// testPrograms loads each nth of the programs with which GOROOT tests compilers
// and type checkers. They are no packages to the go command: most are files of
// their own, and many do not type-check, which is what they are there for; these
// are counted. What they import are packages that loaded ones import.
func testPrograms(loaded []*packages.Package, goos, goarch string, every int) (programs []*packages.Package, untyped int, err error) {
	if every == 0 {
		return nil, 0, nil
	}
	l := &loader{
		std:   make(map[string]*packages.Package),
		fset:  loaded[0].Fset,
		sizes: loaded[0].TypesSizes,
		ctxt:  build.Default,
	}
	l.ctxt.GOOS, l.ctxt.GOARCH, l.ctxt.CgoEnabled = goos, goarch, false
	packages.Visit(loaded, nil, func(p *packages.Package) {
		if !p.IllTyped {
			l.std[p.PkgPath] = p
		}
	})
	root := l.ctxt.GOROOT
	n := 0
	for _, top := range []string{"test", "src/internal/types/testdata"} {
		units, err := units(filepath.Join(root, top))
		if err != nil {
			return nil, 0, err
		}
		if len(units) == 0 {
			return nil, 0, fmt.Errorf("no Go programs in %s", filepath.Join(root, top))
		}
		for _, u := range units {
			if n++; n%every != 0 {
				continue
			}
			pkgs, err := l.load(u)
			if err != nil {
				untyped++
				continue
			}
			programs = append(programs, pkgs...)
		}
	}
	return programs, untyped, nil
}

// units returns the programs below a folder, each as its files: all of a folder
// if its name says so, or if it lies in a folder of the type checker's tests; else
// each file is one.
func units(top string) ([][]string, error) {
	var list [][]string
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		files, err := filepath.Glob(filepath.Join(path, "*.go"))
		if err != nil || len(files) == 0 {
			return err
		}
		rel, err := filepath.Rel(top, path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".dir") || filepath.Base(top) == "testdata" && strings.Contains(filepath.ToSlash(rel), "/") {
			list = append(list, files)
			return nil
		}
		for _, f := range files {
			list = append(list, []string{f})
		}
		return nil
	})
	return list, err
}

// A loader type-checks programs.
type loader struct {
	std   map[string]*packages.Package
	fset  *token.FileSet
	sizes types.Sizes
	ctxt  build.Context
}

// load type-checks the packages in files of one folder. They import each other
// as "./name".
func (l *loader) load(files []string) ([]*packages.Package, error) {
	var parsed []*ast.File
	for _, name := range files {
		if ok, err := l.ctxt.MatchFile(filepath.Split(name)); err != nil || !ok {
			continue // for another target
		}
		f, err := parser.ParseFile(l.fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	if len(parsed) == 0 {
		return nil, errors.New("no files for this target")
	}
	byName := make(map[string][]*ast.File)
	for _, f := range parsed {
		byName[f.Name.Name] = append(byName[f.Name.Name], f)
	}
	u := &unit{loader: l, files: byName, done: make(map[string]*packages.Package)}
	var pkgs []*packages.Package
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		p, err := u.check(name)
		if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
	return pkgs, nil
}

// A unit is a program of one or more packages.
type unit struct {
	*loader
	files map[string][]*ast.File       // by the name of the package
	done  map[string]*packages.Package // nil while it is checked
}

func (u *unit) check(name string) (*packages.Package, error) {
	if p, ok := u.done[name]; ok {
		if p == nil {
			return nil, fmt.Errorf("import cycle at %s", name)
		}
		return p, nil
	}
	files := u.files[name]
	if files == nil {
		return nil, fmt.Errorf("no package %s", name)
	}
	u.done[name] = nil
	id := strings.TrimSuffix(u.fset.Position(files[0].Package).Filename, ".go")
	p := &packages.Package{
		ID: id, PkgPath: id, Name: name,
		Fset: u.fset, Syntax: files, TypesSizes: u.sizes,
		Imports: make(map[string]*packages.Package),
		TypesInfo: &types.Info{
			Types:        make(map[ast.Expr]types.TypeAndValue),
			Instances:    make(map[*ast.Ident]types.Instance),
			Defs:         make(map[*ast.Ident]types.Object),
			Uses:         make(map[*ast.Ident]types.Object),
			Implicits:    make(map[ast.Node]types.Object),
			Selections:   make(map[*ast.SelectorExpr]*types.Selection),
			Scopes:       make(map[ast.Node]*types.Scope),
			FileVersions: make(map[*ast.File]string),
		},
	}
	for _, f := range files {
		p.GoFiles = append(p.GoFiles, u.fset.Position(f.Package).Filename)
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, err
			}
			imported, err := u.imported(path)
			if err != nil {
				return nil, err
			}
			p.Imports[path] = imported
		}
	}
	p.CompiledGoFiles = p.GoFiles
	config := types.Config{Sizes: u.sizes, Importer: importer(p.Imports)}
	var err error
	if p.Types, err = config.Check(p.PkgPath, u.fset, files, p.TypesInfo); err != nil {
		return nil, err
	}
	u.done[name] = p
	return p, nil
}

func (u *unit) imported(path string) (*packages.Package, error) {
	if name, ok := strings.CutPrefix(path, "./"); ok {
		return u.check(name)
	}
	if p := u.std[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("package %s is not loaded", path)
}

// An importer has the direct imports of a package.
type importer map[string]*packages.Package

func (i importer) Import(path string) (*types.Package, error) {
	if p := i[path]; p != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("package %s is not loaded", path)
}
