package report

import (
	"path/filepath"
	"testing"
)

func TestGlobs(t *testing.T) {
	var g Globs
	if err := g.Set("gen/**, **/*.pb.go"); err != nil {
		t.Fatal(err)
	}
	if err := g.Set("/abs/*.go"); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{
		"gen/a/b.go": true, "x/y.pb.go": true, "y.pb.go": true, "x/y.go": false, "/abs/a.go": true, "/abs/b/a.go": false,
	} {
		abs, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		if g.Match(abs) != want {
			t.Errorf("%s: %v", file, !want)
		}
	}
	for _, bad := range []string{"a,,b", "[", "{a"} {
		if err := g.Set(bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
	if err := g.Set(""); err != nil || g.String() != "" {
		t.Errorf("after Set of nothing: %v, %q", err, g.String())
	}
}
