//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/bench/internal/usage"
)

// The tools that the others are compared with.
const (
	floorName       = "floor"
	vetName         = "vet"
	staticcheckName = "staticcheck"
)

// A tool is one of those that take turns.
type tool struct {
	name  string
	dir   string // in which its main package is built: it may be in another module
	main  string
	flags []string // of go vet, if the tool is one of its tools
}

var floorTool = tool{floorName, ".", "./floor", nil}

// tools are all of them: those to compare with, the suite, and each analyzer alone.
func tools() []tool {
	list := []tool{
		floorTool,
		{vetName, ".", "cmd/vet", nil},
		{staticcheckName, "../e2e", "honnef.co/go/tools/cmd/staticcheck", nil},
		{"suite", "..", "./cmd/golint-incidents", nil},
	}
	for _, a := range analyzers.All {
		list = append(list, tool{a.Name, "..", "./cmd/golint-incidents", []string{"-" + a.Name}})
	}
	return list
}

// build builds t into a new file. With another id it is another tool to the go command,
// which has no results of it then: its identity is the hash of the file.
func (t tool) build(dir, id string) (string, error) {
	exe := filepath.Join(dir, t.name+"-"+id)
	cmd := exec.Command("go", "build", "-ldflags=-buildid="+id, "-o", exe, t.main)
	cmd.Dir = t.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build %s: %v\n%s", t.main, err, out)
	}
	return exe, nil
}

// A sample is what one run of a tool costs.
type sample struct {
	usage.Cost
	facts int64 // bytes, of all units
}

// run analyzes the packages of s, which is laid in dir, with the file that t was built
// into. Staticcheck keeps its results beside that.
func (t tool) run(s set, dir, exe string) (sample, error) {
	if t.name == staticcheckName {
		cmd := exec.Command(exe, s.patterns...)
		cmd.Dir, cmd.Env = dir, append(s.env(), "STATICCHECK_CACHE="+exe+".cache")
		c, err := usage.Run(cmd, 1)
		return sample{Cost: c}, err
	}
	res, err := usage.Vet(dir, s.env(), exe, append(t.flags, s.patterns...)...)
	if err != nil {
		return sample{}, err
	}
	sum := sample{Cost: res.Cost}
	for _, u := range res.Units {
		sum.facts += u.Facts
	}
	return sum, nil
}

// compile compiles what the packages of s import: the floor with its analyzer switched off
// has the go command load them, and reports nothing.
func compile(s set, dir, floor string) error {
	cmd := exec.Command("go", append([]string{"vet", "-vettool=" + floor, "-floor=false"}, s.patterns...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, s.env(), os.Stderr
	return cmd.Run()
}
