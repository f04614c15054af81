package mutate

import (
	"go/ast"
	"go/types"
	"strings"
)

// Mutants that are no bugs are not made where types or calls tell.

// constructs reports whether the function makes the objects that it works on: it
// returns what it made, and nobody else has it yet. The functions main and init run
// before anybody else does.
func (s *Site) constructs() bool {
	name := strings.ToLower(s.Fn.Name.Name)
	if s.Fn.Recv != nil {
		return false
	}
	if name == "init" || name == "main" && s.Types.Name() == "main" {
		return true
	}
	if s.Fn.Type.Results == nil {
		return false
	}
	for _, r := range s.Fn.Type.Results.List {
		t := s.typeOf(r.Type)
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		named, ok := t.(*types.Named)
		if ok && named.Obj().Pkg() == s.Types && s.makes(named) {
			return true
		}
	}
	return false
}

// makes reports whether the body has a composite literal, or new, of the type.
func (s *Site) makes(named *types.Named) bool {
	found := false
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			t, ok := s.typeOf(n).(*types.Named)
			found = found || ok && t.Origin() == named.Origin()
		case *ast.CallExpr:
			if s.calleeName(n) == "new" && len(n.Args) == 1 {
				t, ok := s.typeOf(n.Args[0]).(*types.Named)
				found = found || ok && t.Origin() == named.Origin()
			}
		}
		return !found
	})
	return found
}

// fresh reports whether the variable holds what this function made itself, and so
// what no other has yet, as far as the text tells.
func (s *Site) fresh(v *types.Var) bool {
	if v == nil || !s.local(v) {
		return false
	}
	made := false
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				if id, ok := l.(*ast.Ident); ok && s.Info.Defs[id] == v && len(n.Rhs) == len(n.Lhs) {
					made = made || isLiteral(n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				if s.Info.Defs[id] == v {
					_, ptr := v.Type().Underlying().(*types.Pointer)
					made = made || len(n.Values) == 0 && !ptr || i < len(n.Values) && isLiteral(n.Values[i])
				}
			}
		}
		return !made
	})
	return made
}

func isLiteral(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return isLiteral(x.X)
	case *ast.CallExpr:
		id, ok := x.Fun.(*ast.Ident)
		return ok && id.Name == "new"
	}
	return false
}

// unshared reports whether nobody calls the function but constructors, main, init
// and tests: an unexported one without a caller, or with such only.
func (s *Site) unshared() bool {
	fn, ok := s.Info.Defs[s.Fn.Name].(*types.Func)
	if !ok || fn.Exported() {
		return false
	}
	callers := s.callers()[fn]
	for _, caller := range callers {
		c := &Site{s.Package, s.File, caller}
		if !c.constructs() {
			return false
		}
	}
	return len(callers) > 0 || s.Fn.Recv == nil || !s.declaredByInterface(fn.Name())
}

// declaredByInterface reports whether an interface of the package has a method of
// this unexported name.
func (s *Site) declaredByInterface(name string) bool {
	for _, n := range s.Types.Scope().Names() {
		obj, ok := s.Types.Scope().Lookup(n).(*types.TypeName)
		if !ok {
			continue
		}
		if it, ok := obj.Type().Underlying().(*types.Interface); ok {
			for m := range it.Methods() {
				if m.Name() == name {
					return true
				}
			}
		}
	}
	return false
}

// callers maps each function of the package to those that mention it.
func (pkg *Package) callers() map[*types.Func][]*ast.FuncDecl {
	if pkg.calls != nil {
		return pkg.calls
	}
	pkg.calls = make(map[*types.Func][]*ast.FuncDecl)
	for _, file := range pkg.Files {
		for _, decl := range file.Syntax.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				// A function that a variable holds may run at any time.
				fn = &ast.FuncDecl{Name: ast.NewIdent("_"), Type: &ast.FuncType{}, Body: &ast.BlockStmt{}}
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if used, ok := pkg.Info.Uses[id].(*types.Func); ok {
						used = used.Origin()
						pkg.calls[used] = append(pkg.calls[used], fn)
					}
				}
				return true
			})
		}
	}
	return pkg.calls
}
