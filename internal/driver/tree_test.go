package driver

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// One unit with a test variant, one with its external tests, one that failed.
const stream = `{
	"m/a [m/a.test]": {"x": [
		{"posn": "/m/a/b.go:10:2", "end": "", "message": "ten"},
		{"posn": "/m/a/b.go:9:2", "end": "", "message": "nine", "related": [{"posn": "/m/a/c.go:1:1", "end": "", "message": "why"}]}]}
}
{}
{
	"m/a": {"x": [{"posn": "/m/a/b.go:9:2", "end": "", "message": "nine"}]}
}
{
	"m/a_test [m/a.test]": {"x": [{"posn": "/m/a/b.go:9:2", "end": "", "message": "nine"}]},
	"m/b": {"x": {"error": "internal error"}}
}
`

func TestTree(t *testing.T) {
	all := func(string) bool { return true }
	tree := make(Tree)
	if err := tree.readTree(strings.NewReader(stream), newMeter(nil)); err != nil {
		t.Fatal(err)
	}
	tree.keep(all, func(Diagnostic) bool { return true })
	if got, want := tree.order(), []string{"9 nine", "10 ten"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := tree["m/b"]["x"].Err; got != "internal error" {
		t.Errorf("error of m/b: got %q", got)
	}

	// What is printed as JSON can be read again.
	var buf bytes.Buffer
	if err := tree.printJSON(&buf); err != nil {
		t.Fatal(err)
	}
	again := make(Tree)
	if err := again.readTree(&buf, newMeter(nil)); err != nil {
		t.Fatal(err)
	}
	if len(again) != 2 || len(again["m/a"]["x"].Diagnostics) != 2 || again["m/b"]["x"].Err == "" {
		t.Errorf("JSON lost something: %v", again)
	}

	tree.keep(all, func(d Diagnostic) bool { return d.Message != "ten" && d.Message != "nine" })
	if _, ok := tree["m/a"]; ok {
		t.Errorf("m/a has nothing left, but is kept: %v", tree)
	}
}

// Before 1.26 go vet passed the tool's JSON to standard error, among its own words.
func TestExtract(t *testing.T) {
	tree := make(Tree)
	rest := tree.extract("# m/a\n"+stream+"# m/c\nc.go:1:1: broken\n", newMeter(nil))
	if want := "# m/a\n# m/c\nc.go:1:1: broken\n"; rest != want {
		t.Errorf("rest: got %q, want %q", rest, want)
	}
	if len(tree) != 3 {
		t.Errorf("got %v", tree)
	}
}

func TestParsePosn(t *testing.T) {
	for in, want := range map[string]posn{
		"/a.go:3:4":   {"/a.go", 3, 4},
		`C:\a.go:3:4`: {`C:\a.go`, 3, 4},
		"/a:b.go:3:4": {"/a:b.go", 3, 4},
		"-":           {file: "-"},
		"/a.go:x:y":   {file: "/a.go:x:y"},
	} {
		if got := parsePosn(in); got != want {
			t.Errorf("%s: got %v, want %v", in, got, want)
		}
	}
}
