package stackptr

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// group returns the fix that makes one object of variables that are declared
// one after another, if that clears the finding:
//
//	var a state          var vars struct {
//	var b state              a state
//	                         b state
//	                     }
//	use(&a, &b)          use(&vars.a, &vars.b)
func (p *program) group(f *frame) (analysis.SuggestedFix, bool) {
	reached := make(map[token.Pos]bool)
	for _, o := range f.reached {
		if a, ok := o.Value.(*ssa.Alloc); ok && o.Name != "" {
			reached[a.Pos()] = true
		}
	}
	body := ir.Syntax(f.fn)
	if body == nil || len(reached) < 2 {
		return analysis.SuggestedFix{}, false
	}
	run := p.longestRun(body, reached)
	c := f.counts()
	c.reached, c.records = c.reached-len(run)+1, c.records-len(run)+1
	if len(run) < 2 || c.heavy() {
		return analysis.SuggestedFix{}, false
	}
	name := unused(body, "vars", "locals", "grouped")
	if name == "" {
		return analysis.SuggestedFix{}, false
	}
	width := 0
	for _, v := range run {
		width = max(width, len(v.Names[0].Name))
	}
	indent := strings.Repeat("\t", p.fset.Position(run[0].Pos()).Column-len("var ")-1)
	var b strings.Builder
	fmt.Fprintf(&b, "var %s struct {\n", name)
	vars := make(map[types.Object]bool)
	for _, v := range run {
		fmt.Fprintf(&b, "%s\t%-*s %s\n", indent, width, v.Names[0].Name, types.ExprString(v.Type))
		vars[p.info.Defs[v.Names[0]]] = true
	}
	b.WriteString(indent + "}")
	edits := []analysis.TextEdit{{Pos: run[0].Pos() - token.Pos(len("var ")), End: run[len(run)-1].End(), NewText: []byte(b.String())}}
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && vars[p.info.Uses[id]] {
			edits = append(edits, analysis.TextEdit{Pos: id.Pos(), End: id.Pos(), NewText: []byte(name + ".")})
		}
		return true
	})
	return analysis.SuggestedFix{Message: fmt.Sprintf("Group %d variables into one struct", len(run)), TextEdits: edits}, true
}

// longestRun returns the longest run of declarations "var x T" of reached
// variables, a line each, with nothing between them.
func (p *program) longestRun(body ast.Node, reached map[token.Pos]bool) []*ast.ValueSpec {
	var longest []*ast.ValueSpec
	ast.Inspect(body, func(n ast.Node) bool {
		block, ok := n.(*ast.BlockStmt)
		if !ok {
			return true
		}
		var run []*ast.ValueSpec
		line := 0
		for _, stmt := range block.List {
			spec := declared(stmt)
			if spec == nil || !reached[spec.Names[0].Pos()] || !plain(spec.Type) {
				run = nil
				continue // ends the run
			}
			at := p.fset.Position(stmt.Pos())
			if len(run) > 0 && at.Line != line+1 {
				run = nil // something may be between them
			}
			line = at.Line
			run = append(run, spec)
			if len(run) > len(longest) {
				longest = run
			}
		}
		return true
	})
	return longest
}

// declared returns the declaration of a statement "var x T".
func declared(stmt ast.Stmt) *ast.ValueSpec {
	decl, ok := stmt.(*ast.DeclStmt)
	if !ok {
		return nil
	}
	gen, ok := decl.Decl.(*ast.GenDecl)
	if !ok || gen.Tok != token.VAR || gen.Lparen.IsValid() || len(gen.Specs) != 1 {
		return nil
	}
	spec, ok := gen.Specs[0].(*ast.ValueSpec)
	if !ok || len(spec.Names) != 1 || len(spec.Values) > 0 || spec.Type == nil || spec.Comment != nil || spec.Names[0].Name == "_" ||
		spec.Pos()-gen.Pos() != token.Pos(len("var ")) {
		return nil
	}
	return spec
}

// plain reports whether a type is written on one line, as gofmt would.
func plain(t ast.Expr) bool {
	switch t := t.(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return plain(t.X)
	case *ast.StarExpr:
		return plain(t.X)
	case *ast.ArrayType:
		return plain(t.Elt) && (t.Len == nil || plain(t.Len))
	case *ast.MapType:
		return plain(t.Key) && plain(t.Value)
	case *ast.BasicLit:
		return true
	}
	return false
}

// unused returns the first of the names that nothing in a function has.
func unused(body ast.Node, names ...string) string {
	used := make(map[string]bool)
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
		}
		return true
	})
	for _, name := range names {
		if !used[name] {
			return name
		}
	}
	return ""
}
