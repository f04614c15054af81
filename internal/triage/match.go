package triage

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// A Match is a finding that explains a report, and why.
type Match struct {
	Finding finding.Finding
	Why     []string
	score   int
}

// How much it says that a place of a finding and a frame are the same. A function is the
// least that explains anything.
const (
	sameLine     = 10
	sameFunction = 4
)

// Explain returns the findings of the report's analyzers that have a place on one of its
// stacks, the best first.
func (r *Report) Explain(found []finding.Finding) []Match {
	var out []Match
	located := make([]bool, len(r.Frames)) // the file is in the folder that it was in
	for _, f := range found {
		for _, p := range places(f) {
			for i, frame := range r.Frames {
				located[i] = located[i] || sameFile(frame.File, p.Start.File)
			}
		}
	}
	for _, f := range found {
		rank := slices.Index(r.Analyzers, f.Analyzer)
		if rank < 0 || f.Directive() {
			continue // about something else
		}
		m := Match{Finding: f}
		for _, p := range places(f) {
			score, why := r.on(p, located)
			if score > 0 && !slices.Contains(m.Why, why) {
				m.score += score
				m.Why = append(m.Why, why)
			}
		}
		if m.score > 0 {
			m.score = 10*m.score - rank // of two alike, that of the likelier analyzer
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(b.score, a.score) })
	return out
}

// At reports whether a stack has a frame at a line.
func (r *Report) At(p finding.Position) bool {
	return slices.ContainsFunc(r.Frames, func(f Frame) bool { return f.Line == p.Line && sameFile(f.File, p.File) })
}

// places returns where a finding is, and those of its trace.
func places(f finding.Finding) []finding.Step {
	return append([]finding.Step{{Span: f.Span, Function: f.Function, Message: "the place of the finding"}}, f.Trace...)
}

// on returns how well a place fits the best of the frames, and says how. Of a frame that is
// not located, the name of the file and the function suffice.
func (r *Report) on(p finding.Step, located []bool) (best int, why string) {
	for i, f := range r.Frames {
		score, what := 0, ""
		function := p.Function != "" && short(f.Func) == p.Function
		switch {
		case !sameFile(f.File, p.Start.File) && !(!located[i] && function && sameName(f.File, p.Start.File)):
			continue // elsewhere
		case f.Line == p.Start.Line:
			score, what = sameLine, fmt.Sprintf("%s is at this line", f.Func)
		case function:
			score, what = sameFunction, fmt.Sprintf("%s is in this function, at line %d", f.Func, f.Line)
		}
		if score > best {
			best, why = score, fmt.Sprintf("%s:%d (%s): %s of %s", filepath.Base(p.Start.File), p.Start.Line, p.Message, what, f.Of)
		}
	}
	return best, why
}

// sameFile reports whether a file of another machine may be one of this tree: its name and
// folder are the same, as far as both are known. The folder of a module may go by another
// name there; then only the function tells.
func sameFile(remote, local string) bool {
	a, b := folder(remote), folder(local)
	return sameName(remote, local) && (a == b || a == "" || b == "")
}

// sameName reports whether two files have the same name, in whatever folders.
func sameName(remote, local string) bool {
	return path.Base(filepath.ToSlash(remote)) == path.Base(filepath.ToSlash(local))
}

// folder returns the name of the folder that a file is in, "" if that is not known.
func folder(file string) string {
	dir := path.Dir(filepath.ToSlash(file))
	if dir == "." || dir == "/" {
		return ""
	}
	return path.Base(dir)
}

// declares reports whether a file of Go has a function of that name, as short returns it.
func declares(file, name string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if f == nil || err != nil {
		return false
	}
	return slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			return false
		}
		declared := fn.Name.Name
		if fn.Recv != nil && len(fn.Recv.List) == 1 {
			declared = receiver(fn.Recv.List[0].Type) + "." + declared
		}
		return declared == name
	})
}

// receiver returns the name of a receiver's type.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// short returns the name of a function without its package and the literals in it:
// client.expire of main.(*client).expire.func1.
func short(name string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	_, name, _ = strings.Cut(name, ".")
	name = strings.NewReplacer("(*", "", "(", "", ")", "", "[...]", "").Replace(name)
	parts := strings.Split(name, ".")
	for len(parts) > 1 && (strings.HasPrefix(parts[len(parts)-1], "func") || strings.HasPrefix(parts[len(parts)-1], "gowrap") || strings.Trim(parts[len(parts)-1], "0123456789") == "") {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, ".")
}

// Folders returns the folders below dir that have a file of one of the frames, relative to
// it, as patterns of packages.
func (r *Report) Folders(dir string) []string {
	names := make(map[string]bool)
	for _, f := range r.Frames {
		names[filepath.Base(filepath.FromSlash(f.File))] = true
	}
	exact := make(map[int][]string) // by frame
	loose := make(map[int][]string) // by the function alone
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs // whose name counts
	}
	filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // unreadable
		case d.IsDir():
			if name := d.Name(); file != dir && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor") {
				return filepath.SkipDir
			}
		case names[d.Name()] && strings.HasSuffix(d.Name(), ".go"):
			rel, err := filepath.Rel(dir, filepath.Dir(file))
			if err != nil {
				return nil // on another volume
			}
			for i, f := range r.Frames {
				switch {
				case sameFile(f.File, file):
					exact[i] = append(exact[i], "./"+filepath.ToSlash(rel))
				case sameName(f.File, file) && declares(file, short(f.Func)):
					loose[i] = append(loose[i], "./"+filepath.ToSlash(rel))
				}
			}
		}
		return nil
	}) // the function returns no error
	var list []string
	for i := range r.Frames {
		if len(exact[i]) > 0 {
			list = append(list, exact[i]...)
		} else {
			list = append(list, loose[i]...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
