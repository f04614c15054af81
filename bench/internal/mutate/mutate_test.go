package mutate

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var std = importer.ForCompiler(token.NewFileSet(), "source", nil)

// load type-checks one file of a package.
func load(t *testing.T, src string) *Package {
	t.Helper()
	name := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(name, []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	pkg := &Package{Path: "example.com/p", Dir: filepath.Dir(name), GoVersion: "1.22"}
	if err := pkg.parse([]string{name}, func(path string) (*types.Package, error) { return std.Import(path) }); err != nil {
		t.Fatal(err)
	}
	return pkg
}

// changed returns the lines that a mutant has and its original has not.
func changed(before string, m *Mutant) string {
	old := strings.Split(before, "\n")
	var lines []string
	for i, line := range strings.Split(string(m.Source()), "\n") {
		if i >= len(old) || line != old[i] {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "\n")
}

const guardedSrc = `package p

import "sync"

type S struct {
	mu sync.RWMutex
	m  map[string]int
}

func New() *S {
	s := &S{m: make(map[string]int)}
	s.mu.Lock()
	s.m["a"] = 1
	s.mu.Unlock()
	return s
}

func (s *S) Get(k string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.m[k]
}

func (s *S) Set(k string, v int) {
	s.mu.Lock()
	s.m[k] = v
	s.mu.Unlock()
}
`

const timerSrc = `package p

import "time"

func loop(done chan int) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			t.Reset(time.Second)
		case <-done:
			return
		}
	}
}

func pause() { time.Sleep(time.Second) }
`

const cgoSrc = `package p

// #include <stdlib.h>
import "C"
import "unsafe"

func size(s string) int {
	c := C.CString(s)
	defer C.free(unsafe.Pointer(c))
	return int(C.strlen(c))
}
`

const handlerSrc = `package p

import "net/http"

func Handle(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(204)
}
`

// Each case is an operator, a move, the function, and the lines that change.
func TestMutants(t *testing.T) {
	for _, tt := range []struct {
		src, analyzer, op, move, fn, want string
	}{
		{guardedSrc, "maprace", "lock-dropped", Direct, "S.Get", "_ = 0\n_ = 0"},
		{guardedSrc, "maprace", "lock-dropped", "helper", "S.Get", `_ = 0
_ = 0
return zzHelpermaprace0(s, k)
func zzHelpermaprace0(s *S, k string) int { return s.m[k] }`},
		{guardedSrc, "maprace", "lock-dropped", "other-package", "S.Set", `package p; import zzothermaprace0 "example.com/p/zzothermaprace0"
_ = 0
zzothermaprace0.Do(s.m, k, v)
_ = 0`},
		{guardedSrc, "maprace", "unlocked-early", Direct, "S.Get", "s.mu.RUnlock()"},
		{guardedSrc, "maprace", "unlocked-early", Direct, "S.Set", "s.mu.Lock(); s.mu.Unlock()\n_ = 0"},
		{guardedSrc, "maprace", "read-locked-write", Direct, "S.Set", "s.mu.RLock()\ns.mu.RUnlock()"},
		{guardedSrc, "maprace", "moved-behind-unlock", Direct, "S.Set", "s.mu.Unlock(); s.m[k] = v\n_ = 0"},
		{timerSrc, "timerreset", "drain-after-receive", Direct, "loop", "case <-t.C: if !t.Stop() { <-t.C };"},
		{timerSrc, "timerreset", "drain-after-receive", "field-method", "loop", `case <-t.C: (&zzWholetimerreset0{zzParttimerreset0{t}}).part.run();
type zzParttimerreset0 struct { t *time.Timer }
type zzWholetimerreset0 struct { part zzParttimerreset0 }
func (zz *zzParttimerreset0) run()  { t := zz.t; if !t.Stop() { <-t.C } }`},
		{timerSrc, "timerreset", "reset-dropped", Direct, "loop", "_ = time.Second"},
		{timerSrc, "timerreset", "timer-copied", Direct, "loop", "zzp := time.NewTimer(time.Second); zzcopy := *zzp; t := &zzcopy"},
		{timerSrc, "timerreset", "received-after-stop (sleep)", "deferred", "pause", `package p; import zztime "time"
func pause() { { zzt := zztime.NewTimer(time.Second); zzt.Stop(); func() { defer func() { <-zzt.C }() }() } }
var _ = time.Sleep`},
		{cgoSrc, "cgoalloc", "free-dropped", Direct, "size", "_ = unsafe.Pointer(c)"},
		{cgoSrc, "cgoalloc", "free-dropped", "closure-returned", "size", `c := zzMakecgoalloc0(s)()
_ = unsafe.Pointer(c)
func zzMakecgoalloc0(s string) func() *C.char { return func() *C.char { return C.CString(s) } }`},
		{cgoSrc, "cgoalloc", "freed-twice", Direct, "size", "defer C.free(unsafe.Pointer(c)); defer func() { { zzp := unsafe.Pointer(c); C.free(zzp) } }()"},
		{cgoSrc, "cgoalloc", "free-immediate", "helper", "size", `{ zzp := unsafe.Pointer(c); zzHelpercgoalloc0(zzp) }
func zzHelpercgoalloc0(zzp unsafe.Pointer)  { C.free(zzp) }`},
		{handlerSrc, "hotunmarshal", "decode, depth 1", Direct, "Handle", `package p; import _ "embed"; import zzjson "encoding/json"; import zzos "os"
func Handle(w http.ResponseWriter, r *http.Request) { zzload0();
` + configurationDecls + `func zzload0() { _ = zzjson.Unmarshal([]byte(zzos.Getenv("SETTINGS")), &zzsettings{}) }`},
		{handlerSrc, "stackptr", "heavy-handler", Direct, "Handle",
			"func Handle(w http.ResponseWriter, r *http.Request) { { " + locals(24) + "<-r.Context().Done(); zzuse(&zz0) };\n" + strings.TrimSpace(heavyDecls)},
	} {
		t.Run(fmt.Sprintf("%s/%s/%s", tt.op, tt.move, tt.fn), func(t *testing.T) {
			for _, m := range Mutants(load(t, tt.src), tt.analyzer) {
				if m.Op == tt.op && m.Move == tt.move && m.Func == tt.fn {
					if got := changed(tt.src, m); got != tt.want {
						t.Errorf("got\n%s\nwant\n%s", got, tt.want)
					}
					return
				}
			}
			t.Error("no such mutant")
		})
	}
}

// What lies in another package compiles there.
func TestOtherPackage(t *testing.T) {
	for analyzer, src := range map[string]string{"maprace": guardedSrc, "timerreset": timerSrc, "hotunmarshal": handlerSrc, "stackptr": handlerSrc} {
		made := 0
		for _, m := range Mutants(load(t, src), analyzer) {
			if m.Move != "other-package" {
				continue
			}
			for name, text := range m.added {
				if filepath.Ext(name) != ".go" {
					continue
				}
				made++
				if err := compiles(t, text); err != nil {
					t.Errorf("%s: %v\n%s", m.ID(""), err, text)
				}
			}
		}
		if made == 0 {
			t.Errorf("%s: none", analyzer)
		}
	}
}

// What is no bug has no mutant.
func TestNoMutants(t *testing.T) {
	for _, tt := range []struct{ name, analyzer, op, src string }{
		{"a constructor owns what it makes", "maprace", "lock-dropped", strings.Replace(guardedSrc, "func (s *S) Get", "func (s *S) get", 1)},
		{"the lock of no other function", "maprace", "lock-dropped", `package p

import "sync"

type S struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *S) Set(k string) {
	s.mu.Lock()
	s.m[k] = 1
	s.mu.Unlock()
}
`},
		{"a map that nobody writes", "maprace", "lock-dropped", strings.Replace(guardedSrc, "s.m[k] = v", "_ = s.m[k]", 1)},
		{"a case that leaves the loop", "timerreset", "reset-dropped", strings.Replace(timerSrc, "t.Reset(time.Second)", "t.Reset(time.Second); return", 1)},
		{"memory that C is not given after the free", "cgoalloc", "free-immediate", strings.Replace(cgoSrc, "int(C.strlen(c))", "0", 1)},
		{"a ticker that the collector frees", "timerreset", "ticker-stop-dropped", timerSrc},
		{"not a handler", "hotunmarshal", "decode, depth 0", strings.Replace(handlerSrc, "r *http.Request", "r string", 1)},
		{"a return of nothing that is left", "cgoalloc", "free-before-return-dropped", cgoSrc},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, m := range Mutants(load(t, tt.src), tt.analyzer) {
				if m.Op == tt.op && m.Func != "S.Set" {
					t.Errorf("%s in %s:\n%s", m.Op, m.Func, m.Source())
				}
			}
		})
	}
}

// No move changes the number of a line, and all that they make can be parsed and
// has types, but for what other packages declare.
func TestMovesCompile(t *testing.T) {
	for analyzer, src := range map[string]string{"maprace": guardedSrc, "timerreset": timerSrc, "hotunmarshal": handlerSrc, "stackptr": handlerSrc} {
		pkg := load(t, src)
		made := make(map[string]bool)
		for _, m := range Mutants(pkg, analyzer) {
			text := string(m.Source())
			name := m.Func[strings.LastIndex(m.Func, ".")+1:]
			if lineOf(text, name) != lineOf(src, name) {
				t.Errorf("%s: lines have moved", m.ID(""))
			}
			if m.Move == "other-package" || made[m.Op+m.Move] {
				continue
			}
			made[m.Op+m.Move], made[m.Move] = true, true
			if err := compiles(t, text); err != nil {
				t.Errorf("%s: %v\n%s", m.ID(""), err, text)
			}
		}
		for _, mv := range Moves() {
			if !made[mv] && mv != "other-package" {
				t.Errorf("%s: no mutant with %s", analyzer, mv)
			}
		}
	}
}

// lineOf returns the number of the line on which a function's name is first used.
func lineOf(text, name string) int {
	before, _, _ := strings.Cut(text, name+"(")
	return strings.Count(before, "\n")
}

func compiles(t *testing.T, text string) error {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	_, err = (&types.Config{Importer: std}).Check("p", fset, []*ast.File{f}, nil)
	return err
}

func TestApply(t *testing.T) {
	pkg := load(t, timerSrc)
	name := pkg.Files[0].Name
	var both []*Mutant
	for _, m := range Mutants(pkg, "timerreset") {
		if m.Move == "other-package" && (len(both) == 0 || len(both) == 1 && both[0].Func != m.Func) {
			both = append(both, m)
		}
	}
	if len(both) != 2 {
		t.Fatalf("%d mutants", len(both))
	}
	if both[0].Together(both[1]) {
		t.Error("two mutants of one package and analyzer in one run")
	}
	restore, err := Apply(both)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(name)
	for _, m := range both {
		for added := range m.added {
			if _, err := os.Stat(added); err != nil {
				t.Error(err)
			}
		}
	}
	if string(text) == timerSrc {
		t.Error("nothing changed")
	}
	if err := restore(); err != nil {
		t.Fatal(err)
	}
	if text, _ = os.ReadFile(name); string(text) != timerSrc {
		t.Errorf("not restored:\n%s", text)
	}
	left, _ := os.ReadDir(filepath.Dir(name))
	if names := slices.Collect(func(yield func(string) bool) {
		for _, e := range left {
			if !yield(e.Name()) {
				return
			}
		}
	}); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}
