package e2e

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// sweeper is the built command that looks for panics, hangs and findings that
// differ from run to run.
var sweeper = sync.OnceValues(func() (string, error) { return build("sweep", "../bench/sweep") })

// swept matches what the sweep says of a target when it is done with it.
var swept = regexp.MustCompile(`(?m)^(\S+) cgo=(\d): (\d+) packages .*, (\d+) test programs .*\n(?s:.*?)^(\S+) cgo=(\d): (\d+) findings, 0 failures, `)

// TestRobust runs a fixed sample of the sweep: standard packages with cgo, with
// many goroutines and with code for each system, and some programs that test the
// compiler. The whole of it runs at night.
func TestRobust(t *testing.T) {
	exe, err := sweeper()
	if err != nil {
		t.Fatal(err)
	}
	for _, sample := range []struct {
		target, cgo, every string
		packages           int
		patterns           []string
	}{
		{"linux/amd64", "1", "17", 4, []string{"net", "os/user", "context", "testing"}},
		{"windows/amd64", "0", "0", 1, []string{"os"}},
		{"js/wasm", "0", "0", 1, []string{"syscall/js"}},
	} {
		t.Run(sample.target, func(t *testing.T) {
			m := write(t, t.TempDir(), map[string]string{"go.mod": modFile})
			res := m.run(t, exe, append([]string{"-seed=1", "-targets=" + sample.target, "-cgo=" + sample.cgo, "-every=" + sample.every}, sample.patterns...)...)
			done := swept.FindStringSubmatch(res.stdout)
			if res.code != 0 || done == nil {
				t.Fatalf("the sweep failed: %v", res)
			}
			if done[3] != strconv.Itoa(sample.packages) {
				t.Errorf("%s packages, want %d: %v", done[3], sample.packages, res)
			}
			if n, err := strconv.Atoi(done[4]); err != nil || (n >= 50) != (sample.every != "0") {
				t.Errorf("%d test programs: %v", n, res)
			}
		})
	}
}

// The sweep fails when an analyzer panics or does not end in time.
func TestSweepFails(t *testing.T) {
	panics, err := buildPanicking("sweep-panics", "../bench/sweep")
	if err != nil {
		t.Fatal(err)
	}
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":                   modFile,
		"timerreset/timerreset.go": "package timerreset\n\nfunc f() {}\n",
	})
	m.env = []string{"PANICTEST=1"}
	args := []string{"-targets=linux/amd64", "-cgo=0", "-every=0"}
	res := m.run(t, panics, append(args, "./...")...)
	res.expect(t, 1, []string{"internal error in timerreset: injected", " 2 failures, "}, nil) // in both runs
	exe, err := sweeper()
	if err != nil {
		t.Fatal(err)
	}
	res = m.run(t, exe, append(args, "-bound=1ns", "./...")...)
	if want := "takes more than 1ns on "; res.code != 1 || !strings.Contains(res.stdout, want) {
		t.Errorf("want %q: %v", want, res)
	}
}
