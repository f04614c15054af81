package finding

import (
	"os"
	"path/filepath"
	"testing"
)

const before = `package p

type T[K comparable] struct{ m map[K]int }

func (t *T[K]) Get(k K) int {
	return t.m[k]
}

func other() {}
`

// The fingerprint stays when code moves to other lines and files, and changes with the
// code, the function and the rule.
func TestFingerprint(t *testing.T) {
	dir := t.TempDir()
	at := func(name, source string, line int) Finding {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
			t.Fatal(err)
		}
		f := Finding{Span: Span{Start: Position{file, line, 9}, End: Position{file, line, 15}}}
		f.Rule = "maprace/unguarded-read"
		f.Trace = []Step{{Span: f.Span}}
		return f
	}
	complete := func(f Finding) Finding {
		list := []Finding{f}
		Complete(list, new(Sources))
		return list[0]
	}
	first := complete(at("a.go", before, 6))
	if first.Function != "T.Get" || first.Trace[0].Function != "T.Get" {
		t.Errorf("functions %q, %q; want T.Get", first.Function, first.Trace[0].Function)
	}
	moved := complete(at("b.go", "// A comment.\n\n"+before, 8))
	if moved.Fingerprint != first.Fingerprint {
		t.Error("another fingerprint after the code has moved")
	}
	rule := at("a.go", before, 6)
	rule.Rule = "maprace/unguarded-write"
	code := at("c.go", "package p\n\nfunc (t *T[K]) Get(k K) int {\n\treturn t.x[k]\n}\n", 4)
	function := at("d.go", "package p\n\nfunc (t *T[K]) Have(k K) int {\n\treturn t.m[k]\n}\n", 4)
	for name, f := range map[string]Finding{"rule": rule, "code": code, "function": function} {
		if complete(f).Fingerprint == first.Fingerprint {
			t.Errorf("the same fingerprint with another %s", name)
		}
	}
	if got := new(Sources).Function(Position{filepath.Join(dir, "nowhere.go"), 1, 1}); got != "" {
		t.Errorf("function %q in a file that is not there", got)
	}
}
