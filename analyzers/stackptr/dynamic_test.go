package stackptr_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/tabwriter"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
)

// TestReached compares the objects that are predicted to be reached in the
// incident programs with those that the runtime says it scans: its own switch
// for that, a constant, is turned on in a copy of its source.
func TestReached(t *testing.T) {
	module := filepath.Join("..", "..", "incidents", "stackptr")
	park, inlined := buildPark(t, module)
	predicted := predictReached(t, module)
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "program\t\tpredicted\tscanned\tscanned with inlining")
	compared := 0
	bugs, err := filepath.Glob(filepath.Join(module, "*", "bug", "bug.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bug := range bugs {
		name := filepath.Base(filepath.Dir(filepath.Dir(bug)))
		for _, version := range []string{"bug", "fix"} {
			out := runPark(t, park, name, version)
			stack, scanned, _ := trace(t, out)
			want := 0
			for fn, reached := range predicted[name+"/"+version] {
				want += reached * strings.Count(stack, "."+fn+"(")
			}
			out = runPark(t, inlined, name, version)
			stack, found, records := trace(t, out)
			frames := strings.Count(stack, "\n\t")
			table, _, _ := strings.Cut(out, "\n")
			if now := fmt.Sprintf("frames %d records %d reached %d", frames, records, found); now != table {
				t.Errorf("%s %s: %s, but the incidents' table has %s", name, version, now, table)
			}
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d of %d\n", name, version, want, scanned, found, records)
			compared++
			if d := want - scanned; d < -1 || d > 1 {
				t.Errorf("%s %s: %d objects predicted, %d scanned", name, version, want, scanned)
			}
		}
	}
	w.Flush()
	t.Logf("objects reached while parked\n%s", &b)
	if compared < 16 {
		t.Errorf("%d programs compared, want 16", compared)
	}
}

// buildPark builds the incidents' park command with a runtime that tells what
// it scans, once without inlining, as the prediction is of, and once with.
func buildPark(t *testing.T, module string) (plain, inlined string) {
	t.Helper()
	const off, on = "const stackTraceDebug = false", "const stackTraceDebug = true"
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(strings.TrimSpace(string(goroot)), "src", "runtime", "mgcstack.go")
	data, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(data), off) != 1 {
		t.Skipf("%s has no line %q: this version of the runtime does not tell what it scans", source, off)
	}
	dir := t.TempDir()
	changed := filepath.Join(dir, "mgcstack.go")
	if err := os.WriteFile(changed, []byte(strings.Replace(string(data), off, on, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {source: changed}})
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(config, overlay, 0o666); err != nil {
		t.Fatal(err)
	}
	build := func(name, gcflags string) string {
		exe := filepath.Join(dir, name)
		cmd := exec.Command("go", "build", "-overlay="+config, "-gcflags="+gcflags, "-o", exe, "./park")
		cmd.Dir = module
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return exe
	}
	return build("plain", "./...=-l"), build("inlined", "")
}

// runPark parks a program. On one processor no two scans mix what they print.
func runPark(t *testing.T, exe, name, version string) string {
	t.Helper()
	cmd := exec.Command(exe, name, version)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, version, err, out)
	}
	return string(out)
}

var goroutine = regexp.MustCompile(`(?m)^goroutine (\d+) `)

// trace returns the stack of the parked goroutine, how many of its objects the
// collector found by pointers, and how many it has.
func trace(t *testing.T, out string) (stack string, reached, records int) {
	t.Helper()
	_, rest, _ := strings.Cut(out, "parked:\n")
	stack, rest, ok := strings.Cut(rest, "\nend\n")
	m := goroutine.FindStringSubmatch(stack)
	if !ok || m == nil {
		t.Fatalf("no parked goroutine:\n%s", out)
	}
	_, scan, ok := strings.Cut(rest, "stack trace goroutine "+m[1]+"\n")
	if !ok {
		t.Fatalf("the runtime did not scan goroutine %s:\n%s", m[1], rest)
	}
	scan, _, _ = strings.Cut(scan, "stack trace goroutine ")
	return stack, strings.Count(scan, "  live stkobj at"), strings.Count("\n"+scan, "\nstkobj at")
}

// predictReached returns the objects that are reached in each function, by the
// folder of the program.
func predictReached(t *testing.T, module string) map[string]map[string]int {
	t.Helper()
	for _, name := range []string{"reached", "records"} {
		f := stackptr.Analyzer.Flags.Lookup(name)
		old := f.Value.String()
		f.Value.Set("1")
		defer f.Value.Set(old)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: module}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{stackptr.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]map[string]int)
	for _, act := range graph.Roots {
		for _, d := range act.Diagnostics {
			fn, _, _ := strings.Cut(d.Message, " parks at ")
			_, counts, _ := strings.Cut(d.Message, "live pointers reach ")
			var reached int
			if _, err := fmt.Sscanf(counts, "%d of its", &reached); err != nil {
				t.Fatalf("%s: %v", d.Message, err)
			}
			dir := filepath.Dir(act.Package.Fset.Position(d.Pos).Filename)
			key := filepath.Base(filepath.Dir(dir)) + "/" + filepath.Base(dir)
			if out[key] == nil {
				out[key] = make(map[string]int)
			}
			out[key][fn] = reached
		}
	}
	return out
}
