package triage

import (
	"cmp"
	"fmt"
	"io/fs"
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
	for _, f := range found {
		rank := slices.Index(r.Analyzers, f.Analyzer)
		if rank < 0 || f.Directive() {
			continue // about something else
		}
		m := Match{Finding: f}
		places := []finding.Step{{Span: f.Span, Function: f.Function, Message: "the place of the finding"}}
		for _, p := range append(places, f.Trace...) {
			score, why := r.on(p)
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

// on returns how well a place fits the best of the frames, and says how.
func (r *Report) on(p finding.Step) (best int, why string) {
	for _, f := range r.Frames {
		score, what := 0, ""
		switch {
		case !sameFile(f.File, p.Start.File):
			continue // elsewhere
		case f.Line == p.Start.Line:
			score, what = sameLine, fmt.Sprintf("%s is at this line", f.Func)
		case p.Function != "" && short(f.Func) == p.Function:
			score, what = sameFunction, fmt.Sprintf("%s is in this function, at line %d", f.Func, f.Line)
		}
		if score > best {
			best, why = score, fmt.Sprintf("%s:%d (%s): %s of %s", filepath.Base(p.Start.File), p.Start.Line, p.Message, what, f.Of)
		}
	}
	return best, why
}

// sameFile reports whether a file of another machine may be one of this tree: its name and
// folder are the same, as far as both are known.
func sameFile(remote, local string) bool {
	a := strings.Split(filepath.ToSlash(remote), "/")
	b := strings.Split(filepath.ToSlash(local), "/")
	if a[len(a)-1] != b[len(b)-1] {
		return false
	}
	return len(a) < 2 || len(b) < 2 || a[len(a)-2] == b[len(b)-2]
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
	found := make(map[string]bool)
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // unreadable
		case d.IsDir():
			if name := d.Name(); path != dir && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor") {
				return filepath.SkipDir
			}
		case names[d.Name()] && strings.HasSuffix(d.Name(), ".go"):
			for _, f := range r.Frames {
				if sameFile(f.File, path) {
					if rel, err := filepath.Rel(dir, filepath.Dir(path)); err == nil {
						found["./"+filepath.ToSlash(rel)] = true
					}
				}
			}
		}
		return nil
	}) // the function returns no error
	var list []string
	for folder := range found {
		list = append(list, folder)
	}
	slices.Sort(list)
	return list
}
