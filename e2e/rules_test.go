package e2e

import (
	"strings"
	"testing"
)

// A rule is named behind each finding, and by that name it is explained, switched off
// and suppressed, with the command and with go vet, whose cache tells the runs apart.
func TestRuleIDs(t *testing.T) {
	const id = "timerreset/drain-after-receive"
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a/a.go": drain("a"),
		"b/b.go": strings.Replace(drain("b"), "\t\t<-t.C\n", "\t\t//lint:ignore "+id+" tested\n\t\t<-t.C\n", 1),
		"c/c.go": strings.Replace(drain("c"), "\t\t<-t.C\n", "\t\t//lint:ignore timerreset/stale-value tested\n\t\t<-t.C\n", 1),
	})
	where := func(text string) string {
		var at []string
		for _, f := range findings(t, text, ".") {
			at = append(at, f.at())
		}
		return strings.Join(at, " ")
	}
	for _, tt := range []struct {
		flags []string
		want  string
	}{
		{nil, "a/a.go:9 c/c.go:9 c/c.go:10"},
		{[]string{"-disable=" + id}, "c/c.go:9"},
		{[]string{"-disable=" + id + ",timerreset/directive"}, ""},
		{nil, "a/a.go:9 c/c.go:9 c/c.go:10"},
	} {
		res := m.cmd(t, append(tt.flags, "./...")...)
		vet := m.vet(t, append(tt.flags, "./...")...)
		if got := where(res.stdout); got != tt.want {
			t.Errorf("command %v: got %q, want %q", tt.flags, got, tt.want)
		}
		if got := where(vet.stderr); got != tt.want {
			t.Errorf("go vet %v: got %q, want %q", tt.flags, got, tt.want)
		}
	}
	m.cmd(t, "./a").expect(t, 1, []string{" (" + id + ")\n"}, nil)
	m.cmd(t, "-json", "./a").expect(t, 1, []string{`"category": "` + id + `; confidence=proven"`}, nil)
	m.cmd(t, "explain", id).expect(t, 0, []string{"the timer's one value was received before", "Since v0", "WRONG", "It says:", "blocks for ever: the value was already received at wrong.go:3", "RIGHT", "# How to fix", "# What it cannot see", "-disable " + id}, nil)
	m.cmd(t, "explain", "timerreset").expect(t, 0, []string{id}, nil)
	vet := m.vet(t, "-disable=timerreset/x", "./...")
	if vet.code == 0 || !strings.Contains(vet.stderr, `-disable: unknown rule "timerreset/x"`) {
		t.Errorf("an unknown rule: %v", vet)
	}
}
