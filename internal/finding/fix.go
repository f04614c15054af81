package finding

import (
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

// Diff returns what the fix changes as unified diffs, with names relative to dir.
func (f Fix) Diff(dir string) (string, error) {
	var b strings.Builder
	for _, name := range f.Files() {
		old, err := os.ReadFile(name)
		if err != nil {
			return "", err
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
		text, err := udiff.ToUnified("a/"+shown, "b/"+shown, string(old), edits, udiff.DefaultContextLines)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}
