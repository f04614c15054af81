package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestModules(t *testing.T) {
	list, err := Modules()
	if err != nil {
		t.Fatal(err)
	}
	halves := make(map[string]int)
	seen := make(map[string]bool)
	for _, m := range list {
		halves[m.Half]++
		if seen[m.Path] {
			t.Errorf("twice: %s", m.Path)
		}
		seen[m.Path] = true
	}
	if len(list) < 40 || halves[Measured]*3 < len(list) || halves[Tuned]*3 < len(list) {
		t.Errorf("%d modules, by half: %v", len(list), halves)
	}
	if one, err := Modules("yamux"); err != nil || len(one) != 1 {
		t.Errorf("yamux: %v, %v", one, err)
	}
	if _, err := Modules("no-such-module"); err == nil {
		t.Error("no error for an unknown module")
	}
}

func TestParse(t *testing.T) {
	for _, text := range []string{"a v1", "a v1 other web"} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), "modules.txt:1") {
			t.Errorf("%q: %v", text, err)
		}
	}
	list, err := parse("# comment\na v1 tuned web libx-dev # why\n")
	if err != nil || len(list) != 1 || list[0].Needs[0] != "libx-dev" {
		t.Errorf("%v, %v", list, err)
	}
}

// Replacements by folders go, others stay.
func TestLayModFile(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	text := "module m\n\ngo 1.22\n\nreplace a => ./a\n\nreplace b => c v1.0.0\n"
	if err := os.WriteFile(from, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := layModFile(from, to); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(to)
	if strings.Contains(string(got), "./a") || !strings.Contains(string(got), "replace b => c v1.0.0") {
		t.Errorf("%s", got)
	}
}
