package driver

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// folders makes a tree of empty files and returns its canonical root.
func folders(t *testing.T, files ...string) string {
	t.Helper()
	root := canonical(t.TempDir())
	for _, name := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestPlan(t *testing.T) {
	root := folders(t, "go.mod", "a/a.go", "n/go.mod", "n/m/go.mod", "x/n2/go.mod",
		"testdata/go.mod", ".hidden/go.mod", "_skip/go.mod", "vendor/v/go.mod", "x/node_modules/p/go.mod")
	type steps = map[string][]string // folder: patterns
	tests := []struct {
		cwd      string
		modules  []string
		patterns []string
		want     steps
		flat     bool // -nested=false
	}{
		{".", []string{"."}, []string{"./..."}, steps{".": {"./..."}, "n": {"./..."}, "n/m": {"./..."}, "x/n2": {"./..."}}, false},
		{".", []string{"."}, []string{".", "./a", "std", "example.com/..."}, steps{".": {".", "./a", "std", "example.com/..."}}, false},
		{".", []string{"."}, []string{"./x/..."}, steps{".": {"./x/..."}, "x/n2": {"./..."}}, false},
		{".", []string{"."}, []string{"./n..."}, steps{".": {"./n..."}, "n": {"./..."}, "n/m": {"./..."}}, false},
		{".", []string{"."}, []string{"./n"}, steps{"n": {"."}}, false},
		{".", []string{"."}, []string{"./n/..."}, steps{"n": {"./..."}, "n/m": {"./..."}}, false},
		{".", []string{"."}, []string{"./n/sub/..."}, steps{"n": {"./sub/..."}}, false},
		{".", []string{"."}, []string{"./.../api"}, steps{".": {"./.../api"}, "n": {"./.../api"}, "n/m": {"./.../api"}, "x/n2": {"./.../api"}}, false},
		{".", []string{"."}, []string{"./testdata/..."}, steps{"testdata": {"./..."}}, false},
		{"a", []string{"."}, []string{"../..."}, steps{"a": {"../..."}, "n": {"./..."}, "n/m": {"./..."}, "x/n2": {"./..."}}, false},
		{".", []string{"."}, []string{"a/a.go"}, steps{".": {"a/a.go"}}, false},
		{".", []string{"."}, []string{"./..."}, steps{".": {"./..."}}, true},
		{".", []string{"."}, []string{"./n/..."}, steps{"n": {"./..."}}, true},
		// a workspace of the root and n/m
		{".", []string{".", "n/m"}, []string{"./n/..."}, steps{".": {"./n/m/..."}, "n": {"./..."}}, false},
		// a workspace of n only
		{".", []string{"n"}, []string{"./..."}, steps{".": {"./...", "./n/..."}, "n/m": {"./..."}, "x/n2": {"./..."}}, false},
	}
	for _, tt := range tests {
		var modules []string
		for _, m := range tt.modules {
			modules = append(modules, filepath.Join(root, m))
		}
		p := newPlanner(filepath.Join(root, tt.cwd), &environment{GOMOD: "go.mod"}, modules, !tt.flat)
		for _, pattern := range tt.patterns {
			p.add(pattern)
		}
		got := make(steps)
		for _, s := range p.plan() {
			rel, err := filepath.Rel(root, s.dir)
			if err != nil {
				t.Fatal(err)
			}
			key := filepath.ToSlash(rel)
			if key == "." && s.nested && tt.modules[0] != "." {
				got[key] = append(s.patterns, got[key]...)
				continue // the root as a module outside of the workspace
			}
			got[key] = s.patterns
		}
		if len(got) != len(tt.want) {
			t.Errorf("%v in %s: got %v, want %v", tt.patterns, tt.cwd, got, tt.want)
			continue
		}
		for dir, patterns := range tt.want {
			if !slices.Equal(got[dir], patterns) {
				t.Errorf("%v in %s: got %v, want %v", tt.patterns, tt.cwd, got, tt.want)
				break
			}
		}
	}
}

// GOPATH mode has no modules to look for.
func TestPlanWithoutModules(t *testing.T) {
	root := folders(t, "n/go.mod")
	p := newPlanner(root, &environment{}, nil, true)
	p.add("./...")
	if steps := p.plan(); len(steps) != 1 || steps[0].nested || !slices.Equal(steps[0].patterns, []string{"./..."}) {
		t.Errorf("got %v, want the pattern as it is", steps)
	}
}

func TestChangedPatterns(t *testing.T) {
	root := folders(t, "go.mod", "main.go", "a/a.go", "a/b.go", "a/testdata/t.go", "vendor/v/v.go", "n/go.mod", "n/go.sum", "n/s/s.go", "go.work")
	tests := []struct {
		files, want []string
	}{
		{nil, nil},
		{[]string{"main.go"}, []string{"."}},
		{[]string{"a/a.go", "a/b.go", "a/gone.go"}, []string{"./a"}},
		{[]string{"gone/gone.go", "n/gone.go", "README.md", "a/_x.go", "a/testdata/t.go", "vendor/v/v.go"}, nil},
		{[]string{"n/go.sum", "n/go.mod"}, []string{"./n/..."}},
		{[]string{"go.work"}, []string{"./..."}},
		{[]string{filepath.Join(root, "n", "s", "s.go")}, []string{"./n/s"}},
	}
	for _, tt := range tests {
		if got, _ := changedPatterns(root, tt.files); !slices.Equal(got, tt.want) {
			t.Errorf("%v: got %v, want %v", tt.files, got, tt.want)
		}
	}
	if _, missing := changedPatterns(root, []string{"a/a.go", "a/gone.go", "README.md"}); !slices.Equal(missing, []string{"a/gone.go", "README.md"}) {
		t.Errorf("got %v as missing", missing)
	}
}
