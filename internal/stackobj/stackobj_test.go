package stackobj

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCompile asks the compiler about a function whose objects are certain.
func TestCompile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26\n",
		"m.go": `package m

type state struct{ a, b *string }

//go:noinline
func use(list []*state) int { return len(list) }

func F() int {
	var x, y state
	return use([]*state{&x, &y})
}

func None() int { return use(nil) }
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	funcs, err := Compile(context.Background(), dir, nil, "-l", ".")
	if err != nil {
		t.Fatal(err)
	}
	if len(funcs) != 1 || funcs[0].Name != "example.com/m.F" || funcs[0].Line != 8 || len(funcs[0].Objects) != 3 {
		t.Fatalf("got %+v, want F at line 8 with three objects", funcs)
	}
	names := make(map[string]int)
	for _, o := range funcs[0].Objects {
		if o.Size != 16 || o.Pointers != 16 {
			t.Errorf("%+v: want 16 bytes, all of them pointers", o)
		}
		if o.File != funcs[0].File || !filepath.IsAbs(o.File) {
			t.Errorf("%+v: want the path of the function's file, %s", o, funcs[0].File)
		}
		names[o.Name] = o.Line
	}
	if names["x"] != 9 || names["y"] != 9 {
		t.Errorf("got the names and lines %v, want x and y at line 9", names)
	}

	if err := os.WriteFile(filepath.Join(dir, "bad.go"), []byte("package m\n\nvar _ = nowhere\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Compile(context.Background(), dir, nil, "", "."); err == nil || !strings.Contains(err.Error(), "undefined: nowhere") {
		t.Errorf("a package that does not compile: %v", err)
	}
}

func TestDecode(t *testing.T) {
	for _, bad := range []string{"", "\x01\x00\x00\x00\x00\x00\x00\x00", "\xff\xff\xff\xff\xff\xff\xff\xff0123456789abcdef"} {
		if got, err := decode([]byte(bad)); err == nil {
			t.Errorf("decode(%q) = %v, want an error", bad, got)
		}
	}
}
