package cgoalloc

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/incidents/cgoalloc/heap"
)

var update = flag.Bool("update", false, "write the table of incidents into the README")

// once names the program that a child process runs for one round.
const once = "CGOALLOC_INCIDENT"

func TestMain(m *testing.M) {
	flag.Parse()
	if name := os.Getenv(once); name != "" {
		programs[filepath.Dir(name)].round(filepath.Base(name))()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func (p program) round(version string) func() {
	if version == "bug" {
		return p.bug
	}
	return p.fix
}

// growth returns the bytes by which the C heap grows in each of many rounds.
// A leak shows in every window; what the runtime allocates for a thread that it
// starts in the meantime (some 300 bytes for each) does not.
func growth(round func()) float64 {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for range 100 {
		round() // fills the allocator's caches
	}
	const windows, rounds = 5, 1000
	least := int64(math.MaxInt64)
	for range windows {
		before := heap.InUse()
		for range rounds {
			round()
		}
		least = min(least, heap.InUse()-before)
	}
	return float64(least) / rounds
}

// The smallest block of the GNU C library is of 24 bytes, and its header of 8.
const block, noise = 16, 2

func TestIncidents(t *testing.T) {
	for _, in := range readAll(t) {
		t.Run(in.name, func(t *testing.T) {
			p := programs[in.name]
			switch in.outcome {
			case "leaks":
				bug, fix := growth(p.bug), growth(p.fix)
				t.Logf("%.0f bytes a round, fixed %.2f", bug, fix)
				if bug < block {
					t.Errorf("the bug leaks %.2f bytes a round, want at least %d", bug, block)
				}
				if fix > noise {
					t.Errorf("the fix leaks %.2f bytes a round", fix)
				}
			case "aborts":
				if out, err := child(in.name + "/bug"); err == nil || !bytes.Contains(out, []byte("double free")) {
					t.Errorf("the bug does not abort: %v\n%s", err, out)
				}
				if out, err := child(in.name + "/fix"); err != nil {
					t.Errorf("the fix fails: %v\n%s", err, out)
				}
				if fix := growth(p.fix); fix > noise {
					t.Errorf("the fix leaks %.2f bytes a round", fix)
				}
			default:
				t.Errorf("unknown outcome %q", in.outcome)
			}
		})
	}
}

// child runs one round of a program in a process of its own.
func child(name string) ([]byte, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), once+"="+name)
	out, err := cmd.CombinedOutput()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		return out, fmt.Errorf("not run: %w", err)
	}
	return out, err
}

// An incident is one folder, and what the comment of its bug says.
type incident struct {
	name, title, link, kind, outcome string
	marks, fixMarks                  int
}

var (
	marker   = regexp.MustCompile(`// BUG: \w`)
	keyValue = regexp.MustCompile(`(?m)^(Link|Kind|Outcome): *(.*)$`)
)

func readAll(t *testing.T) []incident {
	t.Helper()
	bugs, err := filepath.Glob("*/bug/bug.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []incident
	for _, bug := range bugs {
		file, err := parser.ParseFile(token.NewFileSet(), bug, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		in := incident{name: filepath.Dir(filepath.Dir(bug))}
		doc := strings.TrimPrefix(file.Doc.Text(), "Package bug: ")
		title, _, _ := strings.Cut(doc, "\n\n")
		in.title = strings.TrimSuffix(strings.ReplaceAll(title, "\n", " "), ".")
		for _, kv := range keyValue.FindAllStringSubmatch(doc, -1) {
			switch kv[1] {
			case "Link":
				in.link = kv[2]
			case "Kind":
				in.kind = kv[2]
			case "Outcome":
				in.outcome = kv[2]
			}
		}
		in.marks = marks(t, bug)
		in.fixMarks = marks(t, filepath.Join(in.name, "fix", "fix.go"))
		all = append(all, in)
	}
	return all
}

func marks(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return len(marker.FindAll(data, -1))
}

func TestDescriptions(t *testing.T) {
	all := readAll(t)
	if len(all) < 15 || len(all) != len(programs) {
		t.Errorf("%d incidents and %d programs, want at least 15 of each", len(all), len(programs))
	}
	var kinds []string
	for _, in := range all {
		if _, ok := programs[in.name]; !ok {
			t.Errorf("%s is not run", in.name)
		}
		if !strings.HasPrefix(in.link, "https://") || in.title == "" || in.kind == "" {
			t.Errorf("%s: no link, title or kind", in.name)
		}
		if in.marks == 0 || in.fixMarks != 0 {
			t.Errorf("%s: %d markers in the bug and %d in the fix, want some and none", in.name, in.marks, in.fixMarks)
		}
		kinds = append(kinds, in.kind)
	}
	slices.Sort(kinds)
	if n := len(slices.Compact(kinds)); n < 8 {
		t.Errorf("%d kinds of incidents, want at least 8", n)
	}
}

const readme = "../README.md"

var section = regexp.MustCompile(`(?s)(<!-- cgoalloc: begin -->\n).*(<!-- cgoalloc: end -->)`)

// TestReadme keeps the table of the README.
func TestReadme(t *testing.T) {
	var b strings.Builder
	b.WriteString("| incident | what happened | kind | outcome | real one |\n|---|---|---|---|---|\n")
	for _, in := range readAll(t) {
		fmt.Fprintf(&b, "| [%s](cgoalloc/%s) | %s | %s | %s | [link](%s) |\n", in.name, in.name, in.title, in.kind, in.outcome, in.link)
	}
	old, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	if !section.Match(old) {
		t.Fatal("the README has no place for the table")
	}
	want := section.ReplaceAll(old, []byte("${1}"+b.String()+"${2}"))
	if *update {
		if err := os.WriteFile(readme, want, 0o666); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(old, want) {
		t.Error("the table is out of date: go test -run TestReadme -update")
	}
}
