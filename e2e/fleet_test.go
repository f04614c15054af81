package e2e

import (
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Machines whose go commands share a store by GOCACHEPROG share what was analyzed: on the
// second one, whose caches are empty, no package is analyzed again.
func TestSharedCache(t *testing.T) {
	bin := t.TempDir()
	const module = "github.com/bradfitz/go-tool-cache/cmd/"
	place{dir: "."}.must(t, "go", "build", "-o", bin+"/", module+"go-cacher", module+"go-cacher-server")
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	server := exec.Command(filepath.Join(bin, "go-cacher-server"), "-cache-dir="+t.TempDir(), "-listen="+address)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Wait() // it is killed
	defer server.Process.Kill()
	for range 100 {
		if res, err := http.Get("http://" + address); err == nil {
			res.Body.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"a/a.go": drain("a"),
		"b/b.go": "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Drain(1) }\n",
	})
	for _, want := range []string{", 0 % from cache", ", 100 % from cache"} {
		local := t.TempDir()
		m.env = []string{
			"GOCACHE=" + filepath.Join(local, "go"),
			"GOCACHEPROG=" + filepath.Join(bin, "go-cacher") + " -cache-dir=" + filepath.Join(local, "disk") + " -cache-server=http://" + address,
		}
		res := m.run(t, tool(t), "./...")
		check(t, findings(t, res.stdout, "."), []string{"a/a.go:9"})
		if !strings.Contains(res.stderr, want) {
			t.Errorf("want %q: %v", want, res)
		}
	}
}
