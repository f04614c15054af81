package driver

import (
	"os"
	"path/filepath"
	"testing"
)

// TestProfiles checks that what is in a profile changes the identity of the
// tool, and that other files do not.
func TestProfiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return profiles(dir)
	}
	if got := write("go.mod", "module m\n"); got != "" {
		t.Errorf("without profiles: %q, want nothing", got)
	}
	before := write("cpu.pprof", "a")
	if before == "" {
		t.Error("cpu.pprof does not count")
	}
	if after := write("cpu.pprof", "b"); after == before {
		t.Error("another content of cpu.pprof does not count")
	}
	before = profiles(dir)
	if after := write("main.go", "package main\n"); after != before {
		t.Error("main.go counts")
	}
	if after := write("cmd/app/default.pgo", "c"); after == before {
		t.Error("cmd/app/default.pgo does not count")
	}
}
