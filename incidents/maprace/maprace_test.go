package maprace

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the table of incidents into the README")

const (
	bound    = 2 * time.Minute // of a run that should take seconds
	attempts = 3               // for a race that needs luck
)

func TestDescriptions(t *testing.T) {
	all := readAll(t)
	if len(all) < 20 {
		t.Errorf("found %d incidents, want at least 20", len(all))
	}
	for _, in := range all {
		if !strings.HasPrefix(in.link, "https://") || in.title == "" || in.idiom == "" || in.source == "" {
			t.Errorf("%s: no link, title, idiom or source", in.name)
		}
		if len(in.bugs) == 0 || in.fixMarks != 0 {
			t.Errorf("%s: %d markers in the bug and %d in the fix, want some and none", in.name, len(in.bugs), in.fixMarks)
		}
	}
}

// TestComplete finds folders that incidents does not see because they lack a bug.
func TestComplete(t *testing.T) {
	fixes, _ := filepath.Glob("*/fix/main.go")
	if all := readAll(t); len(fixes) != len(all) {
		t.Errorf("%d fixes for %d bugs", len(fixes), len(all))
	}
}

func TestReadme(t *testing.T) {
	const file, begin, end = "../README.md", "<!-- maprace: begin -->\n", "<!-- maprace: end -->\n"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok1 := strings.Cut(string(src), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the table", file)
	}
	want := head + begin + table(readAll(t)) + end + tail
	if want == string(src) {
		return
	}
	if !*update {
		t.Fatalf("%s is out of date: go test -run TestReadme -update", file)
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestIncidents runs every program under the race detector. A bug must end with
// the runtime's fatal error, or with a report that names two marked lines; a
// fix must end well.
func TestIncidents(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs all programs")
	}
	bin := t.TempDir()
	for _, in := range readAll(t) {
		t.Run(in.name, func(t *testing.T) {
			t.Parallel()
			bug, fix := build(t, in, bin, "bug"), build(t, in, bin, "fix")
			var out outcome
			for i := range attempts {
				// The first report may be about something beside the map.
				out = run(t, bug, i == 0)
				if out.died() && slices.ContainsFunc(out.lines, in.marked) {
					break
				}
			}
			if !out.died() {
				t.Fatalf("bug: exit status %d, want a race\n%s", out.code, out.stderr)
			}
			if !slices.ContainsFunc(out.lines, in.marked) {
				t.Errorf("bug: died at lines %v, not at the markers %v and %v\n%s", out.lines, in.bugs, in.others, out.stderr)
			}
			if out := run(t, fix, true); out.code != 0 {
				t.Errorf("fix: exit status %d\n%s", out.code, out.stderr)
			}
		})
	}
}

// An outcome is what became of one run.
type outcome struct {
	code   int
	report bool  // of the race detector
	lines  []int // of main.go, of the accesses themselves
	stderr string
}

// died reports whether two goroutines met at a map.
func (o outcome) died() bool {
	return o.code != 0 && (o.report || strings.Contains(o.stderr, "fatal error: concurrent map"))
}

// position finds the lines of a program in a trace.
var position = regexp.MustCompile(`/(?:bug|fix)/main\.go:(\d+)`)

// run runs a program to its end, or to the first report if halt is set.
func run(t *testing.T, program string, halt bool) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), bound)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), "GORACE=exitcode=66", "GOTRACEBACK=all")
	if halt {
		cmd.Env = append(cmd.Env, "GORACE=exitcode=66 halt_on_error=1")
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.Run() // the exit status tells
	if ctx.Err() != nil {
		t.Fatalf("still running after %v", bound)
	}
	o := outcome{code: cmd.ProcessState.ExitCode(), stderr: stderr.String()}
	o.report = strings.Contains(o.stderr, "WARNING: DATA RACE")
	for _, m := range position.FindAllStringSubmatch(o.stderr, -1) {
		line, _ := strconv.Atoi(m[1])
		o.lines = append(o.lines, line)
	}
	return o
}

func build(t *testing.T, in *incident, bin, which string) string {
	t.Helper()
	program := filepath.Join(bin, in.name+"-"+which)
	cmd := exec.Command("go", "build", "-race", "-buildvcs=false", "-o", program, "./"+in.name+"/"+which)
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func readAll(t *testing.T) []*incident {
	t.Helper()
	all, err := incidents()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
