// Package directive reads the comments with which users suppress findings:
//
//	//lint:ignore timerreset reason
//	//lint:file-ignore timerreset reason
//	//nolint:timerreset // reason
//
// The first two are those of staticcheck: lint:ignore covers the line below
// it, or its own line if code stands before it. nolint is golangci-lint's: it
// covers its line, or the whole statement or declaration that begins there. A
// reason is required, and a directive that names this analyzer but suppresses
// nothing is itself a finding.
package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"strings"

	"golang.org/x/tools/go/analysis"
	"honnef.co/go/tools/analysis/lint"
)

// Suite is the name that stands for every analyzer of the suite in a nolint
// comment; golangci-lint knows the suite by it.
const Suite = "golint-incidents"

// A directive covers lines from first to last of one file.
type directive struct {
	pos, end    token.Pos
	file        string
	first, last int
	// named directives name this analyzer and nothing wider, so that one
	// that suppresses nothing is surely superfluous.
	named bool
	used  bool
	text  string
}

// Set holds the directives of one package that concern one analyzer.
type Set struct {
	fset       *token.FileSet
	name       string
	directives []*directive
	problems   []analysis.Diagnostic
}

// Parse reads the directives in pass.Files that name pass.Analyzer.
func Parse(pass *analysis.Pass) *Set {
	s := &Set{fset: pass.Fset, name: pass.Analyzer.Name}
	s.read(pass.Files)
	return s
}

// Foreign adds the directives in files of other packages. Whether those are
// well formed and of use is for the pass on their own package to say.
func (s *Set) Foreign(files []*ast.File) {
	own, problems := len(s.directives), s.problems
	s.read(files)
	for _, d := range s.directives[own:] {
		d.named = false
	}
	s.problems = problems
}

func (s *Set) read(all []*ast.File) {
	var files []*ast.File
	for _, f := range all {
		if mentions(f, "//lint:") {
			files = append(files, f)
		}
		if mentions(f, "//nolint") {
			s.nolint(f)
		}
	}
	for _, d := range lint.ParseDirectives(files, s.fset) {
		s.lint(d)
	}
}

// mentions spares files without directives the cost of a comment map.
func mentions(f *ast.File, prefix string) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, prefix) {
				return true
			}
		}
	}
	return false
}

// lint reads a staticcheck directive.
func (s *Set) lint(d lint.Directive) {
	if d.Command != "ignore" && d.Command != "file-ignore" || len(d.Arguments) == 0 {
		return // not a suppression; staticcheck reports what is malformed
	}
	covers, named := false, true
	for _, check := range strings.Split(d.Arguments[0], ",") {
		match, err := path.Match(check, s.name)
		if err != nil {
			continue // staticcheck reports it
		}
		covers = covers || match
		named = named && check == s.name
		if !match {
			s.misspelt(d.Directive, check)
		}
	}
	if !covers {
		return // of another check
	}
	if len(d.Arguments) < 2 {
		s.problem(d.Directive, fmt.Sprintf("//lint:%s %s needs a reason; without one it suppresses nothing", d.Command, s.name))
		return
	}
	p := s.fset.Position(d.Directive.Pos())
	dir := &directive{
		pos: d.Directive.Pos(), end: d.Directive.End(), file: p.Filename,
		first: p.Line, last: p.Line, named: named, text: "//lint:" + d.Command + " " + s.name,
	}
	switch {
	case d.Command == "file-ignore":
		dir.first, dir.last = 1, 1<<30
	case d.Node != nil:
		// As in staticcheck, the directive speaks of the line of its node,
		// above which or at whose end it stands.
		line := s.fset.Position(d.Node.Pos()).Line
		dir.first, dir.last = min(line, p.Line), max(line, p.Line)
		if line < p.Line { // at the end of a line
			dir.first = p.Line
		}
	}
	s.directives = append(s.directives, dir)
}

// nolint reads the golangci-lint directives of a file.
func (s *Set) nolint(f *ast.File) {
	for _, group := range f.Comments {
		for _, c := range group.List {
			rest, ok := strings.CutPrefix(c.Text, "//nolint")
			if !ok || rest != "" && rest[0] != ':' && rest[0] != ' ' && rest[0] != '/' {
				continue // another comment
			}
			list, reason := rest, ""
			if i := strings.Index(rest, "//"); i >= 0 {
				list, reason = rest[:i], strings.TrimSpace(rest[i+2:])
			}
			list = strings.TrimSpace(strings.TrimPrefix(list, ":"))
			covers, named := list == "", list != ""
			for _, name := range strings.Split(list, ",") {
				name = strings.TrimSpace(name)
				switch name {
				case s.name:
					covers = true
				case "all", Suite:
					covers, named = true, false
				case "":
				default:
					named = false
					s.misspelt(c, name)
				}
			}
			if !covers {
				continue // of other linters
			}
			if named && reason == "" {
				s.problem(c, fmt.Sprintf("//nolint:%s needs a reason (//nolint:%s // reason); without one it suppresses nothing", s.name, s.name))
				continue
			}
			first, last := s.extent(f, c)
			s.directives = append(s.directives, &directive{
				pos: c.Pos(), end: c.End(), file: s.fset.Position(c.Pos()).Filename,
				first: first, last: last, named: named, text: "//nolint:" + s.name,
			})
		}
	}
}

// extent returns the lines that a nolint comment covers: its own, and those of
// the largest node that begins on it, or on the line below a comment that
// stands alone.
func (s *Set) extent(f *ast.File, c *ast.Comment) (first, last int) {
	line := s.fset.Position(c.Pos()).Line
	first, last = line, line
	begins := line
	alone := true
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		from, to := s.fset.Position(n.Pos()).Line, s.fset.Position(n.End()).Line
		if _, isFile := n.(*ast.File); !isFile && n.Pos() < c.Pos() && from <= line && line <= to {
			switch n.(type) {
			case *ast.CommentGroup, *ast.Comment, *ast.BlockStmt, *ast.FuncDecl, *ast.GenDecl, *ast.FuncLit:
			default:
				alone = alone && from != line
			}
		}
		return true
	})
	if alone {
		begins = line + 1
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.File:
			return n != nil
		case *ast.CommentGroup, *ast.Comment:
			return false
		}
		from, to := s.fset.Position(n.Pos()).Line, s.fset.Position(n.End()).Line
		if from == begins {
			last = max(last, to)
		}
		return from <= begins && begins <= to
	})
	return first, last
}

// misspelt notes a directive whose name is nearly this analyzer's.
func (s *Set) misspelt(c *ast.Comment, name string) {
	if name != s.name && distance(strings.ToLower(name), s.name) <= 2 {
		s.problem(c, fmt.Sprintf("directive names %q, which is no analyzer: did you mean %q?", name, s.name))
	}
}

func (s *Set) problem(c *ast.Comment, message string) {
	s.problems = append(s.problems, analysis.Diagnostic{
		Pos: c.Pos(), End: c.End(), Category: "directive", Message: message,
	})
}

// Suppress reports whether a directive covers pos, and marks it as used.
func (s *Set) Suppress(pos token.Pos) bool {
	p := s.fset.Position(pos)
	covered := false
	for _, d := range s.directives {
		if d.file == p.Filename && d.first <= p.Line && p.Line <= d.last {
			d.used, covered = true, true
		}
	}
	return covered
}

// Problems returns a finding per directive that is malformed, misspelt or, as
// far as Suppress was asked until now, unused.
func (s *Set) Problems() []analysis.Diagnostic {
	problems := s.problems
	for _, d := range s.directives {
		if d.named && !d.used {
			problems = append(problems, analysis.Diagnostic{
				Pos: d.pos, End: d.end, Category: "directive",
				Message: d.text + " suppresses nothing: " + s.name + " reports nothing here; remove it",
			})
		}
	}
	return problems
}

// distance is the Levenshtein distance of a and b, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
