//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/golint-incidents/golint-incidents/bench/internal/usage"
)

// module is the path of the generated module, and of its package.
const module = "growth"

// measure generates a package and returns what its analysis costs. The package is
// another one each time, so the go command has no result of it yet.
func measure(bin, dir string, s shape, n int) (point, error) {
	if err := write(dir, s, n); err != nil {
		return point{}, err
	}
	args := []string{"."}
	if *analyzer != "" {
		args = []string{"-" + *analyzer, "."}
	}
	res, err := usage.Vet(dir, append(os.Environ(), "GOWORK=off", "GOFLAGS="), bin, args...)
	if err != nil {
		return point{}, err
	}
	i := slices.IndexFunc(res.Units, func(u usage.Unit) bool { return u.Package == module })
	if i < 0 {
		return point{}, errors.New("the tool was not started")
	}
	return point{n, res.Units[i].CPU, res.Units[i].Peak, bytes.Count(res.Output, []byte(`"posn"`))}, nil
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
