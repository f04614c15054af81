package e2e

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What incident programs leave behind when they die is explained by the finding at fault;
// what has another cause is not.
func TestTriage(t *testing.T) {
	triage := func(dir, log string, args ...string) result {
		t.Helper()
		cmd := exec.Command(tool(t), append([]string{"triage"}, args...)...)
		cmd.Dir = dir
		cmd.Stdin = strings.NewReader(log)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		cmd.Run() // its exit code says what it found
		return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	}
	dies := func(dir string) string {
		t.Helper()
		exe := filepath.Join(t.TempDir(), "bug")
		place{dir: dir}.must(t, "go", "build", "-o", exe, ".")
		for range 20 { // it is a race
			out, _ := exec.Command(exe).CombinedOutput() // it dies
			if bytes.Contains(out, []byte("goroutine ")) {
				return string(out)
			}
		}
		t.Skipf("the program of %s did not die", dir)
		return ""
	}
	t.Run("concurrent map writes", func(t *testing.T) {
		const dir = incidentsModule + "/hmq-126/bug"
		res := triage(dir, dies(dir))
		res.expect(t, 0, []string{"maprace/", "What matched, the best first:\n1. maprace/", "main.(*client)."}, []string{"this is a map that goroutines use at once"})
	})
	t.Run("panic of a timer", func(t *testing.T) {
		const dir = "../incidents/timerreset/go1.26/arrgo-23/bug"
		res := triage(dir, dies(dir))
		res.expect(t, 0, []string{"1. timerreset/interval"}, []string{"this is a timer that panics"})
	})
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a/a.go": drain("a")})
	stack := func(line string) string {
		return "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nexample.com/m/a." + line
	}
	triage(m.dir, stack("Drain()\n\t/build/m/a/a.go:9 +0x18\n")).expect(t, 0, []string{"a/a.go:9:3: <-t.C blocks", "a.go:9 (the place of the finding): example.com/m/a.Drain is at this line"}, []string{"a deadlock"})
	triage(m.dir, stack("Other()\n\t/build/m/a/a.go:99 +0x18\n")).expect(t, 1, []string{"No finding explains it"}, []string{"a deadlock"})
	triage(m.dir, stack("Other()\n\t/build/m/z/z.go:99 +0x18\n")).expect(t, 2, nil, []string{"is it of another program?"})
	// A module's folder has another name where it was built; functions tell.
	write(t, m.dir, map[string]string{"r.go": drain("m")})
	root := "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\n"
	triage(m.dir, root+"example.com/m.Drain()\n\t/app/r.go:9 +0x18\n").expect(t, 0, []string{"r.go:9:3: <-t.C blocks"}, []string{"a deadlock"})
	triage(m.dir, root+"example.com/other.Run()\n\t/app/r.go:9 +0x18\n").expect(t, 2, nil, []string{"is it of another program?"})
	triage(m.dir, "", "go.mod").expect(t, 2, nil, []string{"it reads standard input: golint-incidents triage < go.mod"})
	triage(m.dir, "hello").expect(t, 2, nil, []string{"nothing that triage knows"})
	triage(m.dir, "").expect(t, 2, nil, []string{"nothing on standard input"})
}
