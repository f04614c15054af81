//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/bench/internal/usage"
)

// TestMain runs the tests, or the tool that is measured.
func TestMain(m *testing.M) {
	usage.Main()
	os.Exit(m.Run())
}

// TestMeasure compares two tools on two small packages, so that the command cannot rot.
func TestMeasure(t *testing.T) {
	t.Chdir("..") // where the command runs
	some, err := choose("tools", "floor,suite", tools(), func(t tool) string { return t.name })
	if err != nil {
		t.Fatal(err)
	}
	s := set{name: "small", patterns: []string{"errors", "sync/atomic"}}
	table, err := measure(s, some, 1, t.TempDir(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range some {
		cold, warm := table["cold"][tool.name], table["warm"][tool.name]
		if len(cold) != 1 || cold[0].CPU <= 0 || cold[0].Peak <= 0 || len(warm) != 1 || warm[0].CPU <= 0 {
			t.Errorf("%s: nothing measured: cold %+v, warm %+v", tool.name, cold, warm)
		} else if warm[0].Peak != 0 {
			t.Errorf("%s: the warm run started the tool", tool.name)
		}
	}
	var b strings.Builder
	table.print(&b, s, some)
	if got := strings.Count(b.String(), "| suite"); got != 2 {
		t.Errorf("%d rows of the suite, want 2:\n%s", got, &b)
	}
}

// TestEdited chooses the packages of a module by who imports them, and edits one for a while.
func TestEdited(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module m\n\ngo 1.24\n", "core/core.go": "package core\n",
		"mid/mid.go": "package mid\n\nimport _ \"m/core\"\n", "leaf/leaf.go": "package leaf\n\nimport _ \"m/mid\"\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOWORK", "off")
	leaf, core, err := set{patterns: []string{"./..."}}.edited(dir)
	if err != nil || filepath.Base(leaf) != "leaf.go" || filepath.Base(core) != "core.go" {
		t.Fatalf("edited: %s, %s, %v", leaf, core, err)
	}
	restore, err := edit(dir, core, "test")
	if err != nil {
		t.Fatal(err)
	}
	changed, _ := os.ReadFile(core)
	if err := restore(); err != nil {
		t.Fatal(err)
	}
	if again, _ := os.ReadFile(core); string(again) != "package core\n" || len(changed) <= len(again) {
		t.Errorf("edited to %q, restored to %q", changed, again)
	}
}

func TestMedian(t *testing.T) {
	at := func(cpus ...float64) (list []sample) {
		for _, cpu := range cpus {
			list = append(list, sample{Cost: usage.Cost{CPU: cpu}})
		}
		return list
	}
	if got := median(at(9, 1, 2), cpuOf); got != 2 {
		t.Errorf("median of three: %v", got)
	}
	if got := median(at(4, 1), cpuOf); got != 2.5 {
		t.Errorf("median of two: %v", got)
	}
}

func TestChoose(t *testing.T) {
	if _, err := choose("sets", "etcd,none", sets, func(s set) string { return s.name }); err == nil || !strings.Contains(err.Error(), `"none"`) {
		t.Errorf("error %v for an unknown set", err)
	}
}
