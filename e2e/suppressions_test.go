package e2e

import (
	"os/exec"
	"strings"
	"testing"
)

// A directive with a last day suppresses until then, also for what the cache has, and a list
// tells of each whether it is of use.
func TestSuppressions(t *testing.T) {
	with := func(pkg, directive string) string {
		return strings.Replace(drain(pkg), "\t\t<-t.C\n", "\t\t//lint:ignore "+directive+"\n\t\t<-t.C\n", 1)
	}
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a/a.go": with("a", "timerreset/drain-after-receive until=2999-12-31 tested"),
		"b/b.go": with("b", "timerreset until=2001-01-01 tested"),
		"c/c.go": with("c", "timerreset/stale-value tested"),
	})
	for range 2 {
		res := m.cmd(t)
		check(t, findings(t, res.stdout, "."), []string{"b/b.go:10", "c/c.go:9", "c/c.go:10"})
		res.expect(t, 1, []string{"b/b.go:9:3: this directive kept it silent until 2001-01-01"}, nil)
	}
	check(t, findings(t, m.vet(t, "./a", "./b").stderr, "."), []string{"b/b.go:10"})

	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	m.must(t, "git", "init", "-q")
	m.must(t, "git", "add", ".")
	m.must(t, "git", "-c", "user.name=Ann Author", "-c", "user.email=t@example.com", "commit", "-qm", "x")
	res := m.cmd(t, "suppressions", "./...")
	res.expect(t, 0, []string{"at "}, nil)
	for _, want := range []string{
		"a/a.go:9 //lint:ignore timerreset/drain-after-receive 2999-12-31 0 d Ann Author in use tested",
		"b/b.go:9 //lint:ignore timerreset 2001-01-01 0 d Ann Author expired tested",
		"c/c.go:9 //lint:ignore timerreset/stale-value - 0 d Ann Author suppresses nothing tested",
	} {
		if !strings.Contains(strings.Join(strings.Fields(res.stdout), " "), want) {
			t.Errorf("want %q in\n%s", want, res.stdout)
		}
	}
}
