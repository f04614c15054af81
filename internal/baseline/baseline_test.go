package baseline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// run returns a run that found these fingerprints, in a/a.go.
func run(fingerprints ...string) *finding.Run {
	r := &finding.Run{Root: "/m", Folders: map[string]bool{"a": true}}
	for _, fp := range fingerprints {
		f := finding.Finding{Fingerprint: fp, Function: "F"}
		f.Rule, f.Start.File = "maprace/unguarded-read", "/m/a/a.go"
		r.Findings = append(r.Findings, f)
	}
	return r
}

func TestApply(t *testing.T) {
	b := Of(run("x", "x", "y"))
	b.Findings = append(b.Findings, Entry{"z", "maprace/unguarded-read", "", "internal/z.go"})
	if err := os.MkdirAll(filepath.Join(t.TempDir(), "internal"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		found, left, fixed []string
		hidden             int
	}{
		{[]string{"x", "x", "y"}, nil, []string{"z"}, 3}, // internal is gone
		{[]string{"x", "x", "x", "y"}, []string{"x"}, []string{"z"}, 3},
		{[]string{"x", "new"}, []string{"new"}, []string{"x", "y", "z"}, 1},
	} {
		r := run(tt.found...)
		fixed := b.Apply(r)
		var left, gone []string
		for _, f := range r.Findings {
			left = append(left, f.Fingerprint)
		}
		for _, e := range fixed {
			gone = append(gone, e.Fingerprint)
		}
		if !slices.Equal(left, tt.left) || !slices.Equal(gone, tt.fixed) || r.Hidden != tt.hidden {
			t.Errorf("found %v: left %v, fixed %v, hidden %d; want %v, %v, %d", tt.found, left, gone, r.Hidden, tt.left, tt.fixed, tt.hidden)
		}
	}
	r := run()
	r.Problems = []string{"a does not build"}
	if fixed := b.Apply(r); len(fixed) > 0 {
		t.Errorf("fixed %v, though nobody could look", fixed)
	}
	r = run()
	r.Folders = nil
	r.Root = t.TempDir()
	if err := os.MkdirAll(filepath.Join(r.Root, "a"), 0o777); err != nil {
		t.Fatal(err)
	}
	if fixed := b.Apply(r); len(fixed) != 1 || fixed[0].Fingerprint != "z" {
		t.Errorf("fixed %v, though a was not analyzed", fixed)
	}
}

func TestFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "known.json")
	b := Of(run("x", "y"))
	if err := b.Write(name); err != nil {
		t.Fatal(err)
	}
	got, err := Read(name)
	if err != nil || !slices.Equal(got.Findings, b.Findings) {
		t.Fatalf("read %v, %v", got, err)
	}
	got.Prune(got.Findings[:1])
	if len(got.Findings) != 1 || got.Findings[0].Fingerprint != "y" {
		t.Errorf("after Prune: %v", got.Findings)
	}
	if err := Of(run()).Write(name); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(name); err != nil || len(got.Findings) != 0 {
		t.Errorf("an empty one: %v, %v", got, err)
	}
	for content, want := range map[string]string{
		"":              "is no baseline",
		"{":             "is no baseline",
		`{"version":9}`: "version 9",
		`{"version":1,"findings":[{"rule":"x"}]}`: "entry 1",
		`{"version":1,"finding":[]}`:              "unknown field",
	} {
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Read of %q: %v, want %q", content, err, want)
		}
	}
	if _, err := Read(name + "x"); err == nil || !strings.Contains(err.Error(), "there is no baseline") {
		t.Errorf("Read of nothing: %v", err)
	}
}
