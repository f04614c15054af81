package stackptr

import (
	"bytes"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/stackptr/programs"
)

var update = flag.Bool("update", false, "write the tables of incidents and of what they cost into the README")

// goroutines are parked in each program.
const goroutines = 20000

// cycle returns the processor time of a cycle of the collector while the
// program's goroutines are parked: the least of several.
func cycle(accept func(chan chan bool)) time.Duration {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	conns, done := make(chan chan bool), make(chan bool)
	before := runtime.NumGoroutine()
	go accept(conns)
	for range goroutines {
		conns <- done
	}
	close(conns)
	runtime.GC()
	least := time.Duration(1<<63 - 1)
	for range 7 {
		start := processorTime()
		runtime.GC()
		least = min(least, processorTime()-start)
	}
	close(done)
	for runtime.NumGoroutine() > before {
		time.Sleep(time.Millisecond)
	}
	return least
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestIncidents asks only which of the two costs more: what they cost depends
// on the machine. How far that is from the cost model is logged, and with
// -update written into the README.
func TestIncidents(t *testing.T) {
	var table strings.Builder
	table.WriteString("| program | objects reached | ns a goroutine and cycle | the same, fixed | difference | by the model |\n|---|---|---|---|---|---|\n")
	for _, in := range readAll(t) {
		t.Run(in.name, func(t *testing.T) {
			p := programs.All[in.name]
			model := p.Bug.Cost() - p.Fix.Cost()
			var bug, fix int64
			for range 5 { // other processes take time, too
				bug = cycle(p.Bug.Accept).Nanoseconds() / goroutines
				fix = cycle(p.Fix.Accept).Nanoseconds() / goroutines
				if near(bug-fix, int64(model)) {
					break
				}
			}
			verdict := "within a factor of two"
			if !near(bug-fix, int64(model)) {
				verdict = "not within a factor of two, on this machine, now"
			}
			t.Logf("%d ns a goroutine and cycle, fixed %d: the difference is %d, by the model %d: %s", bug, fix, bug-fix, model, verdict)
			fmt.Fprintf(&table, "| %s | %d of %d, fixed %d of %d | %d | %d | %d | %d |\n", in.name,
				p.Bug.Reached, p.Bug.Records, p.Fix.Reached, p.Fix.Records, bug, fix, bug-fix, model)
			if bug <= fix {
				t.Errorf("a cycle costs %d ns a goroutine under the bug and %d under the fix", bug, fix)
			}
		})
	}
	if *update {
		old, err := os.ReadFile(readme)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(readme, measured.ReplaceAll(old, []byte("${1}"+table.String()+"${2}")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// near reports whether two costs are within a factor of two.
func near(a, b int64) bool { return a > 0 && b > 0 && a <= 2*b && b <= 2*a }

// An incident is one folder, and what the comment of its bug says.
type incident struct {
	name, title, link, kind string
	marks, fixMarks         int
}

var (
	marker   = regexp.MustCompile(`// BUG: \w`)
	keyValue = regexp.MustCompile(`(?m)^(Link|Kind): *(.*)$`)
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
			}
		}
		in.marks, in.fixMarks = marks(t, bug), marks(t, filepath.Join(in.name, "fix", "fix.go"))
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
	if len(all) < 8 || len(all) != len(programs.All) {
		t.Errorf("%d incidents and %d programs, want at least 8 of each", len(all), len(programs.All))
	}
	var kinds []string
	for _, in := range all {
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
		t.Errorf("%d kinds, want 8", n)
	}
}

const readme = "../README.md"

var section = regexp.MustCompile(`(?s)(<!-- stackptr: begin -->\n).*(<!-- stackptr: end -->)`)

// measured is where TestIncidents writes.
var measured = regexp.MustCompile(`(?s)(<!-- stackptr measured: begin -->\n).*(<!-- stackptr measured: end -->)`)

// TestReadme keeps the table of the README.
func TestReadme(t *testing.T) {
	var b strings.Builder
	b.WriteString("| program | what happens | kind | background |\n|---|---|---|---|\n")
	for _, in := range readAll(t) {
		fmt.Fprintf(&b, "| [%s](stackptr/%s) | %s | %s | [link](%s) |\n", in.name, in.name, in.title, in.kind, in.link)
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
