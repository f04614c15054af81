package timerreset_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/timerreset"
)

// packages returns a pattern for each directory of a module in testdata that
// holds Go files, less those below the directories in without.
func packages(t *testing.T, module string, without ...string) []string {
	t.Helper()
	root := filepath.Join(analysistest.TestData(), module)
	seen := make(map[string]bool)
	var patterns []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil || seen[dir] {
			return err
		}
		seen[dir] = true
		for _, w := range without {
			for _, elem := range strings.Split(filepath.ToSlash(dir), "/") {
				if strings.HasPrefix(elem, w) {
					return nil
				}
			}
		}
		patterns = append(patterns, "./"+filepath.ToSlash(dir))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return patterns
}

// setFlag sets a flag of the analyzer until the test ends.
func setFlag(t *testing.T, name string) {
	t.Helper()
	if err := timerreset.Analyzer.Flags.Set(name, "true"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { timerreset.Analyzer.Flags.Set(name, "false") })
}

// TestVersions runs over the themes under each semantics: go1.22 is a library,
// which may run under both, go1.22/cmd holds main packages, which run under
// the old one, and go1.26 runs under the new one.
func TestVersions(t *testing.T) {
	for _, module := range []string{"go1.22", "go1.26"} {
		t.Run(module, func(t *testing.T) {
			dir := filepath.Join(analysistest.TestData(), module)
			analysistest.Run(t, dir, timerreset.Analyzer, packages(t, module, "low", "fix", "modernize", "generatedflag")...)
		})
	}
}

// TestLow runs over what only the flag low reports.
func TestLow(t *testing.T) {
	setFlag(t, "low")
	for module, patterns := range map[string][]string{
		"go1.22": {"./low", "./cmd/low"},
		"go1.26": {"./low"},
	} {
		t.Run(module, func(t *testing.T) {
			analysistest.Run(t, filepath.Join(analysistest.TestData(), module), timerreset.Analyzer, patterns...)
		})
	}
}

// TestSemantics runs over small modules that say in different ways which
// semantics they run under: go lines, godebug lines, //go:debug comments,
// workspaces and GOPATH mode. Build tags say nothing.
func TestSemantics(t *testing.T) {
	for _, module := range modules(t, "semantics") {
		t.Run(module, func(t *testing.T) {
			dir := filepath.Join(analysistest.TestData(), "semantics", module)
			if module == "gopath" {
				t.Setenv("GO111MODULE", "off") // as it is where go vet is run
				analysistest.Run(t, dir, timerreset.Analyzer, "example.com/cmd", "example.com/lib")
				return
			}
			analysistest.Run(t, dir, timerreset.Analyzer, packages(t, filepath.Join("semantics", module))...)
		})
	}
}

// TestToolchain runs over modules that ask for a release with a timer bug in
// its runtime, and over those that ask for the next one.
func TestToolchain(t *testing.T) {
	for _, module := range modules(t, "toolchain") {
		t.Run(module, func(t *testing.T) {
			analysistest.Run(t, filepath.Join(analysistest.TestData(), "toolchain", module), timerreset.Analyzer, ".")
		})
	}
}

// modules returns the names of the directories in a directory of testdata.
func modules(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(analysistest.TestData(), dir))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// TestGenerated runs over a generated file with the flag that keeps its
// findings.
func TestGenerated(t *testing.T) {
	setFlag(t, "generated")
	analysistest.Run(t, filepath.Join(analysistest.TestData(), "go1.26"), timerreset.Analyzer, "./generatedflag")
}

// fixes lists the packages with suggested fixes: module, package, flag.
var fixes = []struct{ module, pkg, flag string }{
	{"go1.22", "fixdrain", ""},
	{"go1.22", "cmd/fixdrain", ""},
	{"go1.26", "fixdrain", ""},
	{"go1.22", "fixcopy", ""},
	{"go1.22", "cmd/fixcopy", ""},
	{"go1.26", "fixcopy", ""},
	{"go1.22", "modernize", "modernize"},
	{"go1.26", "modernize", "modernize"},
}

// TestFixes applies the fixes and compares the result with the goldens. A file
// nofix.go has findings for which no fix is certain.
func TestFixes(t *testing.T) {
	for _, f := range fixes {
		t.Run(f.module+"/"+f.pkg, func(t *testing.T) {
			if f.flag != "" {
				setFlag(t, f.flag)
			}
			analysistest.RunWithSuggestedFixes(t, filepath.Join(analysistest.TestData(), f.module), timerreset.Analyzer, "./"+f.pkg)
		})
	}
}

// TestFixed runs over the goldens: a fix clears its finding and adds no other.
func TestFixed(t *testing.T) {
	for _, f := range fixes {
		t.Run(f.module+"/"+f.pkg, func(t *testing.T) {
			if f.flag != "" {
				setFlag(t, f.flag)
			}
			module := filepath.Join(analysistest.TestData(), f.module)
			goldens, err := filepath.Glob(filepath.Join(module, f.pkg, "*.golden"))
			if err != nil {
				t.Fatal(err)
			}
			if len(goldens) == 0 {
				t.Skip("nothing to fix under these semantics")
			}
			dir := t.TempDir()
			copyFile(t, filepath.Join(module, "go.mod"), filepath.Join(dir, "go.mod"))
			for _, golden := range goldens {
				copyFile(t, golden, filepath.Join(dir, strings.TrimSuffix(filepath.Base(golden), ".golden")))
			}
			analysistest.Run(t, dir, timerreset.Analyzer, ".")
		})
	}
}

// wants matches the expectations of analysistest.
var wants = regexp.MustCompile(`// want .*`)

// copyFile copies a file less its expectations.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, wants.ReplaceAll(data, nil), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rows are the rows of the idiom table, and whether some positive case must
// show it.
var rows = []struct {
	row      string
	positive bool
}{
	{"01", true}, {"02", true}, {"03", true}, {"04", false}, {"05", false}, {"06", true},
	{"07", true}, {"07b", true}, {"08", true}, {"08b", true}, {"08c", true}, {"08d", true},
	{"09", false}, {"09b", true}, {"10", true}, {"10b", true}, {"11", true}, {"11b", true}, {"11d", true},
	{"12", false}, {"12b", false}, {"12c", true}, {"12d", true},
	{"13", true}, {"13b", true}, {"13c", true}, {"13e", true}, {"13f", false}, {"13g", true}, {"13h", true},
	{"14", true}, {"14b", true}, {"14c", true}, {"14d", true}, {"14e", true}, {"14f", false},
	{"15", true}, {"15d", true}, {"15e", false}, {"16", true}, {"16b", true}, {"16c", true},
	{"17", true}, {"17b", true}, {"17c", true}, {"18", false}, {"18b", true}, {"18c", true},
	{"19", false}, {"19b", true}, {"20", false}, {"20b", true}, {"20c", true}, {"20d", true},
	{"21", false}, {"22", true}, {"22b", true}, {"23", false},
}

// rowComment finds the rows that a comment names: "row 13, row 13b: ...".
var rowComment = regexp.MustCompile(`\brow (\d\d[a-z]?)\b`)

// TestIdiomTable checks that each row of the idiom table has a case: a
// function whose comment names the row. A row that is reported has a function
// with an expectation and, the right way, one without.
func TestIdiomTable(t *testing.T) {
	positive, negative := make(map[string]bool), make(map[string]bool)
	err := filepath.WalkDir(analysistest.TestData(), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == "modernize" {
			return filepath.SkipDir // tells of code that is right
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, data, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Doc == nil {
				continue // no case
			}
			body := data[fn.Pos()-f.FileStart : fn.End()-f.FileStart]
			for _, m := range rowComment.FindAllStringSubmatch(fn.Doc.Text(), -1) {
				if wants.Match(body) {
					positive[m[1]] = true
				} else {
					negative[m[1]] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, r := range rows {
		known[r.row] = true
		if r.positive && !positive[r.row] {
			t.Errorf("row %s: no function with an expectation", r.row)
		}
		if !r.positive && positive[r.row] {
			t.Errorf("row %s: an expectation, but the row is never reported", r.row)
		}
		if !negative[r.row] {
			t.Errorf("row %s: no function without an expectation", r.row)
		}
	}
	for row := range positive {
		if !known[row] {
			t.Errorf("row %s is not in the table", row)
		}
	}
	for row := range negative {
		if !known[row] {
			t.Errorf("row %s is not in the table", row)
		}
	}
}
