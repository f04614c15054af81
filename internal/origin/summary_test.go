package origin

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

// head comes before the source of each case.
const head = `package p
import ("encoding/json"; "net/http"; "os"; "strings"; "time"; "bytes")
var _, _, _, _ = json.Marshal, strings.Cut, time.Now, bytes.NewReader
var _, _ = os.Getenv, http.Get
type Store interface { Get(key string) string }
`

// TestSummaries compares what the function named last returns and writes with what its
// summary says.
func TestSummaries(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"constant", `func f() string { return "a" }`, "result 0 is constant"},
		{"passed on", `func f(a, b string) string { return b }`, "result 0 is parameter 1"},
		{"joined", `func f(a, b string) string { return a + b }`, "result 0 is parameter 0 and parameter 1"},
		{"file", `func f() []byte { b, _ := os.ReadFile("rules.json"); return b }`,
			"result 0 is configuration (os.ReadFile(\"rules.json\"))"},
		{"file by name", `func f(name string) []byte { b, _ := os.ReadFile(name); return b }`,
			"result 0 is configuration (os.ReadFile) and parameter 0"},
		{"system file", `func f() []byte { b, _ := os.ReadFile("/proc/stat"); return b }`, "result 0 is unknown"},
		{"request", `func f(r *http.Request) string { return r.Host }`, "result 0 is of a request"},
		{"channel", `func f(c chan string) string { return <-c }`, "result 0 is unknown"},
		{"decoded", `func f(raw []byte) (v []int) { json.Unmarshal(raw, &v); return v }`, "result 0 is parameter 0\nmay decode"},
		{"written", `func f(raw []byte, v any) error { return json.Unmarshal(raw, v) }`, "writes parameter 0 to parameter 1\nmay decode"},
		{"helper", `func g(s string) string { return strings.ToUpper(s) }
func f() string { return g("a") }`, "result 0 is constant"},
		{"looked up", `func f(s Store) string { return s.Get("site_settings") }`,
			"result 0 is looked up and parameter 0, constant key, named as a setting\nmay decode"},
		{"looked up by what is given", `func f(s Store, key string) string { return s.Get(key) }`,
			"result 0 is looked up and parameter 0 and parameter 1\nmay decode"},
		{"chosen by a key", `var all = map[string]string{"a": "b"}
func f(r *http.Request) string { return all[r.Host] }`, "result 0 is one of a fixed set (package variable all)"},
		{"chosen by a condition", `func f(r *http.Request) string { if r.Host == "a" { return "b" }; return "c" }`,
			"result 0 is one of a fixed set"},
		{"chosen by a parameter", `func f(x string) string { if x == "a" { return "b" }; return "c" }`,
			"result 0 is constant and parameter 0"},
		{"package variable", `var text = "a"
func f() string { return text }`, "result 0 is constant (package variable text)"},
		{"changed variable", `var text = "a"
func f(r *http.Request) string { text = r.Host; return text }`, "result 0 is unknown"},
		{"field of a receiver", `type T struct{ path string; s Store }
func New(s Store) *T { return &T{path: "a", s: s} }
func (t *T) f() string { return t.path }`, "result 0 is what the receiver was made with"},
		{"made here", `type T struct{ n int }
func f() *T { return &T{} }`, "makes result 0"},
		{"kept by others", `type T struct{ n int }
var all []*T
func f() *T { t := &T{}; all = append(all, t); return t }`, ""},
		{"callback", `func f(g func()) { g() }`, "may decode"},
		{"literal", `func f(raw []byte) (v []int) { func() { json.Unmarshal(raw, &v) }(); return v }`, "result 0 is parameter 0\nmay decode"},
		{"returned literal", `func load(path string) func() []byte { return func() []byte { b, _ := os.ReadFile(path); return b } }
func f() []byte { return load("a.json")() }`, "result 0 is configuration (os.ReadFile)"},
		{"returned with an error", `func load(path string) (func() []byte, error) { if path == "" { return nil, os.ErrInvalid }; return func() []byte { b, _ := os.ReadFile(path); return b }, nil }
func f(p string) []byte { g, err := load(p); if err != nil { return nil }; return g() }`, "result 0 is configuration (os.ReadFile) and parameter 0"},
		{"one of two returned", `func load(x bool) func() string { if x { return func() string { return "a" } }; return func() string { return "b" } }
func f() string { return load(true)() }`, "result 0 is looked up"},
		{"handed on", `func load(s string) func() string { return func() string { return s } }
func f(s string) func() string { return load(s) }`, "gives p.load$1 as result 0, with parameter 0"},
		{"recursion", `func f(n int, s string) string { if n == 0 { return s }; return f(n-1, s) }`, "result 0 is parameter 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			funcs := ssatest.Funcs(t, head+c.source)
			all := funcs
			for _, fn := range funcs {
				all = append(all, fn.AnonFuncs...)
			}
			p := newProgram(&analysis.Pass{Fset: funcs[0].Prog.Fset, Pkg: funcs[0].Pkg.Pkg})
			p.build(funcs[0].Pkg, all)
			if got := p.own[Name(funcs[len(funcs)-1])].String(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
