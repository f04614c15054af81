package callgraph_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

func TestTables(t *testing.T) {
	funcs := ssatest.Funcs(t, `package p
type T struct {
	own   map[string]func()
	given map[string]func(*T)
	list  [2]func()
	free  func()
}
func a() {}
func b() {}
func c(*T) {}
func (t *T) x() {}
func (t *T) y() {}
var slice = []func(){a, b}
var array = [2]func(){1: b}
var byName = map[string]func(){"a": a}
var rows = []struct{ name string; run func(*T) }{{"c", c}, {"x", (*T).x}}
var none []func()
func (t *T) on(name string, f func(*T)) { t.given[name] = f }
func setup(t, u *T, f func()) {
	t.own = map[string]func(){"x": t.x, "y": u.y}
	t.on("c", c)
	slice = append(slice, f)
	t.list[0] = t.y
	n := 0
	none = append(none, func() { n++ })
	t.free = a
}
func fromSlice(i int)           { slice[i]() }
func fromArray(i int)           { array[i]() }
func fromMap(k string)          { byName[k]() }
func asked(k string)            { if f, ok := byName[k]; ok { f() } }
func ranged()                   { for _, f := range byName { f() } }
func row(t *T, i int)           { rows[i].run(t) }
func rowRanged(t *T)            { for _, r := range rows { r.run(t) } }
func owned(t *T, k string)      { t.own[k]() }
func registered(t *T, k string) { t.given[k](t) }
func inField(t *T, i int)       { t.list[i]() }
func either(i int, k string)    { f := slice[i]; if k != "" { f = byName[k] }; f() }
func captured(i int)            { none[i]() }
func field(t *T)                { t.free() }
func static()                   { a() }
`)
	initial := funcs[0].Pkg.Func("init")
	tables := callgraph.NewTables(append([]*ssa.Function{initial}, funcs...))
	named := make(map[string]*ssa.Function)
	for _, fn := range funcs {
		named[fn.Name()] = fn
	}
	for name, want := range map[string]string{
		"fromSlice":  "p.a() p.b()",
		"fromArray":  "p.b()",
		"fromMap":    "p.a()",
		"asked":      "p.a()",
		"ranged":     "p.a()",
		"row":        "p.c(t) (*p.T).x(t)",
		"rowRanged":  "p.c(t) (*p.T).x(t)",
		"owned":      "(*p.T).x(t)",
		"registered": "p.c(t)",
		"inField":    "(*p.T).y(t)",
		"either":     "p.a() p.b()",
		"captured":   "",
		"field":      "",
		"static":     "",
	} {
		var got []string
		for _, b := range named[name].Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(*ssa.Call)
				if !ok {
					continue // no call
				}
				for _, target := range tables.Targets(&call.Call) {
					var args []string
					for _, arg := range target.Args {
						args = append(args, arg.Name())
					}
					got = append(got, target.Fn.String()+"("+strings.Join(args, ", ")+")")
				}
			}
		}
		slices.Sort(got)
		wanted := strings.Fields(want)
		slices.Sort(wanted)
		if got = slices.Compact(got); !slices.Equal(got, wanted) {
			t.Errorf("%s: %v, want %v", name, got, wanted)
		}
	}
}
