package maprace_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers/maprace"
)

// The race detector's own tests, as they are in GOROOT, tell what is a race:
// each TestRace function has one, and no TestNoRace function has.

// stubs stand for the internal packages that the suite imports.
var stubs = map[string]string{
	"internal/synctest": "package synctest\n\nfunc Run(f func()) { f() }\nfunc Wait() {}\n",
	"internal/testenv":  "package testenv\n\nimport \"testing\"\n\nfunc GoToolPath(testing.TB) string { return \"go\" }\n",
}

// copySuite copies the suite into a module of its own and returns its folder.
func copySuite(t *testing.T) string {
	t.Helper()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(goroot)), "src/runtime/race/testdata/*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("found only %d files of the race detector's suite in GOROOT", len(files))
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "go.mod"), "module suite\n\ngo 1.26\n")
	for path, stub := range stubs {
		writeFile(t, filepath.Join(dir, filepath.Base(path), "stub.go"), stub)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(src)
		for path := range stubs {
			text = strings.ReplaceAll(text, `"`+path+`"`, `"suite/`+filepath.Base(path)+`"`)
		}
		writeFile(t, filepath.Join(dir, filepath.Base(file)), text)
	}
	return dir
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// loadSuite loads the package of the suite in dir.
func loadSuite(t *testing.T, dir string) *packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir, Tests: true, BuildFlags: []string{"-tags=race"}}, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			t.Errorf("%v", err)
		}
		if len(pkg.Syntax) > 10 {
			return pkg
		}
	}
	t.Fatal("the suite's package is missing")
	return nil
}

// A verdict is what the analyzer said about one function of the suite.
type verdict struct {
	name, file string
	findings   []string
}

func (v verdict) racy() bool { return strings.HasPrefix(v.name, "TestRace") }

// judge runs the analyzer over a package and returns a verdict for each test.
func judge(t *testing.T, pkg *packages.Package) []verdict {
	t.Helper()
	graph, err := checker.Analyze([]*analysis.Analyzer{maprace.Analyzer}, []*packages.Package{pkg}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for act := range graph.All() {
		if act.Err != nil && !strings.HasPrefix(act.Err.Error(), "failed prerequisites") {
			t.Errorf("%s: %v", act.Package.PkgPath, act.Err)
		}
	}
	var diags []analysis.Diagnostic
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Fatal(act.Err)
		}
		diags = append(diags, act.Diagnostics...)
	}
	var out []verdict
	for _, f := range pkg.Syntax {
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(fn.Name.Name, "TestRace") && !strings.HasPrefix(fn.Name.Name, "TestNoRace") {
				continue // a helper
			}
			v := verdict{name: fn.Name.Name, file: filepath.Base(pkg.Fset.Position(fn.Pos()).Filename)}
			for _, d := range diags {
				if fn.Pos() <= d.Pos && d.Pos < fn.End() || related(d, fn) {
					v.findings = append(v.findings, fmt.Sprintf("%d: %s", pkg.Fset.Position(d.Pos).Line, d.Message))
				}
			}
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b verdict) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.name, b.name)) })
	return out
}

// related reports whether a step of a finding's evidence is in fn: the access
// itself may be in a helper.
func related(d analysis.Diagnostic, fn *ast.FuncDecl) bool {
	return slices.ContainsFunc(d.Related, func(r analysis.RelatedInformation) bool {
		return fn.Pos() <= r.Pos && r.Pos < fn.End()
	})
}

// notElements are the race cases of map_test.go in which the elements of the
// map are not what is raced for, and what is instead.
var notElements = map[string]string{
	"TestRaceMapLen":                  "len",
	"TestRaceMapLenDelete":            "len",
	"TestRaceMapVariable":             "the variable",
	"TestRaceMapVariable2":            "the variable",
	"TestRaceMapVariable3":            "the variable",
	"TestRaceMapLookupPartKey":        "the key",
	"TestRaceMapLookupPartKey2":       "the key",
	"TestRaceMapDeletePartKey":        "the key",
	"TestRaceMapInsertPartKey":        "the key",
	"TestRaceMapInsertPartVal":        "the value",
	"TestRaceMapAssignMultipleReturn": "an element of a slice in the map",
	"TestRaceMapBigKeyAccess1":        "the key",
	"TestRaceMapBigKeyAccess2":        "the key",
	"TestRaceMapBigKeyInsert":         "the key",
	"TestRaceMapBigKeyDelete":         "the key",
	"TestRaceMapBigValInsert":         "the value",
	"TestRaceMapBigValAccess1":        "the value",
	"TestRaceMapBigValAccess2":        "the value",
}

// TestSuite runs over the suite as it is.
func TestSuite(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the race detector's suite")
	}
	caught, races, quiet := 0, 0, 0
	seen := make(map[string]bool)
	for _, v := range judge(t, loadSuite(t, copySuite(t))) {
		switch {
		case !v.racy():
			quiet++
			if len(v.findings) > 0 {
				t.Errorf("%s: %s has no race, but:\n%s", v.file, v.name, strings.Join(v.findings, "\n"))
			}
		case v.file == "map_test.go":
			what, other := notElements[v.name]
			seen[v.name] = true
			if other {
				t.Logf("%-40s not an element access: %s", v.name, what)
				if len(v.findings) > 0 {
					t.Errorf("%s: reported, but only %s is raced for", v.name, what)
				}
				continue
			}
			races++
			if len(v.findings) > 0 {
				caught++
			} else {
				t.Logf("%-40s missed", v.name)
			}
		}
	}
	for name := range notElements {
		if !seen[name] {
			t.Errorf("%s is not in the suite any more", name)
		}
	}
	t.Logf("element accesses of map_test.go: %d of %d reported; %d functions without a race", caught, races, quiet)
	if races == 0 || caught*100 < races*95 {
		t.Errorf("reported %d of %d races", caught, races)
	}
	if quiet < 120 {
		t.Errorf("only %d functions without a race were seen", quiet)
	}
}

// TestSuiteMapified runs over the suite with elements of maps in place of its
// scalar variables, so that its races become map races.
func TestSuiteMapified(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the race detector's suite")
	}
	dir := copySuite(t)
	changed := mapify(t, loadSuite(t, dir))
	caught, races := 0, 0
	missed := make(map[string][]string)
	for _, v := range judge(t, loadSuite(t, dir)) {
		switch {
		case !v.racy():
			if len(v.findings) > 0 {
				t.Errorf("%s: %s has no race, but:\n%s", v.file, v.name, strings.Join(v.findings, "\n"))
			}
		case !changed[v.name], v.file == "reflect_test.go", v.file == "finalizer_test.go":
			continue // no scalar variable, or about something else
		default:
			races++
			if len(v.findings) > 0 {
				caught++
			} else {
				missed[v.file] = append(missed[v.file], v.name)
			}
		}
	}
	files := make([]string, 0, len(missed))
	for file := range missed {
		files = append(files, file)
	}
	slices.Sort(files)
	for _, file := range files {
		for _, name := range missed[file] {
			t.Logf("missed %-16s %-28s %s", file, name, missedBecause[name])
			if missedBecause[name] == "" {
				t.Errorf("%s: %s is missed, nobody says why", file, name)
			}
		}
	}
	t.Logf("mapified: %d of %d races reported", caught, races)
	if races < 60 || caught*100 < races*70 {
		t.Errorf("reported %d of %d races", caught, races)
	}
}

// missedBecause says why races of the suite are not reported.
var missedBecause = map[string]string{
	"TestRaceAtomicAddInt64":     "the result of an atomic operation decides; each side acquires what the other releases",
	"TestRaceBlockCall3":         "what is raced for is not a scalar",
	"TestRaceBlockCall4":         "what is raced for is not a scalar",
	"TestRaceChanAsyncCloseSend": "a send does not order as a receive does",
	"TestRaceChanAsyncRev":       "a receive from a buffered channel does not order the sender",
	"TestRaceChanRecvLen":        "a loop that polls is taken to wait",
	"TestRaceChanSendLen":        "a loop that polls is taken to wait",
	"TestRaceChanSyncCloseSend":  "a send does not order as a receive does",
	"TestRaceChanWrongClose":     "three goroutines and one channel",
	"TestRaceChanWrongSend":      "three goroutines and one channel",
	"TestRaceCond":               "a loop that polls is taken to wait",
}
