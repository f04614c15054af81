//go:build unix

package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// The sets of packages that are analyzed.
var sets = map[string][]string{
	// All packages are asked for: every analyzer runs on all of them.
	"std": {"database/...", "encoding/...", "go/...", "html/...", "net/...", "text/...", "time"},
	// As in a service: some packages are asked for, and the standard library is
	// what they import.
	"tools": {"golang.org/x/tools/go/ast/...", "golang.org/x/tools/go/cfg/...", "golang.org/x/tools/go/ssa/...",
		"golang.org/x/tools/go/types/...", "golang.org/x/tools/go/analysis/passes/..."},
}

// The tools that are compared, by the folder of their main package.
const (
	suite = "../cmd/golint-incidents"
	floor = "./floor"
)

// BenchmarkSuite runs go vet with the suite and with the floor as its tool on
// the same packages, cold (the tool is new to the build cache, but all is
// compiled) and then warm (nothing changed).
//
// It reports the processor time of the go command and all that it started, user
// and system, and the peak memory of the largest process among the tools.
func BenchmarkSuite(b *testing.B) {
	env := append(os.Environ(), "GOCACHE="+b.TempDir())
	for _, name := range []string{"std", "tools"} {
		b.Run(name, func(b *testing.B) {
			// Compile all: with its analyzer switched off, the floor loads and reports nothing.
			tool := build(b, floor, name+"-compile")
			vet(b, env, tool, "-floor=false", sets[name])
			var suiteCold, suiteWarm, floorCold, floorWarm usage
			n := 0
			for b.Loop() {
				n++
				id := fmt.Sprint(name, n)
				tool := build(b, floor, id)
				floorCold.add(vet(b, env, tool, "-json", sets[name]))
				floorWarm.add(vet(b, env, tool, "-json", sets[name]))
				tool = build(b, suite, id)
				suiteCold.add(vet(b, env, tool, "-json", sets[name]))
				suiteWarm.add(vet(b, env, tool, "-json", sets[name]))
			}
			b.ReportMetric(0, "ns/op") // the sum of all: says nothing
			b.ReportMetric(suiteCold.cpu/float64(n), "suite-cold-cpu-s")
			b.ReportMetric(floorCold.cpu/float64(n), "floor-cold-cpu-s")
			b.ReportMetric(suiteCold.cpu/floorCold.cpu, "cold-ratio")
			b.ReportMetric(suiteWarm.cpu/float64(n), "suite-warm-cpu-s")
			b.ReportMetric(floorWarm.cpu/float64(n), "floor-warm-cpu-s")
			b.ReportMetric(suiteWarm.cpu/floorWarm.cpu, "warm-ratio")
			b.ReportMetric(suiteCold.rss, "suite-cold-MiB")
			b.ReportMetric(floorCold.rss, "floor-cold-MiB")
		})
	}
}

// TestBenchmark runs the comparison once on two small packages, so that the
// benchmark cannot rot.
func TestBenchmark(t *testing.T) {
	env := append(os.Environ(), "GOCACHE="+t.TempDir())
	for _, tool := range []string{build(t, floor, "test"), build(t, suite, "test")} {
		cold := vet(t, env, tool, "-json", []string{"errors", "sync/atomic"})
		warm := vet(t, env, tool, "-json", []string{"errors", "sync/atomic"})
		if cold.cpu <= 0 || cold.rss <= 0 || warm.cpu <= 0 {
			t.Errorf("%s: nothing measured: cold %+v, warm %+v", filepath.Base(tool), cold, warm)
		}
		if warm.rss != 0 {
			t.Errorf("%s: the warm run started the tool", filepath.Base(tool))
		}
	}
}

// build builds a tool that go vet takes for another than any before: its
// identity is the hash of the executable, and id becomes part of that.
func build(t testing.TB, dir, id string) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), filepath.Base(dir))
	cmd := exec.Command("go", "build", "-ldflags=-buildid="+id, "-o", exe, ".")
	cmd.Dir = dir // each in its own module
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build in %s: %v\n%s", dir, err, out)
	}
	return exe
}

// A usage is what runs cost.
type usage struct {
	cpu float64 // seconds, in all
	rss float64 // MiB, of the largest process of the tool; 0 if it was not started
}

func (u *usage) add(v usage) {
	u.cpu += v.cpu
	u.rss = max(u.rss, v.rss)
}

// vet runs go vet and returns what it cost.
//
// The go command starts the tool by way of this test's own executable, which
// notes the tool's memory: the operating system tells of all children only the
// largest, and that may be the go command itself.
func vet(t testing.TB, env []string, tool, flag string, patterns []string) usage {
	t.Helper()
	log := filepath.Join(t.TempDir(), "rss")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", append([]string{"vet", "-toolexec=" + self, "-vettool=" + tool, flag}, patterns...)...)
	cmd.Env = append(env, "BENCH_RSS_LOG="+log)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr // findings are no failure, and are not of interest
	err = cmd.Run()
	if cmd.ProcessState == nil || strings.Contains(stderr.String(), "no package") || cmd.ProcessState.ExitCode() > 1 {
		t.Fatalf("go vet: %v\n%s", err, &stderr)
	}
	u := usage{cpu: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
	data, err := os.ReadFile(log)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		var kib float64
		if _, err := fmt.Sscan(line, &kib); err != nil {
			t.Fatal(err)
		}
		u.rss = max(u.rss, kib/1024)
	}
	return u
}

// TestMain runs the tests, or a tool for vet.
func TestMain(m *testing.M) {
	log := os.Getenv("BENCH_RSS_LOG")
	if log == "" || len(os.Args) < 2 || strings.HasPrefix(os.Args[1], "-test.") {
		os.Exit(m.Run())
	}
	last := os.Args[len(os.Args)-1]
	if !strings.HasSuffix(last, ".cfg") {
		// The compiler, or a question to the tool.
		err := syscall.Exec(os.Args[1], os.Args[1:], os.Environ())
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := note(log, cmd.ProcessState); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

// note adds a line to the log: the memory of a process, in KiB.
func note(log string, state *os.ProcessState) error {
	f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	kib := state.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS == "darwin" {
		kib /= 1024 // bytes there
	}
	if _, err := fmt.Fprintln(f, kib); err != nil {
		return err
	}
	return f.Close()
}
