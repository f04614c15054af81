package config

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// file writes a file into a new folder.
func file(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), Name)
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestRead(t *testing.T) {
	name := file(t, `# settings
disable: [timerreset/stale-value, maprace]
exclude:
  - "**/*.pb.go"
  - /elsewhere/**
baseline: known.json
analyzers:
  maprace:
    confidence: byname
  stackptr: {reached: 20, locks: true}
  timerreset: false
  cgoalloc: true
`)
	dir := filepath.Dir(name)
	c, err := Read(name)
	if err != nil {
		t.Fatal(err)
	}
	want := []Setting{
		{"disable", "timerreset/stale-value,maprace", 2},
		{"exclude", filepath.Join(dir, "**/*.pb.go") + ",/elsewhere/**", 3},
		{"baseline", filepath.Join(dir, "known.json"), 6},
		{"maprace.confidence", "byname", 9},
		{"stackptr.reached", "20", 10},
		{"stackptr.locks", "true", 10},
		{"timerreset", "false", 11},
	}
	if !slices.Equal(c.Settings, want) {
		t.Errorf("got %v\nwant %v", c.Settings, want)
	}
	if got := c.Args(func(flag string) bool { return flag == "timerreset" }); !slices.Equal(got, []string{"-timerreset=false"}) {
		t.Errorf("arguments %v", got)
	}
	for _, empty := range []string{"", "# nothing\n", "analyzers:\n", "disable: []\n"} {
		if c, err := Read(file(t, empty)); err != nil || len(c.Settings) > 0 {
			t.Errorf("%q: %v, %v", empty, c, err)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for content, want := range map[string]string{
		"disable: []\nexlcude: [x]\n":        `:2: unknown key "exlcude"; did you mean exclude?`,
		"what: 1\n":                          `:1: unknown key "what"; there are analyzers, baseline`,
		"disable: [a]\ndisable: [b]\n":       "disable",
		"- a\n":                              ":1: want keys and values",
		"disable:\n  a: b\n":                 ":1: want a word",
		"disable: [[a]]\n":                   ":1: want a word or number in the list",
		"analyzers:\n  maprace: [x]\n":       ":2: want keys and values",
		"disable: [\n":                       Name + ": [1:",
		"analyzers:\n  maprace:\n  - a: b\n": "want keys",
	} {
		if c, err := Read(file(t, content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", content, c, err, want)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), Name)); err == nil || !strings.Contains(err.Error(), "there is no file") {
		t.Errorf("no file: %v", err)
	}
}

func TestApply(t *testing.T) {
	for content, want := range map[string]string{
		"analyzers: {maprace: {confidence: 7}}\n":     "",
		"analyzers:\n  maprce: {}\n":                  `:2: unknown analyzer "maprce"`,
		"analyzers: {maprace: {}}\n":                  "",
		"analyzers:\n  maprace: {confidense: 7}\n":    `:2: unknown setting or analyzer "maprace.confidense"; did you mean maprace.confidence?`,
		"analyzers:\n  maprace: {confidence: high}\n": `:2: maprace.confidence: invalid value "high"`,
	} {
		fs := flag.NewFlagSet("", flag.ContinueOnError)
		fs.Bool("maprace", true, "")
		n := fs.Int("maprace.confidence", 0, "")
		c, err := Read(file(t, content))
		if err != nil {
			t.Fatal(err)
		}
		err = c.Apply(fs)
		if want == "" && (err != nil || strings.Contains(content, "7") && *n != 7) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, %d; want %q", content, err, *n, want)
		}
	}
}

func TestFind(t *testing.T) {
	name := file(t, "")
	dir := filepath.Dir(name)
	for _, sub := range []string{"a/b", "repo/.git"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for sub, want := range map[string]string{".": name, "a/b": name, "repo": ""} {
		if got := Find(filepath.Join(dir, sub)); got != want {
			t.Errorf("Find in %s: %q, want %q", sub, got, want)
		}
	}
}
