package finding

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Files returns the files that the fix changes, by name.
func (f Fix) Files() []string {
	var names []string
	for _, e := range f.Edits {
		if !slices.Contains(names, e.File) {
			names = append(names, e.File)
		}
	}
	slices.Sort(names)
	return names
}

// A DiffLine is a line of a unified diff.
type DiffLine struct {
	Kind DiffKind
	Text string // with the sign that the diff has before it
}

// A DiffKind says what a line of a diff is.
type DiffKind int

// The kinds of lines.
const (
	DiffContext DiffKind = iota
	DiffHeader
	DiffDelete
	DiffInsert
)

// Diff returns what the fix changes as unified diffs, with names relative to dir.
func (f Fix) Diff(dir string) ([]DiffLine, error) {
	var lines []DiffLine
	for _, name := range f.Files() {
		old, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var edits []udiff.Edit
		for _, e := range f.Edits {
			if e.File == name {
				edits = append(edits, udiff.Edit{Start: e.Start, End: e.End, New: e.New})
			}
		}
		shown := name
		if rel, err := filepath.Rel(dir, name); err == nil {
			shown = filepath.ToSlash(rel)
		}
		diff, err := udiff.ToUnifiedDiff("a/"+shown, "b/"+shown, string(old), edits, udiff.DefaultContextLines)
		if err != nil {
			return nil, err
		}
		lines = append(lines, DiffLine{DiffHeader, "--- " + diff.From}, DiffLine{DiffHeader, "+++ " + diff.To})
		for _, h := range diff.Hunks {
			lines = append(lines, hunk(h)...)
		}
	}
	return lines, nil
}

// hunk returns the lines of a hunk, behind the one that tells where it is.
func hunk(h *udiff.Hunk) []DiffLine {
	var lines []DiffLine
	var from, to int
	for _, l := range h.Lines {
		text := strings.TrimRight(l.Content, "\r\n")
		switch l.Kind {
		case udiff.Delete:
			from++
			lines = append(lines, DiffLine{DiffDelete, "-" + text})
		case udiff.Insert:
			to++
			lines = append(lines, DiffLine{DiffInsert, "+" + text})
		default:
			from, to = from+1, to+1
			lines = append(lines, DiffLine{DiffContext, " " + text})
		}
	}
	at := fmt.Sprintf("@@ -%d,%d +%d,%d @@", h.FromLine, from, h.ToLine, to)
	return append([]DiffLine{{DiffHeader, at}}, lines...)
}
