package finding

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
)

// Sources reads each file once. Its zero value is ready for use.
type Sources struct {
	files map[string]*source
}

// A source is a file as it was when it was first asked for.
type source struct {
	data  string
	lines []string
	funcs []extent
}

// An extent is the lines of a function with a name.
type extent struct {
	name        string
	first, last int
}

// file returns a file, without lines if it cannot be read.
func (s *Sources) file(name string) *source {
	if f, ok := s.files[name]; ok {
		return f
	}
	f := new(source)
	if data, err := os.ReadFile(name); err == nil {
		f.data = string(data)
		f.lines = strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		f.funcs = functions(name, data)
	}
	if s.files == nil {
		s.files = make(map[string]*source)
	}
	s.files[name] = f
	return f
}

// functions returns the extents of the functions in a Go file, as far as it can be parsed.
func functions(name string, data []byte) []extent {
	fset := token.NewFileSet()
	parsed, _ := parser.ParseFile(fset, name, data, parser.SkipObjectResolution) // what it could parse
	if parsed == nil {
		return nil
	}
	var out []extent
	for _, decl := range parsed.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok {
			out = append(out, extent{funcName(fn), fset.PositionFor(fn.Pos(), false).Line, fset.PositionFor(fn.End(), false).Line})
		}
	}
	return out
}

// funcName returns the name of a function, with its receiver's type.
func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + fn.Name.Name
		default:
			return fn.Name.Name
		}
	}
}

// Line returns a line of a file, false if there is none.
func (s *Sources) Line(file string, line int) (string, bool) {
	lines := s.file(file).lines
	if line < 1 || line > len(lines) {
		return "", false
	}
	return strings.TrimSuffix(lines[line-1], "\r"), true
}

// Function returns the name of the function around a position, "" if there is none.
func (s *Sources) Function(p Position) string {
	for _, fn := range s.file(p.File).funcs {
		if fn.first <= p.Line && p.Line <= fn.last {
			return fn.name
		}
	}
	return ""
}

// Text returns the code of a span, with white space as one blank; that of its line if
// the span is empty.
func (s *Sources) Text(at Span) string {
	var parts []string
	for n := at.Start.Line; n <= max(at.End.Line, at.Start.Line); n++ {
		line, ok := s.Line(at.Start.File, n)
		if !ok {
			break
		}
		from, to := 0, len(line)
		if at.End != at.Start && at.End.Line >= at.Start.Line {
			if n == at.Start.Line {
				from = min(max(at.Start.Column-1, 0), len(line))
			}
			if n == at.End.Line {
				to = min(max(at.End.Column-1, from), len(line))
			}
		}
		parts = append(parts, strings.Fields(line[from:to])...)
	}
	return strings.Join(parts, " ")
}

// At returns the position of an offset in a file.
func (s *Sources) At(file string, offset int) Position {
	before := s.file(file).data
	before = before[:min(max(offset, 0), len(before))]
	line := strings.Count(before, "\n") + 1
	return Position{file, line, len(before) - strings.LastIndexByte(before, '\n')}
}
