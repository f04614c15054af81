package stackobj

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// spans knows where functions end: the compiler tells only where they begin.
type spans map[string]map[int]int // last line by first line, by file

func newSpans() spans { return make(spans) }

// fits reports whether the first lines are the records of fn: as many as it
// has, all of them within it, with sizes that are not against it.
func (s spans) fits(fn *Func, lines []Object) bool {
	if len(lines) < len(fn.Objects) {
		return false
	}
	end := s.end(fn.File, fn.Line)
	for i, o := range fn.Objects {
		line := lines[i]
		if base(line.File) != base(fn.File) || line.Line < fn.Line || end > 0 && line.Line > end {
			return false
		}
		if size := sizeOf(line.Type); size > 0 && size != o.Size {
			return false
		}
	}
	return true
}

// end returns the last line of the function that begins on a line, 0 if that
// is not known.
func (s spans) end(file string, line int) int {
	ends, ok := s[file]
	if !ok {
		ends = make(map[int]int)
		s[file] = ends
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return 0
		}
		ast.Inspect(f, func(n ast.Node) bool {
			var from token.Pos
			switch n := n.(type) {
			case *ast.FuncDecl:
				from = n.Name.Pos()
			case *ast.FuncLit:
				from = n.Pos()
			default:
				return true
			}
			first := fset.Position(from).Line
			ends[first] = max(ends[first], fset.Position(n.End()).Line)
			return true
		})
	}
	return ends[line]
}

// sizeOf returns the size of types whose spelling tells it, else 0.
func sizeOf(t string) int {
	switch {
	case t == "string", t == "error", t == "any", t == "interface {}":
		return 16
	case t[0] == '*', len(t) > 4 && (t[:4] == "map[" || t[:4] == "func"), len(t) > 5 && t[:5] == "chan ":
		return 8
	case len(t) > 2 && t[:2] == "[]":
		return 24
	}
	return 0
}
