package escape_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
)

// leakLine matches what -m says of a parameter.
var leakLine = regexp.MustCompile(`(?m)^(?:\./)?(\S+\.go:\d+:\d+): (leaking param(?: content)?): (\S+)(?: to result (\S+) level=(\d+))?$|^(?:\./)?(\S+\.go:\d+:\d+): (\S+) does not escape$`)

// TestLeaks compares the leaks of parameters with those that the compiler
// prints.
func TestLeaks(t *testing.T) {
	patterns := []string{"bytes", "encoding/json", "fmt", "net/textproto", "net/url", "reflect", "strings", "sync", "text/template"}
	cmd := exec.Command("go", append([]string{"build", "-gcflags=-m -l"}, patterns...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	compiler := make(map[string][]string) // by parameter
	for _, m := range leakLine.FindAllStringSubmatch(string(out), -1) {
		if m[6] != "" {
			key := where(m[6]) + " " + m[7]
			compiler[key] = append(compiler[key], "-")
			continue
		}
		key := where(m[1]) + " " + m[3]
		switch {
		case m[4] != "":
			compiler[key] = append(compiler[key], "result "+m[4]+" "+m[5])
		default:
			compiler[key] = append(compiler[key], m[2])
		}
	}
	params, same := 0, 0
	var wrong []string
	for _, p := range analyze(t, escape.IsStandard, patterns) {
		for _, fn := range p.funcs {
			leaks, ok := p.Of(fn)
			if !ok || len(fn.TypeArgs())+fn.TypeParams().Len() > 0 {
				continue // printed for instances
			}
			for i, param := range fn.Params {
				if i >= len(leaks) || param.Name() == "_" {
					continue // not printed
				}
				want, ok := compiler[where(fn.Prog.Fset.Position(param.Pos()).String())+" "+param.Name()]
				if !ok {
					continue // holds no pointer
				}
				got := said(fn, leaks[i])
				slices.Sort(want)
				want = slices.Compact(want) // packages are compiled for tests, too
				params++
				if slices.Equal(got, want) {
					same++
				} else {
					wrong = append(wrong, fmt.Sprintf("%s %s: %q, the compiler says %q", fn, param.Name(), got, want))
				}
			}
		}
	}
	slices.Sort(wrong)
	t.Logf("%d of %d parameters agree\n%s", same, params, strings.Join(wrong, "\n"))
	if params < 1000 || same*100 < params*95 {
		t.Errorf("%d of %d parameters agree, want 95 of 100", same, params)
	}
}

// where shortens a position to the file's folder and name, line and column.
func where(pos string) string {
	return filepath.Base(filepath.Dir(pos)) + "/" + filepath.Base(pos)
}

// said returns a leak in the compiler's words.
func said(fn *ssa.Function, l escape.Leak) []string {
	var out []string
	switch l.Heap {
	case escape.NoLeak:
	case 0:
		out = append(out, "leaking param")
	default:
		out = append(out, "leaking param content")
	}
	for _, r := range l.Results {
		name := fn.Signature.Results().At(r.Index).Name()
		if name == "" || name == "_" {
			name = fmt.Sprintf("~r%d", r.Index)
		}
		out = append(out, fmt.Sprintf("result %s %d", name, r.Derefs))
	}
	if len(out) == 0 {
		out = append(out, "-")
	}
	slices.Sort(out)
	return out
}
