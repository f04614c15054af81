//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// The go command starts this command as its tool, which starts the real one and notes
// what that costs: of a go command's children the system tells only the sum.
const (
	toolVar = "GROWTH_TOOL" // the real tool
	logVar  = "GROWTH_LOG"  // the file for what it costs
)

// module is the path of the generated module, and of its package.
const module = "growth"

func isTool() bool { return os.Getenv(toolVar) != "" }

// measure generates a package and returns what its analysis costs. The package is
// another one each time, so the go command has no result of it yet.
func measure(bin, dir string, s shape, n int) (point, error) {
	if err := write(dir, s, n); err != nil {
		return point{}, err
	}
	log := filepath.Join(dir, "cost")
	if err := os.Remove(log); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return point{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return point{}, err
	}
	args := []string{"vet", "-vettool=" + self, "-json"}
	if *analyzer != "" {
		args = append(args, "-"+*analyzer)
	}
	cmd := exec.Command("go", append(args, ".")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), toolVar+"="+bin, logVar+"="+log, "GOWORK=off", "GOFLAGS=")
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		return point{}, fmt.Errorf("go vet: %v: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	p := point{size: n, findings: bytes.Count(out.Bytes(), []byte(`"posn"`)) + bytes.Count(stderr.Bytes(), []byte(`"posn"`))}
	data, err := os.ReadFile(log)
	if err != nil {
		return point{}, fmt.Errorf("the tool was not started: %v", err)
	}
	for line := range strings.Lines(string(data)) {
		var c cost
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			return point{}, err
		}
		p.cpu, p.rss = c.CPU, c.RSS
	}
	return p, nil
}

// write lays a module of one package.
func write(dir string, s shape, n int) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	src := fmt.Sprintf("// Generated for process %d.\n\n%s", os.Getpid(), s.source(n))
	return errors.Join(os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module "+module+"\n\ngo 1.22\n"), 0o666),
		os.WriteFile(filepath.Join(dir, "growth.go"), []byte(src), 0o666))
}

// A cost is that of one process of the tool.
type cost struct {
	CPU float64 // seconds
	RSS float64 // MiB
}

// runTool runs the real tool in place of this one, and notes what a unit costs.
func runTool() {
	cmd := exec.Command(os.Getenv(toolVar), os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if isGenerated(os.Args[len(os.Args)-1]) {
		if err := note(os.Getenv(logVar), cmd.ProcessState); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

// isGenerated reports whether the tool is told to analyze the generated package, and not
// one that it imports.
func isGenerated(arg string) bool {
	if !strings.HasSuffix(arg, ".cfg") {
		return false // a question to the tool
	}
	data, err := os.ReadFile(arg)
	var unit struct{ ImportPath string }
	return err == nil && json.Unmarshal(data, &unit) == nil && unit.ImportPath == module
}

func note(log string, state *os.ProcessState) error {
	kib := state.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS == "darwin" {
		kib /= 1024 // bytes there
	}
	data, err := json.Marshal(cost{CPU: (state.UserTime() + state.SystemTime()).Seconds(), RSS: float64(kib) / 1024})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	return errors.Join(err, f.Close())
}
