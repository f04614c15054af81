//go:build unix

package bench

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// program is one file with two findings, that imports much of the standard library.
const program = `package main

import (
	"encoding/json"
	"net/http"
	"os"
	"time"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		raw, _ := os.ReadFile("settings.json")
		var v any
		json.Unmarshal(raw, &v)
	})
	time.NewTicker(0)
	http.ListenAndServe(":80", nil)
}
`

// multichecker builds a multichecker and runs it on the program.
func multichecker(t testing.TB, dir string) (findings int, state *os.ProcessState) {
	t.Helper()
	exe := filepath.Join(t.TempDir(), filepath.Base(dir))
	if out, err := exec.Command("go", "build", "-o", exe, "./"+dir).CombinedOutput(); err != nil {
		t.Fatalf("go build in %s: %v\n%s", dir, err, out)
	}
	cmd := exec.Command(exe, "./...")
	cmd.Dir = t.TempDir()
	for name, content := range map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n", "main.go": program} {
		if err := os.WriteFile(filepath.Join(cmd.Dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	cmd.Stderr = &out
	cmd.Run() // exits 3 for findings
	for line := range strings.Lines(out.String()) {
		if strings.Contains(line, "json.Unmarshal decodes what") || strings.Contains(line, "time.NewTicker panics") {
			findings++
		}
	}
	return findings, cmd.ProcessState
}

// BenchmarkMultichecker reports what a program of one file costs where the
// standard library is loaded from source, as in a multichecker of one's own, and
// what of it the loading is.
func BenchmarkMultichecker(b *testing.B) {
	for _, bm := range []struct {
		name, dir string
		findings  int
	}{{"floor", "multichecker/floor", 0}, {"suite", "multichecker", 2}} {
		b.Run(bm.name, func(b *testing.B) {
			var cpu, mib float64
			for b.Loop() {
				n, state := multichecker(b, bm.dir)
				if n != bm.findings {
					b.Fatalf("%d findings, want %d: %v", n, bm.findings, state)
				}
				cpu = (state.UserTime() + state.SystemTime()).Seconds()
				mib = float64(state.SysUsage().(*syscall.Rusage).Maxrss) / 1024
			}
			b.ReportMetric(0, "ns/op") // says nothing: it includes building
			b.ReportMetric(cpu, "CPU-s")
			b.ReportMetric(mib, "MiB")
		})
	}
}

// TestMultichecker has the same findings as any other way to run the suite.
func TestMultichecker(t *testing.T) {
	if n, state := multichecker(t, "multichecker"); n != 2 || state.ExitCode() != 3 {
		t.Errorf("%d findings, want 2 (%v)", n, state)
	}
}
