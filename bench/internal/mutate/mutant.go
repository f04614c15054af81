// Package mutate breaks correct code in one place, so that it has a bug by
// construction.
//
// An operator finds places in type-checked syntax and says how the code there is
// broken: by edits, and by the snippets of code that are the evidence of the bug. A
// move lays the evidence elsewhere: into a helper, a closure, another package. A
// mutant is an operator at a place, with a move.
package mutate

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// An Edit replaces the bytes [From, To) of the mutant's file.
type Edit struct {
	From, To int
	With     string
}

// A Mutant is one way to break a package.
type Mutant struct {
	Analyzer string
	Op       string
	Move     string
	Package  string
	File     string // absolute
	Line     int
	Func     string
	Detail   string // what is broken: a lock, a timer, a variable

	First, Last int // lines of the function
	Lines       int // of the file

	edits   []Edit
	decls   string            // declarations to append to the file
	imports map[string]string // of the file, by path: the name
	added   map[string]string // new files, by absolute name
	src     []byte
}

// ID names the mutant within its module. File names are relative to root.
func (m *Mutant) ID(root string) string {
	rel, err := filepath.Rel(root, m.File)
	if err != nil {
		rel = m.File
	}
	return fmt.Sprintf("%s/%s/%s %s:%d %s", m.Analyzer, m.Op, m.Move, filepath.ToSlash(rel), m.Line, m.Detail)
}

// source returns the text of the mutants' file, which is one for all of them. All
// lines of the original keep their numbers.
func source(muts []*Mutant) []byte {
	var edits []Edit
	var decls strings.Builder
	imports := make(map[string]bool)
	src := muts[0].src
	for _, m := range muts {
		edits = append(edits, m.edits...)
		decls.WriteString(m.decls)
		for path, name := range m.imports {
			imports[name+" "+strconv.Quote(path)] = true
		}
	}
	if len(imports) > 0 {
		var b strings.Builder
		for _, spec := range slices.Sorted(maps.Keys(imports)) {
			fmt.Fprintf(&b, "; import %s", spec)
		}
		at := packageClauseEnd(src)
		edits = append(edits, insert(at, b.String()))
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.From, b.From) })
	var out []byte
	last := 0
	for _, e := range edits {
		out = append(out, src[last:e.From]...)
		out = append(out, e.With...)
		cut := strings.Count(string(src[e.From:e.To]), "\n") - strings.Count(e.With, "\n")
		out = append(out, strings.Repeat("\n", max(cut, 0))...)
		last = e.To
	}
	out = append(out, src[last:]...)
	if decls.Len() > 0 {
		out = append(out, "\n"+decls.String()...)
	}
	return out
}

// Source returns the text of the mutated file.
func (m *Mutant) Source() []byte { return source([]*Mutant{m}) }

// Together reports whether the mutants can be tried in one run: they are for
// different analyzers, or of different packages, and their functions differ.
func (m *Mutant) Together(other *Mutant) bool {
	if m.Package != other.Package {
		return true
	}
	return m.Analyzer != other.Analyzer && (m.File != other.File || m.Last < other.First || other.Last < m.First)
}

// Apply writes the mutants over the code, and returns what restores it.
func Apply(muts []*Mutant) (restore func() error, err error) {
	files := make(map[string][]*Mutant)
	for _, m := range muts {
		files[m.File] = append(files[m.File], m)
	}
	restore = func() error {
		for _, m := range muts {
			for name := range m.added {
				if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
					return err
				}
				if dir := filepath.Dir(name); dir != filepath.Dir(m.File) {
					os.Remove(dir) // one that the mutant made, if it is empty
				}
			}
			if err := os.WriteFile(m.File, m.src, 0o644); err != nil {
				return err
			}
		}
		return nil
	}
	for _, m := range muts {
		for name, text := range m.added {
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				return restore, err
			}
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				return restore, err
			}
		}
	}
	for name, list := range files {
		if err := os.WriteFile(name, source(list), 0o644); err != nil {
			return restore, err
		}
	}
	return restore, nil
}

// Touches reports whether a line belongs to what the mutant changed: the function,
// declarations at the end of its file, files that it added.
func (m *Mutant) Touches(file string, line int) bool {
	if file == m.File {
		return line >= m.First && line <= m.Last || line > m.Lines
	}
	_, ok := m.added[file]
	return ok
}

// packageClauseEnd returns the offset behind the name of the package.
func packageClauseEnd(src []byte) int {
	offset := 0
	inComment := false
	for line := range strings.Lines(string(src)) {
		code := strings.TrimSpace(line)
		switch {
		case inComment:
			inComment = !strings.Contains(code, "*/")
		case strings.HasPrefix(code, "/*"):
			inComment = !strings.Contains(code, "*/")
		case strings.HasPrefix(code, "package "):
			name := strings.Index(line, "package ") + len("package ")
			end := name
			for end < len(line) && (line[end] == '_' || line[end] >= '0' && line[end] <= '9' || line[end] >= 'a' && line[end] <= 'z' || line[end] >= 'A' && line[end] <= 'Z') {
				end++
			}
			return offset + end
		}
		offset += len(line)
	}
	return offset
}

// A draft is what an operator found: the mutant but for its evidence.
type draft struct {
	*Site
	op     string
	at     ast.Node
	detail string
	edits  []Edit
	// The evidence. Without any, no move applies and the edits are all.
	snippets []snippet
	decls    string            // go with each move
	imports  map[string]string // of the mutated file, by path
	added    map[string]string // new files, by base name
}

// An operator finds drafts in one function.
type operator struct {
	name string
	find func(*Site) []*draft
}

// Operators has the operators by the analyzer that is to notice them.
var operators = map[string][]operator{
	"maprace":      mapraceOperators,
	"timerreset":   timerresetOperators,
	"cgoalloc":     cgoallocOperators,
	"hotunmarshal": hotunmarshalOperators,
	"stackptr":     stackptrOperators,
}

// Analyzers lists the analyzers that there are operators for.
func Analyzers() []string { return slices.Sorted(maps.Keys(operators)) }

// Mutants returns the mutants of a package for an analyzer, in a fixed order.
func Mutants(pkg *Package, analyzer string) []*Mutant {
	var muts []*Mutant
	pkg.sites(func(s *Site) {
		for _, op := range operators[analyzer] {
			for _, d := range op.find(s) {
				if d.op == "" {
					d.op = op.name
				}
				muts = append(muts, d.mutants(analyzer)...)
			}
		}
	})
	return muts
}

// mutants lays the evidence in every way that fits.
func (d *draft) mutants(analyzer string) []*Mutant {
	var muts []*Mutant
	for _, mv := range moves {
		if len(d.snippets) == 0 && mv.name != Direct {
			break
		}
		m := &Mutant{
			Analyzer: analyzer, Op: d.op, Move: mv.name, Package: d.Path, File: d.File.Name,
			Line: d.line(d.at.Pos()), Func: funcName(d.Fn), Detail: d.detail,
			First: d.line(d.Fn.Pos()), Last: d.line(d.Fn.End()), Lines: bytes.Count(d.File.Src, []byte("\n")),
			edits: slices.Clone(d.edits), decls: d.decls, src: d.File.Src,
			imports: maps.Clone(d.imports), added: make(map[string]string),
		}
		if m.imports == nil {
			m.imports = make(map[string]string)
		}
		for name, text := range d.added {
			m.added[filepath.Join(d.Dir, name)] = text
		}
		ok := true
		for i, sn := range d.snippets {
			ok = ok && mv.lay(&layer{d.Site, m, fmt.Sprint(analyzer, i)}, sn)
		}
		if ok {
			muts = append(muts, m)
		}
	}
	return muts
}

// funcName returns Name or Receiver.Name.
func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
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

// replace returns the edit that puts code in the place of n.
func (s *Site) replace(n ast.Node, with string) Edit {
	return Edit{s.offset(n.Pos()), s.offset(n.End()), with}
}

// insert returns the edit that puts code at an offset.
func insert(at int, code string) Edit { return Edit{at, at, code} }
