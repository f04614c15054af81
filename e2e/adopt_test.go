package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Known findings are not reported again, wherever their code moves; those that are fixed
// are told, and pruned.
func TestBaseline(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a/a.go": drain("a"), "b/b.go": "package b\n\n" + bug})
	m.cmd(t, "-baseline=known.json").expect(t, 2, nil, []string{"there is no baseline known.json"})
	m.cmd(t, "baseline", "-o", "known.json", "./...").expect(t, 0, []string{"known.json: 2 known findings"}, nil)
	known := read(t, filepath.Join(m.dir, "known.json"))
	if strings.Contains(known, ":9") || !strings.Contains(known, `"function":"Drain"`) {
		t.Errorf("want functions and no lines:\n%s", known)
	}
	res := m.run(t, tool(t), "-baseline=known.json")
	res.expect(t, 0, nil, []string{"no findings (2 more are known or not new)"})

	write(t, m.dir, map[string]string{
		"a/a.go": "package a\n",
		"a/z.go": strings.Replace(drain("a"), "func", "// It has moved.\n\nfunc", 1),
		"b/c.go": "package b\n\n" + strings.ReplaceAll(bug, "Bug", "Other"),
	})
	m.cmd(t, "-baseline=known.json").expect(t, 1, []string{"b/c.go:5:"}, nil)

	write(t, m.dir, map[string]string{"a/z.go": "package a\n", "b/c.go": "package b\n"})
	m.cmd(t, "-baseline=known.json", "./b").expect(t, 0, nil, nil) // nothing is known of a
	m.cmd(t, "-baseline=known.json").expect(t, 0, nil, []string{"note: fixed, though still in the baseline: timerreset/drain-after-receive in Drain (a/a.go)"})
	m.cmd(t, "baseline", "-prune", "-o", "known.json").expect(t, 0, []string{"known.json: removed 1, kept 1"}, nil)
	m.cmd(t, "-baseline=known.json").expect(t, 0, nil, nil)

	// The settings of a repository may name one.
	write(t, m.dir, map[string]string{".golint-incidents.yaml": "baseline: settled.json\n", "b/c.go": "package b\n\n" + strings.ReplaceAll(bug, "Bug", "Other")})
	m.cmd(t, "baseline").expect(t, 0, []string{"settled.json: 2 known findings"}, nil)
	m.cmd(t).expect(t, 0, nil, nil)
	m.cmd(t, "-baseline=known.json").expect(t, 1, []string{"b/c.go:5:"}, nil)
	m.cmd(t, "-json").expect(t, 1, []string{"c.go:5:"}, nil)
	write(t, m.dir, map[string]string{".golint-incidents.yaml": "", "b/c.go": "package b\n"})

	// What is wrong is one line, and the file stays as it was.
	write(t, m.dir, map[string]string{"broken.json": "{", "syntax/s.go": "package syntax\n\nfunc\n"})
	for _, args := range [][]string{{"-baseline=broken.json"}, {"baseline", "-prune", "-o", "broken.json"}} {
		if res := m.cmd(t, args...); res.code != 2 || !strings.Contains(res.stderr, "broken.json is no baseline") || strings.Count(res.stderr, "\n") != 1 {
			t.Errorf("%v: %v", args, res)
		}
	}
	before := read(t, filepath.Join(m.dir, "known.json"))
	m.cmd(t, "baseline", "-o", "known.json").expect(t, 2, nil, []string{"known.json is as it was"})
	if read(t, filepath.Join(m.dir, "known.json")) != before {
		t.Error("the baseline is lost")
	}
	m.cmd(t, "-baseline=known.json", "-json").expect(t, 2, nil, []string{"cannot be combined"})
}

// guarded has a map whose readers and writers lock; the writer's lock is marked.
var guarded = map[string]string{
	"store.go": `package m

import "sync"

type Store struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *Store) Put(k string, v int) {
	s.lock()
	s.m[k] = v
	s.mu.Unlock()
}

func (s *Store) Drop(k string) {
	s.mu.Lock()
	delete(s.m, k)
	s.mu.Unlock()
}

func (s *Store) Get(k string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.m[k]
}
`,
	"lock.go": `package m

func (s *Store) lock() {
	// Before each change.
	s.mu.Lock()
	// It is unlocked by the caller.
}
`,
}

// Findings are new if one of their places is in a changed line, or if the revision did not
// have them: here a lock is removed in one file, and a line that nobody touched is at fault.
func TestNewFrom(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "old.go": drain("m"), "store.go": guarded["store.go"], "lock.go": guarded["lock.go"]})
	commit := func() {
		m.must(t, "git", "add", ".")
		m.must(t, "git", "-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "-qm", "x")
	}
	m.must(t, "git", "init", "-q")
	commit()
	m.cmd(t).expect(t, 1, []string{"old.go:9:"}, nil)
	m.cmd(t, "-new-from=HEAD").expect(t, 0, nil, nil)

	write(t, m.dir, map[string]string{"lock.go": strings.Replace(guarded["lock.go"], "\ts.mu.Lock()\n", "", 1)})
	res := m.cmd(t, "-new-from=HEAD")
	res.expect(t, 1, []string{"store.go:12:"}, nil)
	if strings.Contains(res.stdout, "old.go") {
		t.Errorf("a finding that is not new: %v", res)
	}
	commit()
	m.cmd(t, "-new-from=HEAD").expect(t, 0, nil, nil)
	m.cmd(t, "-new-from=HEAD~1").expect(t, 1, []string{"store.go:12:"}, nil)
	write(t, m.dir, map[string]string{"new/n.go": drain("n")})
	m.cmd(t, "-new-from=HEAD").expect(t, 1, []string{"new/n.go:9:"}, nil)

	m.cmd(t, "-new-from=nowhere").expect(t, 2, nil, []string{`git knows no revision "nowhere" here`})
	bare := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n"})
	bare.env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(bare.dir))
	bare.cmd(t, "-new-from=HEAD").expect(t, 2, nil, []string{"not in a work tree of git"})
}
