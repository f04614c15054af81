package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/pprof/profile"
)

// The command says what each analyzer costs, and writes profiles of the tool's processes;
// what it finds stays the same.
func TestMeasure(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a/a.go": drain("a")})
	plain := m.run(t, tool(t), "./...")
	got := m.run(t, tool(t), "-stats", "-cpuprofile=cpu.pprof", "-memprofile=memory.pprof", "./...")
	got.expect(t, 1, []string{"a/a.go:9:"}, []string{"analyzer or engine", "timerreset", "incidentmaps", "example.com/"})
	if got.stdout != plain.stdout {
		t.Errorf("other findings:\n%s\nwithout:\n%s", got.stdout, plain.stdout)
	}
	for _, name := range []string{"cpu.pprof", "memory.pprof"} {
		f, err := os.Open(filepath.Join(m.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		p, err := profile.Parse(f)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if name == "memory.pprof" && len(p.Sample) == 0 {
			t.Errorf("%s holds nothing", name)
		}
	}
	m.run(t, tool(t), "-cpuprofile=no/such/cpu.pprof", "./...").expect(t, 2, nil, []string{"-cpuprofile=no/such/cpu.pprof: there is no folder no/such"})
}
