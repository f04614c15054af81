package timerreset

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the table of incidents into the README")

const (
	bound    = 10 * time.Second // of a run that should take two seconds at most
	attempts = 5                // for a bug that needs luck: a race, a short stall
	near     = 3                // lines between a marker and where the program stands
)

// TestMain runs more programs at once than there are processors: they mostly
// wait. The flag -parallel still decides if it is given.
func TestMain(m *testing.M) {
	flag.Set("test.parallel", strconv.Itoa(4*runtime.GOMAXPROCS(0)))
	flag.Parse()
	os.Exit(m.Run())
}

var outcomes = []string{"blocks", "stale", "leaks", "panics", "fatal"}

func TestDescriptions(t *testing.T) {
	all := readAll(t)
	if len(all) < 18 {
		t.Errorf("found %d incidents, want at least 18", len(all))
	}
	for _, in := range all {
		if !strings.HasPrefix(in.link, "https://") {
			t.Errorf("%s: no link", in.dir)
		}
		if in.title == "" || in.idiom == "" {
			t.Errorf("%s: no title or no idiom", in.dir)
		}
		if len(in.outcomes) == 0 {
			t.Errorf("%s: no outcome", in.dir)
		}
		for _, o := range in.outcomes {
			if !slices.Contains(outcomes, o) {
				t.Errorf("%s: unknown outcome %q", in.dir, o)
			}
		}
		if !slices.Contains([]string{"", "before 1.23", "since 1.23"}, in.since) {
			t.Errorf("%s: unknown timers %q", in.dir, in.since)
		}
		if len(in.marks) == 0 || in.fixMarks != 0 {
			t.Errorf("%s: %d markers in the bug and %d in the fix, want some and none", in.dir, len(in.marks), in.fixMarks)
		}
		if in.since == "before 1.23" && in.module() != "go1.22" || in.since == "since 1.23" && in.module() != "go1.26" {
			t.Errorf("%s: the module's go line gives it other timers than %q", in.dir, in.since)
		}
	}
}

// TestComplete finds folders that incidents does not see because they lack a bug.
func TestComplete(t *testing.T) {
	fixes, _ := filepath.Glob("go*/*/fix/main.go")
	if all := readAll(t); len(fixes) != len(all) {
		t.Errorf("%d fixes for %d bugs", len(fixes), len(all))
	}
}

// TestWatch keeps the copies of package watch alike: each module has its own so
// that it stands alone.
func TestWatch(t *testing.T) {
	files, _ := filepath.Glob("go*/internal/watch/watch.go")
	if len(files) < 2 {
		t.Fatalf("found %d copies", len(files))
	}
	first, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files[1:] {
		if src, err := os.ReadFile(file); err != nil || !bytes.Equal(src, first) {
			t.Errorf("%s differs from %s (%v)", file, files[0], err)
		}
	}
}

func TestReadme(t *testing.T) {
	const file, begin, end = "../README.md", "<!-- timerreset: begin -->\n", "<!-- timerreset: end -->\n"
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

// TestIncidents runs every program with the timers of its module's go line, and
// once more with the timers of the other kind, which is how a bug shows that it
// depends on them.
func TestIncidents(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs all programs")
	}
	bin := t.TempDir()
	for _, in := range readAll(t) {
		t.Run(in.dir, func(t *testing.T) {
			t.Parallel()
			bug := build(t, in, bin, "bug")
			fix := build(t, in, bin, "fix")

			async := in.module() == "go1.22"
			if async && buffersGone() {
				t.Skip("from Go 1.27 on no go line brings the old timers back")
			}
			r := expectBug(t, in, bug, async, "")
			if want := in.outcomes; !slices.Contains(want, r.outcome) {
				t.Fatalf("bug: %s, want %s\n%s", r, strings.Join(want, " or "), r.stderr)
			}
			// A program that stands still or panics does so at a marked line, unless
			// it has corrupted its memory and may end anywhere.
			if len(in.outcomes) == 1 && len(r.lines) > 0 && r.nearest(in.marks) == 0 {
				t.Errorf("bug: %s, not near the markers at %v\n%s", r, in.marks, r.stderr)
			}
			if r := run(t, fix, ""); r.outcome != "ok" {
				t.Errorf("fix: %s\n%s", r, r.stderr)
			}
			other := otherTimers(in, bug, fix, async, t)
			at := ""
			if line := r.nearest(in.marks); line != 0 {
				at = " at main.go:" + strconv.Itoa(line)
			}
			t.Logf("%-24s %-38s | %s", in.name(), r.String()+at, other)
		})
	}
}

// otherTimers repeats the runs with the timers that the module's go line does
// not give, and says in a few words what was seen.
func otherTimers(in *incident, bug, fix string, async bool, t *testing.T) string {
	if buffersGone() {
		return "only one kind of timers"
	}
	debug := "asynctimerchan=1"
	if async {
		debug = "asynctimerchan=0"
	}
	r := expectBug(t, in, bug, !async, debug)
	if fails := r.outcome != "ok"; fails != in.failsWith(!async) {
		t.Errorf("bug with %s: %s, want failure: %v\n%s", debug, r, !fails, r.stderr)
	}
	if r := run(t, fix, debug); r.outcome != "ok" {
		t.Errorf("fix with %s: %s\n%s", debug, r, r.stderr)
	}
	return debug + ": " + r.String()
}

// expectBug runs a bug until it fails, if it should.
func expectBug(t *testing.T, in *incident, bug string, async bool, debug string) result {
	t.Helper()
	var r result
	for range attempts {
		r = run(t, bug, debug)
		if (r.outcome != "ok") == in.failsWith(async) {
			break
		}
	}
	return r
}

// buffersGone reports whether the toolchain no longer knows asynctimerchan.
func buffersGone() bool { return version.Compare(runtime.Version(), "go1.27") >= 0 }

// A result is what became of one run.
type result struct {
	outcome string // "ok" or one of outcomes
	said    string // the line that it printed
	lines   []int  // of main.go in the traces of a program that blocked or panicked
	stderr  string
}

func (r result) String() string {
	if _, detail, ok := strings.Cut(r.said, ": "); ok {
		return r.outcome + " (" + detail + ")"
	}
	return r.outcome
}

// nearest returns the first line of the traces that is near a marker, or 0.
func (r result) nearest(marks []int) int {
	for _, line := range r.lines {
		for _, mark := range marks {
			if max(mark-line, line-mark) <= near {
				return line
			}
		}
	}
	return 0
}

// position finds the lines of a program in a trace.
var position = regexp.MustCompile(`/(?:bug|fix)/main\.go:(\d+)`)

func run(t *testing.T, program, debug string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), bound)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), "GOTRACEBACK=all", "GODEBUG="+debug)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}

	r := result{said: strings.TrimSpace(stdout.String()), stderr: stderr.String()}
	word, _, _ := strings.Cut(r.said, ":")
	switch code := cmd.ProcessState.ExitCode(); {
	case ctx.Err() != nil:
		r.outcome = "blocks" // so completely that not even main came back
	case code == 0 && word == "ok":
		r.outcome = "ok"
	case code == 1 && word == "blocked":
		r.outcome = "blocks"
	case code == 1 && (word == "stale" || word == "leaks"):
		r.outcome = word
	case code == 2 && strings.Contains(r.stderr, "fatal error: "):
		r.outcome = "fatal"
	case code == 2 && strings.Contains(r.stderr, "panic: "):
		r.outcome = "panics"
	default:
		t.Fatalf("exit status %d, and said %q\n%s", code, r.said, r.stderr)
	}
	if r.outcome == "blocks" || r.outcome == "panics" {
		r.lines = lines(r.stderr)
	}
	return r
}

// lines returns the lines of main.go in the traces of all goroutines but the
// one that watches.
func lines(traces string) []int {
	var all []int
	for _, trace := range strings.Split(traces, "\n\n") {
		if strings.Contains(trace, "/watch.Returns(") {
			continue
		}
		for _, m := range position.FindAllStringSubmatch(trace, -1) {
			line, _ := strconv.Atoi(m[1])
			all = append(all, line)
		}
	}
	return all
}

func build(t *testing.T, in *incident, bin, which string) string {
	t.Helper()
	program := filepath.Join(bin, in.module()+"-"+in.name()+"-"+which)
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./"+in.name()+"/"+which)
	cmd.Dir = in.module()
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
