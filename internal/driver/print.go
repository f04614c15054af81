package driver

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// printJSON prints the tree as one object, in the form of go vet -json.
func (t Tree) printJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(t)
}

// A printer prints findings for people.
type printer struct {
	w       io.Writer
	cwd     string
	context int // lines around the finding, or -1 for no lines at all
}

// print prints the findings of all packages, those first that a profile knows,
// by their share, and the others in order of position, what explains each indented
// beneath it.
//
// Several packages may report one place, each when the last piece of evidence
// comes with its imports: those of the first are printed.
func (p *printer) print(t Tree) error {
	type finding struct {
		pkg, analyzer string
		Diagnostic
	}
	var all []finding
	for pkg, results := range t {
		for analyzer, res := range results {
			for _, d := range res.Diagnostics {
				all = append(all, finding{pkg, analyzer, d})
			}
		}
	}
	slices.SortFunc(all, func(a, b finding) int {
		return cmp.Or(cmp.Compare(b.Tag().Share, a.Tag().Share),
			compare(a.Diagnostic, b.Diagnostic), cmp.Compare(a.analyzer, b.analyzer), cmp.Compare(a.pkg, b.pkg))
	})
	first := make(map[[2]string]string) // package by place and analyzer
	all = slices.DeleteFunc(all, func(f finding) bool {
		at := [2]string{f.Posn, f.analyzer}
		if _, ok := first[at]; !ok {
			first[at] = f.pkg
		}
		return first[at] != f.pkg
	})
	out := p.w
	buffer := bufio.NewWriter(out) // remembers the first error
	p.w = buffer
	defer func() { p.w = out }()
	for _, f := range all {
		fmt.Fprintf(p.w, "%s: %s%s\n", p.relative(f.Posn), f.Message, suffix(f.analyzer, f.Category))
		p.lines(f.Posn, f.End)
		for _, r := range f.Related {
			fmt.Fprintf(p.w, "\t%s: %s\n", p.relative(r.Posn), r.Message)
			p.lines(r.Posn, r.End)
		}
	}
	return buffer.Flush()
}

// relative returns the position with its file relative to the working
// directory, where that is shorter.
func (p *printer) relative(at string) string {
	rel, err := filepath.Rel(p.cwd, at)
	if err != nil || len(rel) >= len(at) {
		return at
	}
	return rel
}

// lines prints the source lines from start to end, and those around them.
func (p *printer) lines(start, end string) {
	if p.context < 0 {
		return // not asked for
	}
	from, to := parsePosn(start), parsePosn(cmp.Or(end, start))
	data, err := os.ReadFile(from.file)
	if err != nil {
		return // the position says enough
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	for i := from.line - p.context; i <= to.line+p.context; i++ {
		if 1 <= i && i <= len(lines) {
			fmt.Fprintf(p.w, "%d\t%s\n", i, lines[i-1])
		}
	}
}
