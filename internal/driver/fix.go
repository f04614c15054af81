package driver

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/natefinch/atomic"
	"golang.org/x/tools/go/ast/astutil"
)

// A fixedFile is a file to which fixes were applied, in memory.
type fixedFile struct {
	name     string
	old, new []byte
}

// fixed applies the first fix of each finding, and returns the files that
// change, by name. A fix that overlaps with an earlier one is left out; conflicts
// is the number of those.
func (t Tree) fixed() (files []fixedFile, conflicts int, err error) {
	edits := make(map[string][]udiff.Edit)
	for _, d := range t.sorted() {
		if len(d.SuggestedFixes) == 0 {
			continue // for a person to solve
		}
		merged := make(map[string][]udiff.Edit)
		ok := true
		for name, list := range byFile(d.SuggestedFixes[0].Edits) {
			var fits bool
			merged[name], fits = udiff.Merge(edits[name], list)
			ok = ok && fits
		}
		if !ok {
			conflicts++
			continue
		}
		maps.Copy(edits, merged)
	}
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		f, err := fixFile(name, edits[name])
		if err != nil {
			return nil, 0, fmt.Errorf("fixes of %s: %w", name, err)
		}
		if !bytes.Equal(f.old, f.new) {
			files = append(files, f)
		}
	}
	return files, conflicts, nil
}

// byFile sorts the edits of one fix into files.
func byFile(edits []TextEdit) map[string][]udiff.Edit {
	files := make(map[string][]udiff.Edit)
	for _, e := range edits {
		files[e.Filename] = append(files[e.Filename], udiff.Edit{Start: e.Start, End: e.End, New: e.New})
	}
	for _, list := range files {
		udiff.SortEdits(list)
	}
	return files
}

// fixFile applies edits to one file. Imports that these leave without a use are
// removed, and what was formatted is formatted again.
func fixFile(name string, edits []udiff.Edit) (fixedFile, error) {
	old, err := os.ReadFile(name)
	if err != nil {
		return fixedFile{}, err
	}
	edited, err := udiff.ApplyBytes(old, edits)
	if err != nil {
		return fixedFile{}, err
	}
	fset := token.NewFileSet()
	before, err := parser.ParseFile(fset, name, old, parser.ParseComments)
	if err != nil {
		return fixedFile{}, err
	}
	after, err := parser.ParseFile(fset, name, edited, parser.ParseComments)
	if err != nil {
		return fixedFile{}, err
	}
	if removeImports(fset, before, after) {
		var b bytes.Buffer
		if err := format.Node(&b, fset, after); err != nil {
			return fixedFile{}, err
		}
		edited = b.Bytes()
	}
	if formatted, err := format.Source(old); err == nil && bytes.Equal(formatted, old) {
		if edited, err = format.Source(edited); err != nil {
			return fixedFile{}, err
		}
	}
	return fixedFile{name, old, edited}, nil
}

// removeImports removes the imports that before uses and after does not.
func removeImports(fset *token.FileSet, before, after *ast.File) bool {
	removed := false
	for _, spec := range before.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || !astutil.UsesImport(before, path) || astutil.UsesImport(after, path) {
			continue // still of use, or for its effects only
		}
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name
		}
		removed = astutil.DeleteNamedImport(fset, after, name, path) || removed
	}
	return removed
}

// write replaces the file, in one step: nobody sees half of it.
func (f *fixedFile) write() error {
	name, err := filepath.EvalSymlinks(f.name) // the link stays
	if err != nil {
		return err
	}
	return atomic.WriteFile(name, bytes.NewReader(f.new))
}

// diff returns the change as a unified diff that git apply and patch -p1 take in
// the folder root.
func (f *fixedFile) diff(root string) string {
	name := f.name
	if rel, err := filepath.Rel(root, name); err == nil {
		name = rel
	}
	name = strings.TrimPrefix(filepath.ToSlash(name), "/")
	return udiff.Unified("a/"+name, "b/"+name, string(f.old), string(f.new))
}
