package driver

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/directive"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// A Tree is what go vet -json prints: package, then analyzer, then result.
type Tree map[string]map[string]Result

// A Result is what one analyzer found in one package, or why it failed.
type Result struct {
	Diagnostics []Diagnostic
	Err         string
	internal    bool // Err says all: which analyzer, on which package
}

// A Diagnostic is one finding, with the fields of go vet -json.
type Diagnostic struct {
	Category       string         `json:"category,omitempty"`
	Posn           string         `json:"posn"`
	End            string         `json:"end"`
	Message        string         `json:"message"`
	SuggestedFixes []SuggestedFix `json:"suggested_fixes,omitempty"`
	Related        []Related      `json:"related,omitempty"`
}

// A SuggestedFix is a change that clears a finding.
type SuggestedFix struct {
	Message string     `json:"message"`
	Edits   []TextEdit `json:"edits"`
}

// A TextEdit replaces the bytes from Start to End of a file.
type TextEdit struct {
	Filename string `json:"filename"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	New      string `json:"new"`
}

// Related is a place that explains a finding.
type Related struct {
	Posn    string `json:"posn"`
	End     string `json:"end"`
	Message string `json:"message"`
}

// Tag returns the rule of the finding, and what else is known of it.
func (d Diagnostic) Tag() report.Tag {
	tag, _ := report.ParseTag(d.Category)
	return tag
}

// Picture returns what there is to draw of the finding.
func (d Diagnostic) Picture() report.Picture { return report.ParsePicture(d.Category) }

// Position returns the file and line of the diagnostic; false if it has none.
func (d Diagnostic) Position() (file string, line int, ok bool) { return position(d.Posn) }

// Position returns the file and line of the place; false if it has none.
func (r Related) Position() (file string, line int, ok bool) { return position(r.Posn) }

func position(at string) (file string, line int, ok bool) {
	p := parsePosn(at)
	return p.file, p.line, p.line > 0
}

type jsonError struct {
	Err string `json:"error"`
}

// UnmarshalJSON decodes a list of diagnostics or an error.
func (r *Result) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, &r.Diagnostics)
	}
	var e jsonError
	err := json.Unmarshal(data, &e)
	r.Err = e.Err
	return err
}

// MarshalJSON is the reverse of UnmarshalJSON.
func (r Result) MarshalJSON() ([]byte, error) {
	if r.Err != "" {
		return json.Marshal(jsonError{r.Err})
	}
	return json.Marshal(r.Diagnostics)
}

// readTree merges the stream of trees that go vet -json prints, one per unit.
// Test variants of a package count as the package.
func (t Tree) readTree(r io.Reader, m *meter) error {
	for dec := json.NewDecoder(r); ; {
		var part Tree
		if err := dec.Decode(&part); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		m.see(part)
		t.add(part)
	}
}

// extract moves the trees out of what go vet wrote to its standard error, which
// is where it passed them before 1.26, and returns the rest.
func (t Tree) extract(text string, m *meter) string {
	var rest strings.Builder
	for text != "" {
		line, after, _ := strings.Cut(text, "\n")
		if line == "{" || line == "{}" {
			var part Tree
			dec := json.NewDecoder(strings.NewReader(text))
			if dec.Decode(&part) == nil {
				m.see(part)
				t.add(part)
				text = strings.TrimPrefix(text[dec.InputOffset():], "\n")
				continue
			}
		}
		rest.WriteString(line + "\n")
		text = after
	}
	return rest.String()
}

// add merges other into t.
func (t Tree) add(other Tree) {
	for id, results := range other {
		pkg, _, _ := strings.Cut(id, " ")
		if t[pkg] == nil {
			t[pkg] = make(map[string]Result)
		}
		for analyzer, res := range results {
			res.settle()
			old := t[pkg][analyzer]
			old.Diagnostics = append(old.Diagnostics, res.Diagnostics...)
			old.Err, old.internal = cmp.Or(old.Err, res.Err), old.internal || res.internal
			t[pkg][analyzer] = old
		}
	}
}

// settle makes an error of the diagnostic that stands for one, and drops those that are no
// findings.
func (r *Result) settle() {
	var list []Diagnostic
	for _, d := range r.Diagnostics {
		if d.Category == report.CategoryFailure {
			r.Err, r.internal = cmp.Or(r.Err, d.Message), true
			continue // no finding
		}
		if d.Category == categoryUnit {
			continue // only says that the unit was analyzed
		}
		if tag := d.Tag(); tag.Until != "" && !directive.Over(tag.Until) {
			continue // the user said so, for now
		}
		list = append(list, d)
	}
	r.Diagnostics = list
}

// sorted returns the diagnostics of all packages in order of position.
func (t Tree) sorted() []Diagnostic {
	var all []Diagnostic
	for _, pkg := range slices.Sorted(maps.Keys(t)) {
		for _, analyzer := range slices.Sorted(maps.Keys(t[pkg])) {
			all = append(all, t[pkg][analyzer].Diagnostics...)
		}
	}
	slices.SortStableFunc(all, compare)
	return all
}

// errors returns why analyzers failed, a line for each.
func (t Tree) errors() []string {
	var lines []string
	for _, pkg := range slices.Sorted(maps.Keys(t)) {
		for _, analyzer := range slices.Sorted(maps.Keys(t[pkg])) {
			switch res := t[pkg][analyzer]; {
			case res.Err == "":
				// it did not
			case res.internal:
				lines = append(lines, res.Err)
			default:
				lines = append(lines, fmt.Sprintf("%s on %s: %s", analyzer, pkg, res.Err))
			}
		}
	}
	return lines
}

// keep removes the packages and the diagnostics that the functions do not
// accept, doubles, and what is empty then; and sorts the rest.
func (t Tree) keep(pkgOK func(pkg string) bool, diagOK func(Diagnostic) bool) {
	seen := make(map[string]bool) // in another package: an xtest, or a finding at its dependency
	for _, pkg := range slices.Sorted(maps.Keys(t)) {
		for analyzer, res := range t[pkg] {
			slices.SortStableFunc(res.Diagnostics, compare)
			res.Diagnostics = slices.DeleteFunc(res.Diagnostics, func(d Diagnostic) bool {
				key := analyzer + "\n" + d.Posn + "\n" + d.Message
				double := seen[key]
				unwanted := !pkgOK(pkg) || !diagOK(d)
				seen[key] = double || !unwanted
				return double || unwanted
			})
			t[pkg][analyzer] = res
			if len(res.Diagnostics) == 0 && (res.Err == "" || !pkgOK(pkg)) {
				delete(t[pkg], analyzer)
			}
		}
		if len(t[pkg]) == 0 {
			delete(t, pkg)
		}
	}
}

// compare orders diagnostics by file, line and column.
func compare(a, b Diagnostic) int {
	p, q := parsePosn(a.Posn), parsePosn(b.Posn)
	return cmp.Or(cmp.Compare(p.file, q.file), cmp.Compare(p.line, q.line), cmp.Compare(p.col, q.col),
		cmp.Compare(a.Message, b.Message))
}

// A posn is a parsed "file:line:col".
type posn struct {
	file      string
	line, col int
}

// parsePosn parses "file:line:col"; what is not of that form is all file. The
// file may hold colons.
func parsePosn(s string) posn {
	rest, last, ok := cutLast(s)
	if !ok {
		return posn{file: s}
	}
	col, err := strconv.Atoi(last)
	if err != nil {
		return posn{file: s}
	}
	file, last, ok := cutLast(rest)
	if !ok {
		return posn{file: rest, line: col}
	}
	line, err := strconv.Atoi(last)
	if err != nil {
		return posn{file: rest, line: col}
	}
	return posn{file, line, col}
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
