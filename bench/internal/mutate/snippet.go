package mutate

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A snippet is evidence of a bug that a move can lay elsewhere: an expression, or
// statements that only have effects.
type snippet struct {
	from, to       int // what of the file it takes the place of
	prefix, suffix string
	code           string
	inputs         []input  // the variables of the function that the code uses
	results        []string // the types of an expression; none for statements

	// The same for another package, where the types of this one have no name:
	// the function's declaration but for its name, with its imports, and the
	// arguments. It is empty if there is no way to say it there.
	remote     string
	remoteHead string // imports, or cgo's preamble
	remoteArgs string
	remoteConv string // a conversion of the result
}

// An input is a variable, and its type as written in the file.
type input struct{ name, typ string }

// snippetOf returns the code of n, an expression or a statement, if it can stand in
// a function of its own: it assigns no variables of the function, and leaves it
// only by its end.
func (s *Site) snippetOf(n ast.Node, imports map[string]string) (snippet, bool) {
	sn := snippet{from: s.offset(n.Pos()), to: s.offset(n.End()), code: oneLine(s.text(n))}
	if strings.Contains(s.text(n), "\n") {
		return sn, false
	}
	if x, ok := n.(ast.Expr); ok {
		switch t := s.typeOf(x).(type) {
		case *types.Tuple:
			for v := range t.Variables() {
				typ, ok := s.typeText(v.Type(), imports)
				if !ok {
					return sn, false
				}
				sn.results = append(sn.results, typ)
			}
		default:
			typ, ok := s.typeText(t, imports)
			if !ok {
				return sn, false
			}
			sn.results = []string{typ}
		}
	}
	inputs, ok := s.inputsOf(n, imports)
	sn.inputs = inputs
	return sn, ok
}

// inputsOf returns the variables of the function that n uses. It fails if one
// cannot be a parameter, or if n does more to the function than use them.
func (s *Site) inputsOf(n ast.Node, imports map[string]string) (inputs []input, ok bool) {
	ok = true
	seen := make(map[types.Object]bool)
	ast.Inspect(n, func(c ast.Node) bool {
		switch c := c.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt, *ast.DeferStmt, *ast.GoStmt, *ast.FuncLit, *ast.LabeledStmt, *ast.SelectStmt:
			ok = false
		case *ast.AssignStmt:
			for _, l := range c.Lhs {
				if id, isVar := ast.Unparen(l).(*ast.Ident); isVar && id.Name != "_" {
					ok = false
				}
			}
		case *ast.IncDecStmt:
			if _, isVar := ast.Unparen(c.X).(*ast.Ident); isVar {
				ok = false
			}
		case *ast.UnaryExpr:
			if c.Op == token.AND {
				ok = false
			}
		case *ast.Ident:
			switch obj := s.Info.Uses[c].(type) {
			case *types.Var:
				if !s.local(obj) || seen[obj] || obj.Pos() >= n.Pos() && obj.Pos() < n.End() {
					return true
				}
				seen[obj] = true
				typ, known := s.typeText(obj.Type(), imports)
				if !known || byValue(obj.Type()) {
					ok = false
				}
				inputs = append(inputs, input{c.Name, typ})
			case *types.TypeName, *types.Const, *types.Func:
				if obj.Parent() != nil && obj.Parent() != s.Types.Scope() && obj.Parent() != types.Universe && obj.Pkg() == s.Types {
					ok = false // declared in the function
				}
			}
		}
		return true
	})
	return inputs, ok
}

// byValue reports whether a parameter of the type would be a copy of state.
func byValue(t types.Type) bool {
	if t.String() == "time.Time" || t.String() == "reflect.Value" {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// typeText writes a type as the file can; what it needs besides the file's imports
// is added to imports.
func (s *Site) typeText(t types.Type, imports map[string]string) (string, bool) {
	ok := true
	names := make(map[string]string)
	for _, imp := range s.File.Syntax.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		if imp.Name != nil {
			names[path] = imp.Name.Name
		} else if obj, found := s.Info.Implicits[imp].(*types.PkgName); found {
			names[path] = obj.Name()
		}
	}
	text := types.TypeString(t, func(p *types.Package) string {
		if p == s.Types {
			return ""
		}
		if name, found := names[p.Path()]; found && name != "_" && name != "." {
			return name
		}
		name := "zz" + p.Name()
		imports[p.Path()] = name
		return name
	})
	if !writable(t, s.Types, make(map[types.Type]bool)) || strings.Contains(text, "invalid type") || strings.Contains(text, "untyped") {
		ok = false
	}
	return text, ok
}

// writable reports whether the package can name the type.
func writable(t types.Type, pkg *types.Package, seen map[types.Type]bool) bool {
	if seen[t] {
		return true
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() != types.Invalid && t.Info()&types.IsUntyped == 0
	case *types.Named:
		obj := t.Obj()
		if obj.Pkg() != nil && obj.Pkg() != pkg && !obj.Exported() || obj.Pkg() == pkg && obj.Parent() != pkg.Scope() {
			return false
		}
		for arg := range t.TypeArgs().Types() {
			if !writable(arg, pkg, seen) {
				return false
			}
		}
		return true
	case *types.Alias:
		obj := t.Obj()
		return obj.Pkg() == nil || obj.Pkg() == pkg && obj.Parent() == pkg.Scope() || obj.Pkg() != pkg && obj.Exported()
	case *types.Pointer:
		return writable(t.Elem(), pkg, seen)
	case *types.Slice:
		return writable(t.Elem(), pkg, seen)
	case *types.Array:
		return writable(t.Elem(), pkg, seen)
	case *types.Chan:
		return writable(t.Elem(), pkg, seen)
	case *types.Map:
		return writable(t.Key(), pkg, seen) && writable(t.Elem(), pkg, seen)
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				if !writable(v.Type(), pkg, seen) {
					return false
				}
			}
		}
		return true
	case *types.Interface, *types.Struct:
		return !strings.Contains(t.String(), "/") // an unnamed one of simple types
	}
	return false // type parameters
}
