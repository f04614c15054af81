package e2e

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// cmd runs the standalone command. The last line, of which TestSummary is, is left out.
func (p place) cmd(t *testing.T, args ...string) result {
	t.Helper()
	res := p.run(t, tool(t), args...)
	res.stderr = summary.ReplaceAllString(res.stderr, "")
	return res
}

// summary is the last line of what the command writes to standard error.
var summary = regexp.MustCompile(`golint-incidents: (no findings|\d+ findings?)( \(\d+ more (is|are) known or not new\))? in \d+ packages?, [0-9.]+ (s|min \d+ s)(, \d+ % from cache)?\n$`)

func TestExitCodes(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":         modFile,
		"bug/a.go":       "package bug\n\n" + bug,
		"clean/c.go":     "package clean\n\n" + clean,
		"broken/b.go":    "package broken\n\nfunc B() int { return undefined }\n",
		"syntax/s.go":    "package syntax\n\nfunc\n",
		"missing/m.go":   "package missing\n\nimport _ \"example.com/nowhere\"\n",
		"above/above.go": "package above\n\nimport _ \"example.com/m/broken\"\n\n" + bug,
	})
	m.env = []string{"GOPROXY=off", "GOFLAGS=-mod=mod"}
	finding := []string{"bug/a.go:5:"}

	m.cmd(t, "./clean").expect(t, 0, nil, nil)
	m.cmd(t, "./bug").expect(t, 1, finding, nil)
	m.cmd(t, "./bug", "./clean").expect(t, 1, finding, nil)
	m.cmd(t, "./broken").expect(t, 2, nil, []string{"undefined: undefined", "could not be analyzed"})
	m.cmd(t, "./bug", "./broken").expect(t, 2, finding, []string{"undefined: undefined"})
	m.cmd(t, "./bug", "./syntax").expect(t, 2, finding, []string{"syntax/s.go:3:"})
	m.cmd(t, "./bug", "./missing").expect(t, 2, finding, []string{"example.com/nowhere"})
	m.cmd(t, "./bug", "./nowhere").expect(t, 2, finding, []string{"nowhere"})
	m.cmd(t, "./...").expect(t, 2, finding, []string{
		"undefined: undefined", "syntax/s.go:3:", "example.com/nowhere", "example.com/m/above was not analyzed"})
}

func TestUsageErrors(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n"})
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"-jsn"}, "unknown flag or analyzer -jsn; did you mean -json?"},
		{[]string{"-timereset", "./..."}, "did you mean -timerreset?"},
		{[]string{"-xyzzyxyzzy"}, "unknown flag or analyzer -xyzzyxyzzy; golint-incidents -h lists them"},
		{[]string{"-timerreset=perhaps"}, "want true or false"},
		{[]string{"-c"}, "flag needs an argument: -c"},
		{[]string{"-diff", "-json"}, "-json cannot be combined"},
		{[]string{"-diff", "-fix"}, "-fix cannot be combined"},
		{[]string{"-c=-2"}, "at least 0"},
		{[]string{"-stackptr.reached=0"}, "want a whole number of at least 1"},
		{[]string{"-stackptr.goroutines=-5"}, "want a whole number of at least 1"},
		{[]string{"-hotunmarshal.min-share=500"}, "want a percentage from 0 to 100"},
		{[]string{"-hotunmarshal.entries=Serve"}, "not the full name of a function"},
		{[]string{"-hotunmarshal.entries=example.com/nowhere.Serve"}, "example.com/nowhere"},
		{[]string{"explian", "timerreset"}, `unknown command "explian"; did you mean explain?`},
		{[]string{"stack"}, "did you mean stacks?"},
		{[]string{"versoin"}, "did you mean version?"},
		{[]string{"version", "1"}, "takes no arguments"},
		{[]string{"stacks", "-top=-1"}, "want a number of functions"},
		{[]string{"help", "timereset"}, "did you mean timerreset?"},
		{[]string{"-disable=maprace/unguarded-raed"}, `unknown rule "maprace/unguarded-raed"; did you mean maprace/unguarded-read?`},
		{[]string{"explain", "maprace/everything"}, `unknown rule "maprace/everything"; golint-incidents explain lists them`},
		{[]string{"explain", "timereset"}, `unknown analyzer "timereset"; did you mean timerreset?`},
	}
	for _, tt := range tests {
		res := m.cmd(t, tt.args...)
		res.expect(t, 2, nil, []string{tt.want})
		if n := strings.Count(res.stderr, "\n"); n != 1 {
			t.Errorf("%v: want one line: %v", tt.args, res)
		}
	}
}

func TestHelp(t *testing.T) {
	m := place{dir: t.TempDir()}
	for _, arg := range []string{"-h", "-help", "help"} {
		m.cmd(t, arg).expect(t, 0, []string{"Usage:", "-fix", "timerreset", "exit code"}, nil)
	}
	for _, arg := range []string{"-version", "-v", "version"} {
		m.cmd(t, arg).expect(t, 0, []string{"golint-incidents ", "go1."}, nil)
	}
	m.cmd(t, "help", "timerreset").expect(t, 0, []string{"timerreset: "}, nil)
	m.cmd(t, "help", "stacks").expect(t, 0, []string{"usage: golint-incidents stacks"}, nil)
	m.cmd(t, "stacks", "-h").expect(t, 0, []string{"usage: golint-incidents stacks"}, nil)
	m.cmd(t, "explain").expect(t, 0, []string{"timerreset"}, nil)
	m.cmd(t, "explain", "timerreset").expect(t, 0, []string{"timerreset: "}, nil)
}

// The counts in findings of stackptr are the compiler's where it can be asked:
// a frame that only looks heavy, as inlining removes its objects, is none, and
// one that inlining makes heavy is.
func TestExactCounts(t *testing.T) {
	const source = `package a

type state struct{ p *int }

//go:noinline
func keep(list []*state) int { return len(list) }

func drop(list []*state) int { return len(list) }

func Accept(conns chan chan bool) {
	for done := range conns {
		go heavy(done)
		go light(done)
		go swollen(done)
	}
}

func pair() int {
	var a, b state
	return keep([]*state{&a, &b})
}

func swollen(done chan bool) {
	var a, b, c, d, e, f, g, h, i, j, k, l state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l}
	pair()
	pair()
	pair()
	pair()
	pair()
	pair()
	<-done
	keep(all)
}

func heavy(done chan bool) {
	DECL
	all := []*state{LIST}
	<-done
	keep(all)
}

func light(done chan bool) {
	DECL
	all := []*state{LIST}
	<-done
	drop(all)
}
`
	names := strings.Fields("a b c d e f g h i j k l m n o p")
	text := strings.ReplaceAll(source, "DECL", "var "+strings.Join(names, ", ")+" state")
	text = strings.ReplaceAll(text, "LIST", "&"+strings.Join(names, ", &"))
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": text, "a_test.go": strings.Replace(text, "package a", "package a_test", 1)})

	res := m.cmd(t, "-test=false")
	res.expect(t, 1, []string{": heavy parks at a.go:", "reach 16 of its 17 stack objects (counted by the compiler in this build)", ": swollen parks at a.go:", ": looked at, reached or not: a state, 8 bytes, as the compiler says"}, nil)
	if strings.Contains(res.stdout, "light parks") {
		t.Errorf("a frame without objects: %v", res)
	}
	m.cmd(t).expect(t, 1, []string{": heavy parks at a_test.go:", "(predicted for the code as written, without inlining)"}, nil)
	vet := m.run(t, "go", "vet", "-vettool="+tool(t))
	vet.expect(t, 1, nil, []string{": heavy parks at a.go:", ": light parks at a.go:", "(predicted for the code as written, without inlining)"})
	if strings.Contains(vet.stderr, "swollen parks") {
		t.Errorf("a frame that only the compiler makes heavy: %v", vet)
	}
}

// A frame of a package is reported, with the compiler's counts, where its importers
// run it in many goroutines: once, though two do.
func TestExactCountsOfImports(t *testing.T) {
	names := strings.Fields("a b c d e f g h i j k l m n o p")
	loop := `package PKG

import "example.com/m/conn"

func Accept(conns chan chan bool) {
	for done := range conns {
		go conn.Serve(done)
	}
}
`
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"conn/conn.go": `package conn

type state struct{ p *int }

//go:noinline
func keep(list []*state) int { return len(list) }

func Serve(done chan bool) {
	var ` + strings.Join(names, ", ") + ` state
	all := []*state{&` + strings.Join(names, ", &") + `}
	<-done
	keep(all)
}
`,
		"x/x.go": strings.Replace(loop, "PKG", "x", 1),
		"y/y.go": strings.Replace(loop, "PKG", "y", 1),
	})
	res := m.cmd(t, "./...")
	res.expect(t, 1, []string{filepath.FromSlash("conn/conn.go:8:6: Serve parks at conn.go:11, and a goroutine is started in each round of a loop"), "reach 16 of its 17 stack objects (counted by the compiler in this build)"}, nil)
	if strings.Count(res.stdout, "Serve parks at") != 1 {
		t.Errorf("want one finding: %v", res)
	}
	m.run(t, "go", "vet", "-vettool="+tool(t), "./...").expect(t, 1, nil, []string{"Serve parks at conn.go:11", "(predicted for the code as written, without inlining)"})
}

// The table of stack frames is the compiler's: two variables and the array that
// has their addresses.
func TestStacks(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": `package a

type state struct{ p *int }

//go:noinline
func use(list []*state) int { return len(list) }

func F() int {
	var x, y state
	return use([]*state{&x, &y})
}
`})
	m.cmd(t, "stacks", ".").expect(t, 0, []string{"3        32     ", ".F ", "x state", "y state", "a.go:9"}, nil)
	res := m.cmd(t, "stacks", "-json", ".")
	var funcs []struct {
		File    string
		Objects []struct{ File string }
	}
	if err := json.Unmarshal([]byte(res.stdout), &funcs); err != nil || len(funcs) != 1 || len(funcs[0].Objects) != 3 {
		t.Fatalf("want one function with three objects (%v): %v", err, res)
	}
	for _, o := range funcs[0].Objects {
		if o.File != funcs[0].File || !filepath.IsAbs(o.File) {
			t.Errorf("an object in %s, its function in %s: want one path", o.File, funcs[0].File)
		}
	}
	write(t, m.dir, map[string]string{
		"none/none.go": "package none\n",
		"g/g.go": `package g

type state struct{ p *int }

//go:noinline
func use(list []*state) int { return len(list) }

func F[T any](T) int {
	var x, y state
	return use([]*state{&x, &y})
}
`,
		"u/a/a.go": "package a\n\nimport \"example.com/m/g\"\n\nvar V = g.F(1)\n",
		"u/b/b.go": "package b\n\nimport \"example.com/m/g\"\n\nvar V = g.F(2)\n",
	})
	m.cmd(t, "stacks", "-json", "./none").expect(t, 0, []string{"[]\n"}, nil)
	if res := m.cmd(t, "stacks", "./u/..."); strings.Count(res.stdout, "g.F[go.shape.int]") != 1 {
		t.Errorf("want one line for what two packages instantiate: %v", res)
	}
	m.cmd(t, "stacks", "-nonsense").expect(t, 2, nil, []string{"usage: golint-incidents stacks"})
	m.cmd(t, "stacks", "./nowhere").expect(t, 2, nil, []string{"nowhere"})
}

func TestJSON(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":        modFile,
		"a/a.go":        "package a\n\n" + bug,
		"a/a_test.go":   "package a\n",
		"nested/go.mod": "module example.com/nested\n\ngo 1.24\n",
		"nested/n.go":   "package nested\n\n" + bug,
	})
	res := m.cmd(t, "-json", "./...")
	var tree map[string]map[string][]struct{ Posn, End, Message string }
	if err := json.Unmarshal([]byte(res.stdout), &tree); err != nil {
		t.Fatalf("%v: %v", err, res)
	}
	for pkg, file := range map[string]string{"example.com/m/a": "a/a.go", "example.com/nested": "nested/n.go"} {
		diags := tree[pkg]["timerreset"]
		if len(diags) != 1 || !strings.HasSuffix(diags[0].Posn, filepath.FromSlash(file)+":5:14") {
			t.Errorf("want one finding in %s: %v", file, res)
		}
	}
	if res.code != 1 {
		t.Errorf("want exit 1: %v", res)
	}
	write(t, m.dir, map[string]string{"a/a.go": "package a\n\n" + clean, "nested/n.go": "package nested\n\n" + clean})
	m.cmd(t, "-json", "./...").expect(t, 0, []string{"{}\n"}, nil)
}

func TestFlags(t *testing.T) {
	tr := tree(t)
	everything := tr.wanted(t)
	only := func(keep func(at string) bool) []string {
		var want []string
		for _, at := range everything {
			if keep(at) {
				want = append(want, at)
			}
		}
		return want
	}
	run := func(want []string, args ...string) {
		t.Helper()
		res := tr.cmd(t, args...)
		check(t, findings(t, res.stdout, "."), want)
		if wantCode := min(len(want), 1); res.code != wantCode {
			t.Errorf("%v: want exit %d: %v", args, wantCode, res)
		}
	}
	run(everything)
	run(everything, "./...", "-timerreset") // flags may follow
	run(nil, "-timerreset=false", "./...")
	run(only(func(at string) bool { return !strings.Contains(at, "_test.go:") }), "-test=false")
	run([]string{"c/c.go:9", "c/tagged.go:8"}, "-tags=special", "./c")
	run([]string{"cmd/app/main.go:11"}, "./cmd/...")
	run([]string{"main.go:11"}, "-C", "cmd/app", ".") // as seen from there
}

func TestContextLines(t *testing.T) {
	tr := tree(t)
	tr.cmd(t, "-c=1", "./a").expect(t, 1, []string{"    7 | func Ticks()", "    8 | \treturn time.NewTicker(0).C // want\n      | \t       ^~~~~~~~~~~~~~~~~\n", "    9 | }"}, nil)
}

// ./... reaches the modules below; what is named is what is reported.
func TestNestedModules(t *testing.T) {
	mod := func(name string) string { return "module example.com/" + name + "\n\ngo 1.24\n" }
	files := map[string]string{
		"go.mod":               mod("m"),
		"m.go":                 "package m\n\n" + bug,
		"x/one/go.mod":         mod("one"),
		"x/one/sub/o.go":       "package sub\n\n" + bug,
		"x/one/deep/go.mod":    mod("deep"),
		"x/one/deep/d.go":      "package deep\n\n" + bug,
		"x/empty/go.mod":       mod("empty"),
		"testdata/t/go.mod":    mod("t"),
		"testdata/t/t.go":      "package t\n\n" + bug,
		"vendor/v/go.mod":      mod("v"),
		"_skip/s/go.mod":       mod("s"),
		"y/broken/go.mod":      mod("broken"),
		"y/broken/b/broken.go": "package b\n\nfunc B() int { return undefined }\n",
		"y/broken/a/a.go":      "package a\n\n" + bug,
	}
	m := write(t, t.TempDir(), files)
	run := func(code int, want []string, args ...string) {
		t.Helper()
		res := m.cmd(t, args...)
		check(t, findings(t, res.stdout, "."), want)
		if res.code != code {
			t.Errorf("%v: want exit %d: %v", args, code, res)
		}
	}
	one, deep, broken := "x/one/sub/o.go:5", "x/one/deep/d.go:5", "y/broken/a/a.go:5"
	run(1, []string{"m.go:5", deep, one, broken})
	run(1, []string{"m.go:5"}, "-nested=false")
	run(1, []string{one}, "-nested=false", "./x/one/...")
	run(1, []string{"m.go:5"}, ".")
	run(1, []string{deep, one}, "./x/...")
	run(1, []string{deep, one}, "./x/o...")
	run(1, []string{one}, "./x/one/sub")
	run(1, []string{one}, filepath.Join(m.dir, "x/one/sub"))
	run(0, nil, "./x/empty/...")
	run(1, []string{"testdata/t/t.go:5"}, "./testdata/...")
	run(1, []string{broken}, "./y/...")
	run(2, []string{broken}, "./y/broken/...")
	m.cmd(t, "./y/...").expect(t, 1, []string{"y/broken/a/a.go"}, []string{"warning: in module y/broken,", "undefined: undefined"})
	m.cmd(t, "./y/broken/...").expect(t, 2, []string{"y/broken/a/a.go"}, []string{": in module y/broken:", "undefined: undefined"})

	// The modules of a workspace are analyzed together, the others by themselves.
	write(t, m.dir, map[string]string{"go.work": "go 1.24\n\nuse (\n\t.\n\t./x/one\n)\n"})
	run(1, []string{deep, one}, "./x/...")
	run(1, []string{deep}, "./x/one/deep")
}

// A folder that is in no module, but has modules below.
func TestNoModuleAbove(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"a/go.mod": modFile,
		"a/a.go":   "package a\n\n" + bug,
	})
	m.cmd(t).expect(t, 1, []string{"a/a.go:5:"}, nil)
	m.cmd(t, ".").expect(t, 2, nil, []string{"go.mod"})
}

func TestFixAndDiff(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":        modFile,
		"a/a.go":        drain("a"),
		"b/b.go":        "package b\n\n" + bug,
		"nested/go.mod": "module example.com/nested\n\ngo 1.24\n",
		"nested/n.go":   drain("nested"),
		"bad/bad.go":    "package bad\n\nfunc\n",
	})
	m.cmd(t, "-diff", "./a", "./nested").expect(t, 1, []string{"a.go", "n.go", "\n+"}, nil)
	m.cmd(t, "-diff", "./b").expect(t, 0, nil, nil)
	res := m.cmd(t, "-fix", "./...")
	res.expect(t, 2, []string{"b/b.go:5:"}, []string{"fixed 2 files", "bad/bad.go:3:"})
	if strings.Contains(res.stdout, "a/a.go") {
		t.Errorf("want only what is left to be printed: %v", res)
	}
	m.wantFixed(t, "a/a.go")
	m.wantFixed(t, "nested/n.go")
	m.cmd(t, "-fix", "./a").expect(t, 0, nil, nil)
}

// The names of changed files become packages; see also TestPreCommitChangedFiles.
func TestFiles(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":            modFile,
		"a/a.go":            "package a\n\n" + bug,
		"b/b.go":            "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { a.Bug() }\n",
		"other/o.go":        "//go:build none\n\npackage other\n",
		"a/testdata/t.go":   "package t\n\n" + bug,
		"broken/b.go":       "package broken\n\nfunc\n",
		"nested/go.mod":     "module example.com/nested\n\ngo 1.24\n",
		"nested/n.go":       "package nested\n\n" + bug,
		"nested/sub/sub.go": "package sub\n\n" + bug,
	})
	run := func(code int, want []string, args ...string) {
		t.Helper()
		res := m.cmd(t, append([]string{"-files"}, args...)...)
		check(t, findings(t, res.stdout, "."), want)
		if res.code != code {
			t.Errorf("%v: want exit %d: %v", args, code, res)
		}
	}
	run(0, nil)
	run(0, nil, "b/b.go")
	run(1, []string{"a/a.go:5"}, "a/a.go", "a/gone.go", "b/b.go")
	run(0, nil, "other/o.go")
	run(1, []string{"a/a.go:5"}, "other/o.go", "a/a.go")
	run(0, nil, "a/testdata/t.go", "README.md", "gone/gone.go")
	run(2, []string{"a/a.go:5"}, "broken/b.go", "a/a.go")
	run(1, []string{"nested/sub/sub.go:5"}, "nested/sub/sub.go")
	run(1, []string{"nested/n.go:5", "nested/sub/sub.go:5"}, "nested/go.sum")
	run(1, []string{"a/a.go:5"}, filepath.Join(m.dir, "a/a.go"))
}

func TestCgoOff(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod":   modFile,
		"a/a.go":   "package a\n\n" + bug,
		"a/cgo.go": "package a\n\nimport \"C\"\n",
	})
	m.env = []string{"CGO_ENABLED=0"}
	m.cmd(t).expect(t, 1, []string{"a/a.go:5:"}, []string{"skipped 1 file that uses cgo"})
}
