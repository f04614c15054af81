package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/golint-incidents/golint-incidents/internal/proc"
)

// A goCmd runs the user's go command in one place, so that workspaces, GOFLAGS,
// toolchains and build tags are as the user has them.
type goCmd struct {
	dir string
	env []string // beyond the environment
	tmp string   // for go's temporary folders, "" for its own choice
}

// run runs the go command, gives its output to stdout and returns what it wrote
// to its standard error. The error is an [*exec.ExitError] if go itself failed.
func (g goCmd) run(ctx context.Context, stdout io.Writer, args ...string) (stderr string, err error) {
	cmd := proc.Command(ctx, "go", args...)
	cmd.Dir = g.dir
	cmd.Env = append(cmd.Environ(), g.env...)
	if g.tmp != "" {
		cmd.Env = append(cmd.Env, "GOTMPDIR="+g.tmp)
	}
	var errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = stdout, &errs
	err = cmd.Run()
	if errors.Is(err, exec.ErrNotFound) {
		err = errors.New("the go command is not in PATH: golint-incidents runs go vet, and needs Go to be installed")
	}
	return errs.String(), err
}

// failed reports whether the error of run is go's own, as opposed to one that
// kept go from running.
func failed(err error) bool {
	exit, ok := errors.AsType[*exec.ExitError](err)
	return ok && exit.Exited()
}

// An environment is what decides how patterns are read.
type environment struct {
	GOMOD       string // main module's go.mod, os.DevNull outside of any, "" without modules
	GOWORK      string
	GOOS        string
	GOARCH      string
	CGO_ENABLED string
	GOTMPDIR    string
}

// environment asks go for its environment.
func (g goCmd) environment(ctx context.Context) (*environment, error) {
	var out bytes.Buffer
	stderr, err := g.run(ctx, &out, "env", "-json", "GOMOD", "GOWORK", "GOOS", "GOARCH", "CGO_ENABLED", "GOTMPDIR")
	if err != nil {
		return nil, fmt.Errorf("go env: %w\n%s", err, stderr)
	}
	env := new(environment)
	return env, json.Unmarshal(out.Bytes(), env)
}

// mainModules returns the folders of the modules that the go command analyzes
// when it is started in g.dir: those of the workspace, or the one.
func (g goCmd) mainModules(ctx context.Context, env *environment) ([]string, error) {
	if env.GOWORK == "" || env.GOWORK == "off" {
		if env.GOMOD == "" || env.GOMOD == os.DevNull {
			return nil, nil
		}
		return []string{canonical(filepath.Dir(env.GOMOD))}, nil
	}
	var out bytes.Buffer
	if stderr, err := g.run(ctx, &out, "work", "edit", "-json", env.GOWORK); err != nil {
		return nil, fmt.Errorf("go work edit: %w\n%s", err, stderr)
	}
	var work struct{ Use []struct{ DiskPath string } }
	if err := json.Unmarshal(out.Bytes(), &work); err != nil {
		return nil, err
	}
	var dirs []string
	for _, use := range work.Use {
		dir := filepath.FromSlash(use.DiskPath)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(env.GOWORK), dir)
		}
		dirs = append(dirs, canonical(dir))
	}
	return dirs, nil
}

// canonical returns the name of a folder by which to compare it.
func canonical(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return dir
}

// A listed is a package as go list describes it.
type listed struct {
	ImportPath     string
	Dir            string
	GoFiles        []string
	CgoFiles       []string
	TestGoFiles    []string
	XTestGoFiles   []string
	IgnoredGoFiles []string
	Deps           []string
	Error          *struct{ Err string }
	DepsErrors     []struct{ Err string }
}

// loads reports whether go vet can analyze the package, as far as loading goes.
func (p *listed) loads() bool { return p.Error == nil && len(p.DepsErrors) == 0 }

// excluded reports whether build constraints exclude every Go file of the package.
func (p *listed) excluded() bool {
	return len(p.IgnoredGoFiles) > 0 &&
		len(p.GoFiles)+len(p.CgoFiles)+len(p.TestGoFiles)+len(p.XTestGoFiles) == 0
}

// list describes the packages that match the patterns, broken ones too.
func (g goCmd) list(ctx context.Context, flags, patterns []string) ([]*listed, error) {
	const fields = "ImportPath,Dir,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,IgnoredGoFiles,Deps,Error,DepsErrors"
	args := append([]string{"list", "-e", "-json=" + fields}, flags...)
	args = append(append(args, "--"), patterns...)
	var out bytes.Buffer
	if stderr, err := g.run(ctx, &out, args...); err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr)
	}
	var pkgs []*listed
	for dec := json.NewDecoder(&out); ; {
		p := new(listed)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			return pkgs, nil
		} else if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
}
