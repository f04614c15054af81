package e2e

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An editor shows findings with their trace when a file is opened, fixes them, and shows no
// more when it is saved.
func TestLanguageServer(t *testing.T) {
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("no Neovim: install Debian's package neovim")
	}
	script, err := filepath.Abs("testdata/editor.lua")
	if err != nil {
		t.Fatal(err)
	}
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a/a.go": drain("a")})
	home := t.TempDir()
	m.env = []string{"TOOL=" + tool(t), "FILE=" + filepath.Join(m.dir, "a", "a.go"), "XDG_STATE_HOME=" + home, "XDG_CACHE_HOME=" + home, "XDG_DATA_HOME=" + home}
	if cache := strings.TrimSpace(m.must(t, "go", "env", "GOCACHE")); cache != "" {
		m.env = append(m.env, "GOCACHE="+cache)
	}
	res := m.run(t, nvim, "--headless", "--clean", "-c", "luafile "+script)
	var lines []string
	for line := range strings.Lines(res.stdout) {
		if strings.HasPrefix(line, "{") {
			lines = append(lines, line)
		}
	}
	if len(lines) != 3 {
		t.Fatalf("want three results: %v", res)
	}
	var shown struct {
		Count, Line, Related int
		Message, Code, Page  string
	}
	var offered struct {
		Titles   []string
		Suppress struct {
			Changes map[string][]struct{ NewText string }
		}
	}
	var left struct {
		Count int
		Text  string
	}
	for i, into := range []any{&shown, &offered, &left} {
		if err := json.Unmarshal([]byte(lines[i]), into); err != nil {
			t.Fatalf("%v: %s", err, lines[i])
		}
	}
	if shown.Count != 1 || shown.Line != 8 || shown.Code != "timerreset/drain-after-receive" || !strings.HasSuffix(shown.Page, "/docs/timerreset/drain-after-receive.md") || shown.Related != 2 || !strings.Contains(shown.Message, "blocks for ever") {
		t.Errorf("shown: %+v", shown)
	}
	if len(offered.Titles) != 2 || offered.Titles[1] != "Suppress timerreset/drain-after-receive at line 9" {
		t.Errorf("offered: %+v", offered)
	}
	for _, edits := range offered.Suppress.Changes {
		if len(edits) != 1 || edits[0].NewText != "\t\t//lint:ignore timerreset/drain-after-receive REASON\n" {
			t.Errorf("to suppress: %+v", edits)
		}
	}
	if left.Count != 0 || !strings.Contains(left.Text, "default:") {
		t.Errorf("after the fix: %+v", left)
	}
	m.cmd(t, "./a").expect(t, 0, nil, nil)
}
