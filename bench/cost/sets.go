//go:build unix

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
)

// A set is packages that are analyzed, with their tests.
type set struct {
	name     string
	module   corpus.Module // none for the standard library
	patterns []string
}

var sets = []set{
	// All packages are asked for: every analyzer runs on all of them.
	{name: "std", patterns: []string{"database/...", "encoding/...", "go/...", "html/...", "net/...", "text/...", "time"}},
	// The others are as in a service: the standard library is what they import.
	{"tools", corpus.Module{Path: "golang.org/x/tools", Version: "v0.52.0"},
		[]string{"./go/ast/...", "./go/cfg/...", "./go/ssa/...", "./go/types/...", "./go/analysis/passes/..."}},
	{"etcd", corpus.Module{Path: "go.etcd.io/etcd/server/v3", Version: "v3.7.3"}, []string{"./..."}},
	{"prometheus", corpus.Module{Path: "github.com/prometheus/prometheus", Version: "v0.316.0"},
		[]string{"./model/...", "./promql/...", "./rules/...", "./scrape/...", "./storage/...", "./tsdb/..."}},
	{"nats", corpus.Module{Path: "github.com/nats-io/nats-server/v2", Version: "v2.15.3"}, []string{"./server"}},
}

// lay returns the folder in which the packages of s are analyzed.
func (s set) lay(work string) (string, error) {
	if s.module.Path == "" {
		return os.Getwd()
	}
	return s.module.LayWithTests(work)
}

// env is the environment of the commands that work on s.
func (s set) env() []string {
	if s.module.Path == "" {
		return os.Environ()
	}
	return corpus.Env()
}

// A pkg is what go list tells of a package.
type pkg struct {
	ImportPath, Dir string
	GoFiles         []string
	Deps            []string
}

// packages lists the packages of s.
func (s set) packages(dir string) ([]pkg, error) {
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,GoFiles,Deps"}, s.patterns...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, s.env(), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %v", err)
	}
	var list []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		if len(p.GoFiles) > 0 {
			list = append(list, p)
		}
	}
}

// edited returns files of two packages: of the one that the fewest others of s import,
// and of the one that most do.
func (s set) edited(dir string) (leaf, core string, err error) {
	list, err := s.packages(dir)
	if err != nil || len(list) == 0 {
		return "", "", err
	}
	importers := make(map[string]int)
	for _, p := range list {
		for _, dep := range p.Deps {
			importers[dep]++
		}
	}
	slices.SortStableFunc(list, func(a, b pkg) int { return importers[a.ImportPath] - importers[b.ImportPath] })
	file := func(p pkg) string { return filepath.Join(p.Dir, p.GoFiles[0]) }
	return file(list[0]), file(list[len(list)-1]), nil
}
