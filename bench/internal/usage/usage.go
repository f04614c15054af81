//go:build unix

// Package usage measures what commands cost, and what each unit of go vet costs that
// they start a tool for.
package usage

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
	"time"
)

// A Cost is that of a process and of those that it waited for.
type Cost struct {
	CPU  float64 // processor time in seconds, user and system
	Wall float64 // seconds
	Peak float64 // MiB of the process that had the most resident
}

// A Unit is what the tool costs for one package of go vet.
type Unit struct {
	Package string // import path
	Cost
	Facts int64 // bytes that it leaves for importers
}

// The go command starts this executable as its tool, which starts the real one and notes
// what that costs: of a go command's children the system tells only the sum.
const (
	toolVar = "USAGE_TOOL" // the real tool
	logVar  = "USAGE_LOG"  // the file for what it costs
)

// Main runs the tool that is measured, if this process was started in its place, and
// does not return then. The main function of a command that calls [Vet] calls it first.
func Main() {
	if os.Getenv(toolVar) != "" {
		os.Exit(runTool(os.Getenv(toolVar), os.Args[1:]))
	}
}

// runTool runs the real tool, notes what a unit costs and returns the exit status.
func runTool(tool string, args []string) int {
	start := time.Now()
	cmd := exec.Command(tool, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if last := args[len(args)-1]; strings.HasSuffix(last, ".cfg") { // else a question to the tool
		if err := note(last, costOf(cmd.ProcessState, start)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return cmd.ProcessState.ExitCode()
}

// note adds a line to the log: the unit that a file of go vet describes, and its cost.
func note(config string, c Cost) error {
	data, err := os.ReadFile(config)
	if err != nil {
		return err
	}
	var desc struct{ ImportPath, VetxOutput string }
	if err := json.Unmarshal(data, &desc); err != nil {
		return err
	}
	u := Unit{Package: desc.ImportPath, Cost: c}
	if info, err := os.Stat(desc.VetxOutput); err == nil {
		u.Facts = info.Size()
	}
	if data, err = json.Marshal(u); err != nil {
		return err
	}
	f, err := os.OpenFile(os.Getenv(logVar), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	return errors.Join(err, f.Close())
}

// costOf returns the cost of a process that has ended.
func costOf(state *os.ProcessState, start time.Time) Cost {
	kib := state.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS == "darwin" {
		kib /= 1024 // bytes there
	}
	return Cost{(state.UserTime() + state.SystemTime()).Seconds(), time.Since(start).Seconds(), float64(kib) / 1024}
}

// Run runs a command and returns its cost, and an error if its exit status is above status:
// for many tools findings are an exit status.
func Run(cmd *exec.Cmd, status int) (Cost, error) {
	var stderr bytes.Buffer
	if cmd.Stderr == nil {
		cmd.Stderr = &stderr
	}
	start := time.Now()
	err := cmd.Run()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() < 0 || cmd.ProcessState.ExitCode() > status {
		return Cost{}, fmt.Errorf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, &stderr)
	}
	return costOf(cmd.ProcessState, start), nil
}

// A Result is what a run of go vet gave.
type Result struct {
	Cost          // of the go command and of all that it started; the peak is that of the largest unit
	Units  []Unit // for which the tool was started: none if go's cache had all
	Output []byte // standard output and standard error
}

// Vet runs go vet -json with a tool in dir.
func Vet(dir string, env []string, tool string, args ...string) (*Result, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "usage")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	log := filepath.Join(work, "log")
	cmd := exec.Command("go", append([]string{"vet", "-vettool=" + self, "-json"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(env, toolVar+"="+tool, logVar+"="+log)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	res := new(Result)
	if res.Cost, err = Run(cmd, 0); err != nil { // with -json, findings are no failure
		return nil, fmt.Errorf("%v%s", err, &out)
	}
	res.Output, res.Peak = out.Bytes(), 0
	data, err := os.ReadFile(log)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for line := range strings.Lines(string(data)) {
		var u Unit
		if err := json.Unmarshal([]byte(line), &u); err != nil {
			return nil, err
		}
		res.Peak = max(res.Peak, u.Peak)
		res.Units = append(res.Units, u)
	}
	return res, nil
}
