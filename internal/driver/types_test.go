package driver

import (
	"bytes"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
)

// Packages import each other by what exportTypes wrote, and function bodies are not checked.
func TestExportTypes(t *testing.T) {
	dir := t.TempDir()
	of := func(path, source string, imports map[string]string) *unit {
		file := filepath.Join(dir, path+".go")
		if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
			t.Fatal(err)
		}
		return &unit{ImportPath: path, GoFiles: []string{file}, ImportMap: map[string]string{"short": "a"},
			PackageVetx: imports, VetxOutput: filepath.Join(dir, path+".vetx"), Stdout: filepath.Join(dir, path+".out")}
	}
	a := of("a", "package a\nimport \"unsafe\"\ntype T struct{ p unsafe.Pointer }\nfunc F() T { return nobody }\n", nil)
	b := of("b", "package b\nimport \"short\"\nfunc G() a.T { return a.F() }\n", map[string]string{"a": a.VetxOutput})
	for _, u := range []*unit{a, b} {
		if err := u.exportTypes(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(u.Stdout); err != nil {
			t.Errorf("go keeps the output of %s: %v", u.ImportPath, err)
		}
	}
	data, err := readTypes(b.VetxOutput)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := gcexportdata.Read(bytes.NewReader(data), token.NewFileSet(), make(map[string]*types.Package), "b")
	if err != nil {
		t.Fatal(err)
	}
	if got := types.ObjectString(pkg.Scope().Lookup("G"), nil); got != "func b.G() a.T" {
		t.Errorf("got %s", got)
	}

	for _, bad := range []struct {
		unit *unit
		want string
	}{
		{of("c", "package c\nvar x undefined\n", nil), "undefined"},
		{of("d", "package d\nimport \"other\"\n", nil), `nothing is known of package "other"`},
		{of("e", "package\n", nil), "expected"},
		{of("f", "package f\nimport \"a\"\nvar _ a.T\n", map[string]string{"a": a.GoFiles[0]}), "does not hold types"},
		{of("g", "package g\nimport \"a\"\nvar _ a.T\n", map[string]string{"a": cut(t, a.VetxOutput)}), "and says"},
	} {
		if err := bad.unit.exportTypes(); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: got %v, want an error with %q", bad.unit.ImportPath, err, bad.want)
		}
	}
}

// cut writes a file that ends too early.
func cut(t *testing.T, file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file+".cut", data[:vetxHeader+2], 0o666); err != nil {
		t.Fatal(err)
	}
	return file + ".cut"
}
