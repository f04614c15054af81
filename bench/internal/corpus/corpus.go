// Package corpus lays out the public modules on which recall and precision are
// measured. They are pinned in modules.txt.
package corpus

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// Tuned and Measured are the halves of the corpus. The analyzers may be improved
// by looking at what they miss in a tuned module; of a measured one only the
// numbers are looked at.
const (
	Tuned    = "tuned"
	Measured = "measured"
)

// A Module is one line of modules.txt.
type Module struct {
	Path, Version string
	Half          string
	Field         string   // web, database, broker, network, cli, operator, library, binding
	Needs         []string // Debian packages with the C headers
}

func (m Module) String() string { return m.Path + "@" + m.Version }

//go:embed modules.txt
var modules string

// Modules returns the modules whose path contains one of the names, or all of
// them without names.
func Modules(names ...string) ([]Module, error) {
	all, err := parse(modules)
	if err != nil || len(names) == 0 {
		return all, err
	}
	var picked []Module
	for _, name := range names {
		n := len(picked)
		for _, m := range all {
			if m.Half == name || m.Path == name || strings.HasSuffix(m.Path, "/"+name) || strings.Contains(m.Path, "/"+name+"/") {
				picked = append(picked, m)
			}
		}
		if len(picked) == n {
			return nil, fmt.Errorf("no module of modules.txt is called %q", name)
		}
	}
	return picked, nil
}

func parse(text string) ([]Module, error) {
	var list []Module
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) < 4 || f[2] != Tuned && f[2] != Measured {
			return nil, fmt.Errorf("modules.txt:%d: want path version half field [needs...]", i+1)
		}
		list = append(list, Module{f[0], f[1], f[2], f[3], f[4:]})
	}
	return list, nil
}

// Env is the environment of the go commands that work on a module.
func Env() []string {
	return append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOTOOLCHAIN=local")
}

// dirty is a file in copies that have been changed and not put back.
const dirty = ".changed"

// MarkChanged notes that the copy in dir is being changed. When the copy is as it
// was, the returned function says so; if that never comes, Lay makes a new copy.
func MarkChanged(dir string) (restored func() error, err error) {
	name := filepath.Join(dir, dirty)
	return func() error { return os.Remove(name) }, os.WriteFile(name, nil, 0o644)
}

// Lay downloads the module and copies it to a folder of work, whose path it
// returns. The copy has no tests: mutants are made of what ships, and go vet would
// analyze each package twice. An existing copy is taken as it is,
// unless it has been left changed.
func (m Module) Lay(work string) (string, error) {
	return m.lay(filepath.Join(work, "mods", filepath.FromSlash(m.Path)+"@"+m.Version),
		func(name string) bool { return !strings.HasSuffix(name, "_test.go") })
}

// LayWithTests is like [Module.Lay], but the copy, which is another one, has the tests too.
func (m Module) LayWithTests(work string) (string, error) {
	return m.lay(filepath.Join(work, "whole", filepath.FromSlash(m.Path)+"@"+m.Version), func(string) bool { return true })
}

// lay copies the files that are kept to dir, which it returns.
func (m Module) lay(dir string, keep func(name string) bool) (string, error) {
	_, modErr := os.Stat(filepath.Join(dir, "go.mod"))
	if _, err := os.Stat(filepath.Join(dir, dirty)); modErr == nil && err != nil {
		return dir, nil
	}
	from, err := m.download()
	if err != nil {
		return "", err
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(to, 0o755)
		case !d.Type().IsRegular() || !keep(path) || rel == "go.mod":
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	})
	if err != nil {
		return "", err
	}
	return dir, layModFile(filepath.Join(from, "go.mod"), filepath.Join(dir, "go.mod"))
}

// layModFile is last, so that a copy with a go.mod is complete. Replacements by
// folders are dropped: the folders are modules of their own and not in the copy.
func layModFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	f, err := modfile.Parse(from, data, nil)
	if err != nil {
		return err
	}
	for _, r := range f.Replace {
		if r.New.Version == "" {
			if err := f.DropReplace(r.Old.Path, r.Old.Version); err != nil {
				return err
			}
		}
	}
	f.Cleanup()
	if data, err = f.Format(); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

func (m Module) download() (dir string, err error) {
	cmd := exec.Command("go", "mod", "download", "-json", m.String())
	cmd.Env = append(os.Environ(), "GOWORK=off")
	cmd.Dir = os.TempDir() // outside of any module
	out, err := cmd.Output()
	var got struct{ Dir, Error string }
	if json.Unmarshal(out, &got) != nil || got.Dir == "" {
		return "", fmt.Errorf("%s: %s (%v)", m, got.Error, err)
	}
	return got.Dir, nil
}

// Lines counts the lines of the Go files in a laid-out module.
func Lines(dir string) (int, error) {
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		data, err := os.ReadFile(path)
		n += strings.Count(string(data), "\n")
		return err
	})
	return n, err
}
