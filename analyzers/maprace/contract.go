package maprace

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
)

// guardedBy finds the lock in the comment of a field or variable:
// "guarded by mu", "protected by s.mu", "+checklocks:mu".
var guardedBy = regexp.MustCompile(`(?i)(?:\b(?:guarded|protected) by (?:the )?(?:\w+\.)*|\+checklocks:)(\w+)`)

// guardComments returns the locks that comments name for fields that are maps:
// a field of the same struct.
func (p *checker) guardComments(pass *analysis.Pass) map[types.Object][]guard {
	out := make(map[types.Object][]guard)
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			st, ok := n.(*ast.StructType)
			if !ok {
				return true
			}
			t, ok := pass.TypesInfo.TypeOf(st).(*types.Struct)
			if !ok {
				return true // ill-typed
			}
			for _, field := range st.Fields.List {
				m := guardedBy.FindStringSubmatch(field.Doc.Text() + " " + field.Comment.Text())
				if m == nil {
					continue // says nothing
				}
				for _, name := range field.Names {
					obj, ok := pass.TypesInfo.Defs[name].(*types.Var)
					if ok && mapaccess.IsMap(obj.Type()) {
						if g, ok := p.siblingGuard(t, obj, m[1]); ok {
							out[obj] = append(out[obj], g)
						}
					}
				}
			}
			return true
		})
	}
	return out
}

// siblingGuard returns the guard of a map in a field of t by the lock in
// another.
func (p *checker) siblingGuard(t *types.Struct, m *types.Var, lock string) (guard, bool) {
	var g guard
	anchor := p.AnchorOf(m)
	for i := range t.NumFields() {
		f := t.Field(i)
		if f == m {
			g.path = p.Deref(p.Sub(anchor, i, f))
		}
		if f.Name() == lock {
			g.lock = p.Sub(anchor, i, f)
		}
	}
	return g, g.path != nil && g.lock != nil
}

// excuse matches comments that say why an access needs no lock.
var excuse = regexp.MustCompile(`(?i)(?:\bno\b|\bnot\b|n't|\bnever\b|\bwithout\b|\babsence of\b|\bdeliberate\w*)[^.]*(?:` + lockWord + `|\block(?:ed|ing)\b|\bsynchroni[sz]\w+|\brac[ey]\w*)` +
	`|` + lockWord + `[^.]*(?:\bheld\b|\bnot needed\b|\bunnecessary\b|\bdeliberate\w*)` +
	`|\bsingle[ -](?:thread|goroutine)`)

// excused reports whether a comment right above an access says why it needs no
// lock.
func (p *checker) excused(pos token.Pos) bool {
	if !pos.IsValid() {
		return false
	}
	if p.excuses == nil {
		p.excuses = p.findExcuses()
	}
	at := p.Fset.Position(pos)
	return p.excuses[line{at.Filename, at.Line}]
}

// A line is one of a file.
type line struct {
	file string
	n    int
}

// findExcuses returns the lines below the comments that excuse.
func (p *checker) findExcuses() map[line]bool {
	out := make(map[line]bool)
	for _, file := range p.files {
		code := p.codeLines(file)
		for _, group := range file.Comments {
			if text := group.Text(); excuse.MatchString(text) && !strings.Contains(text, "?") && !strings.Contains(text, "TODO") && !strings.Contains(text, "FIXME") {
				if code[p.Fset.Position(group.Pos()).Line] {
					continue // at the end of a line of code, of which it speaks
				}
				end := p.Fset.Position(group.End())
				out[line{end.Filename, end.Line + 1}] = true
			}
		}
	}
	return out
}

// codeLines returns the lines of a file on which a statement, field or declaration starts
// or ends.
func (p *checker) codeLines(file *ast.File) map[int]bool {
	out := make(map[int]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case ast.Stmt, ast.Decl, *ast.Field:
			out[p.Fset.Position(n.Pos()).Line], out[p.Fset.Position(n.End()).Line] = true, true
		}
		return true
	})
	return out
}
