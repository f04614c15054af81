package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golint-incidents/golint-incidents/analyzers"
)

// nogo is the analyzer of packages that Bazel's rules_go makes of the suite: its own sources
// and a main that its builder generates.
var nogo = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "nogo")
	sources, err := rulesGo(dir)
	if err != nil {
		return "", err
	}
	// Only what is named as a part of it may import what is internal to golang.org/x/tools.
	if err := moduleLikeThis(dir, "golang.org/x/tools/nogo"); err != nil {
		return "", err
	}
	builder := filepath.Join(scratch, "builder")
	prefix := "-ldflags=-X main.rulesGoStdlibPrefix=@rules_go//stdlib:"
	if out, err := exec.Command("go", append([]string{"build", "-o", builder, prefix}, sources...)...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("the builder of rules_go: %w\n%s", err, out)
	}
	args := []string{"gennogomain", "-output", filepath.Join(dir, "main.go")}
	for _, a := range analyzers.All {
		args = append(args, "-analyzer_importpath", "github.com/golint-incidents/golint-incidents/analyzers/"+a.Name)
	}
	if out, err := exec.Command(builder, args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("gennogomain: %w\n%s", err, out)
	}
	return build("nogo-main", dir)
})

// rulesGo copies the sources of nogo to a folder, and returns those of the builder.
func rulesGo(dir string) (builder []string, err error) {
	out, err := exec.Command("go", "list", "-m", "-f={{.Dir}}", "github.com/bazelbuild/rules_go").Output()
	if err != nil {
		return nil, fmt.Errorf("rules_go: %w", err)
	}
	from := filepath.Join(strings.TrimSpace(string(out)), "go", "tools", "builders")
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil {
		return nil, err
	}
	both := []string{"constants.go", "env.go", "flags.go"}
	programs := []string{"go_path.go", "info.go", "md5sum.go", "protoc.go", "read_test_fixture.go"}
	other := "path_windows.go"
	if runtime.GOOS == "windows" {
		other = "path.go"
	}
	for _, file := range files {
		name := filepath.Base(file)
		nogo := name == "nolint.go" || strings.HasPrefix(name, "nogo_") && name != "nogo_validation.go"
		if strings.HasSuffix(name, "_test.go") || slices.Contains(programs, name) || name == other {
			continue // of neither
		}
		if !nogo {
			builder = append(builder, file)
		}
		if !nogo && !slices.Contains(both, name) {
			continue
		}
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.MkdirAll(dir, 0o777)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o666)
		}
		if err != nil {
			return nil, err
		}
	}
	return builder, nil
}

// moduleLikeThis makes a folder a module that requires what this one does.
func moduleLikeThis(dir, path string) error {
	sum, err := os.ReadFile("go.sum")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o666)
	}
	if err != nil {
		return err
	}
	data, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	root, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), data, 0o666); err != nil {
		return err
	}
	cmd := exec.Command("go", "mod", "edit", "-module="+path, "-replace=github.com/golint-incidents/golint-incidents="+root)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go mod edit: %w\n%s", err, out)
	}
	return nil
}

// analyzerName is what nogo adds to a message.
var analyzerName = regexp.MustCompile(` \([a-z]+\)$`)

// Under nogo the suite has the same findings as by the command, but in the tests, which are
// targets of their own: also those whose evidence is in another package.
func TestNogo(t *testing.T) {
	tr := tree(t)
	want := slices.DeleteFunc(tr.wanted(t), func(at string) bool { return strings.Contains(at, "_test.go:") })
	check(t, underNogo(t, tr, modules...), want)
	for _, dir := range []string{"maprace/testdata/maps", "timerreset/testdata/go1.26"} {
		abs, err := filepath.Abs("../analyzers/" + dir)
		if err != nil {
			t.Fatal(err)
		}
		m := place{dir: abs}
		want := findings(t, m.run(t, tool(t), "-test=false", "-nested=false").stdout, ".")
		if got := underNogo(t, m, "."); len(want) < 100 || !slices.Equal(got, want) {
			t.Errorf("%s: %d findings, the command has %d; first difference: %s", dir, len(got), len(want), firstDifference(got, want))
		}
	}
}

// firstDifference returns the first finding that is in one of two sorted lists only.
func firstDifference(a, b []finding) string {
	for _, f := range append(slices.Clip(a), b...) {
		if slices.Contains(a, f) != slices.Contains(b, f) {
			return f.String()
		}
	}
	return "none"
}

// underNogo analyzes the packages of modules, without their tests, as rules_go does: each
// by itself, with compiled imports, and the facts of the packages that it imports.
func underNogo(t *testing.T, tr place, modules ...string) []finding {
	t.Helper()
	exe, err := nogo()
	if err != nil {
		t.Fatal(err)
	}
	var all []finding
	for _, dir := range modules {
		module := place{filepath.Join(tr.dir, dir), tr.env}
		for _, f := range findings(t, strings.ReplaceAll(module.nogo(t, exe), module.dir+string(filepath.Separator), ""), dir) {
			f.message = analyzerName.ReplaceAllString(f.message, "")
			all = append(all, f)
		}
	}
	sortFindings(all)
	return all
}

// nogo runs the analyzer on the packages of a module, and returns what it wrote.
func (p place) nogo(t *testing.T, exe string) string {
	t.Helper()
	type pkg struct {
		ImportPath, Dir, Export string
		Standard                bool
		GoFiles, Imports        []string
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(p.must(t, "go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,Standard,GoFiles,Imports", "./..."))); ; {
		var next pkg
		if err := dec.Decode(&next); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, next)
	}
	out := t.TempDir()
	var importcfg bytes.Buffer
	for _, pkg := range pkgs {
		if pkg.Export != "" {
			fmt.Fprintf(&importcfg, "packagefile %s=%s\n", pkg.ImportPath, pkg.Export)
		}
	}
	config := filepath.Join(out, "importcfg")
	if err := os.WriteFile(config, importcfg.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	facts := make(map[string]string)
	var text strings.Builder
	for i, pkg := range pkgs {
		if pkg.Standard || len(pkg.GoFiles) == 0 {
			continue // not analyzed there
		}
		file := filepath.Join(out, fmt.Sprintf("%d.facts", i))
		facts[pkg.ImportPath] = file
		args := []string{"-p", pkg.ImportPath, "-fix_dir", out, "-importcfg", config, "-go_version", strings.TrimPrefix(runtime.Version(), "go")}
		for _, path := range pkg.Imports {
			if facts[path] != "" {
				args = append(args, "-fact", path+"="+facts[path])
			}
		}
		args = append(args, "-x", file)
		for _, name := range pkg.GoFiles {
			args = append(args, filepath.Join(pkg.Dir, name))
		}
		res := p.run(t, exe, args...)
		if res.code != 0 && !strings.HasPrefix(res.stderr, "nogo: errors found by nogo during build-time code analysis:") {
			t.Errorf("%s: %v", pkg.ImportPath, res)
		}
		text.WriteString(res.stderr)
	}
	return text.String()
}
