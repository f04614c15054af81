package escape_test

import (
	"flag"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/escape"
)

var update = flag.Bool("update", false, "write the table of the standard library")

// TestStandard compares the table of the standard library with what its source
// tells, for a part of it; with -update it writes all.
func TestStandard(t *testing.T) {
	nowhere := func(string) bool { return false }
	if *update {
		texts := make(map[string]string)
		for _, p := range analyze(t, nowhere, []string{"std"}) {
			texts[p.path] = p.Text()
		}
		if err := os.WriteFile("std.txt", []byte(table(texts)), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if version := strings.Join(strings.Split(runtime.Version(), ".")[:2], "."); version != "go1.26" {
		t.Skipf("the table is of go1.26, this is %s", version)
	}
	lines, same := 0, 0
	for _, p := range analyze(t, nowhere, []string{"bufio", "context", "encoding/json", "fmt", "net/url", "sync", "text/template"}) {
		have, ok := escape.StandardText(p.path)
		if !ok {
			continue // internal
		}
		known := make(map[string]bool)
		for line := range strings.Lines(have) {
			known[line] = true
		}
		for line := range strings.Lines(p.Text()) {
			lines++
			if known[line] {
				same++
			}
		}
	}
	t.Logf("%d of %d functions agree", same, lines)
	if same*100 < lines*99 { // minor releases change some
		t.Errorf("the table is out of date: go test -run TestStandard -update ./internal/escape")
	}
}

// table renders the texts of packages that a user can import.
func table(texts map[string]string) string {
	var b strings.Builder
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		if strings.Contains("/"+path+"/", "/internal/") || strings.HasPrefix(path, "vendor/") {
			continue // not for users
		}
		b.WriteString("# " + path + "\n" + texts[path])
	}
	return b.String()
}
