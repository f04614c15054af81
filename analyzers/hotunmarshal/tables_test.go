package hotunmarshal_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/hotunmarshal"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// TestTables has a handler for each row of the tables, in which that row alone
// decides whether there is a finding. The packages are stubs that are made of the
// names in the tables; that modules have these names is for a test beside them.
func TestTables(t *testing.T) {
	w := &workspace{stubs: make(map[string]*stub), want: make(map[string]bool)}
	flows := make(map[string]bool)
	for _, row := range rows(t, "flows.txt") {
		flows[strings.Fields(row)[0]] = true
	}
	for _, row := range rows(t, "decoders.txt") {
		w.decoder(row, flows)
	}
	for _, row := range rows(t, "sources.txt") {
		w.source(row)
	}
	for _, row := range rows(t, "entries.txt") {
		w.entry(row)
	}
	for _, row := range rows(t, "carriers.txt") {
		w.carrier(row)
	}
	dir := t.TempDir()
	w.write(t, dir)
	var found []string
	for _, r := range analysistest.Run(silent{}, dir, hotunmarshal.Analyzer, "cases") {
		if r.Action.Err != nil {
			t.Fatal(r.Action.Err)
		}
		for _, d := range r.Action.Diagnostics {
			found = append(found, w.lines[r.Action.Package.Fset.Position(d.Pos).Line-1])
		}
	}
	if len(w.want) < 300 {
		t.Errorf("%d rows, want hundreds", len(w.want))
	}
	for _, c := range slices.Sorted(maps.Keys(w.want)) {
		has := slices.ContainsFunc(found, func(line string) bool { return strings.HasSuffix(line, "// "+c) })
		if has != w.want[c] {
			t.Errorf("%s: reported %t, want %t", c, has, w.want[c])
		}
	}
}

// rows returns the rows of a table.
func rows(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "internal", "model", name))
	if err != nil {
		t.Fatal(err)
	}
	return model.Rows(string(text))
}

// A workspace is what the rows make: stubs of packages, and a package of cases.
type workspace struct {
	stubs map[string]*stub
	lines []string        // of the package of cases
	want  map[string]bool // by row: whether it leads to a finding
}

// A stub is a package: its types, and their methods and functions by name.
type stub struct {
	types map[string]bool
	funcs map[string]string
}

// A name is that of a function in a table, cut into its parts.
type name struct{ pkg, pointer, recv, fn string }

var fullName = regexp.MustCompile(`^(?:\((\*?)(.+)\.(\w+)\)|(.+))\.(\w+)$`)

func parse(text string) name {
	m := fullName.FindStringSubmatch(text)
	return name{pkg: m[2] + m[4], pointer: m[1], recv: m[3], fn: m[5]}
}

// standard reports whether a package has no need of a stub, and no function of the
// shape that the others are given.
func (n name) standard() bool {
	first, _, _ := strings.Cut(n.pkg, "/")
	return !strings.Contains(first, ".")
}

func (w *workspace) stub(pkg string) *stub {
	if w.stubs[pkg] == nil {
		w.stubs[pkg] = &stub{types: make(map[string]bool), funcs: make(map[string]string)}
	}
	return w.stubs[pkg]
}

// call declares a function and returns an expression that calls it; a receiver is
// the variable recv.
func (w *workspace) call(n name, params, result string) string {
	s := w.stub(n.pkg)
	decl := fmt.Sprintf("func %s(%s) %s { panic(0) }", n.fn, params, result)
	if n.recv != "" {
		s.types[n.recv] = true
		decl = fmt.Sprintf("func (%s%s) %s(%s) %s { panic(0) }", n.pointer, n.recv, n.fn, params, result)
	}
	s.funcs[n.recv+"."+n.fn] = decl
	if n.recv != "" {
		return "recv." + n.fn
	}
	return alias(n.pkg) + "." + n.fn
}

func alias(pkg string) string {
	return regexp.MustCompile(`\W`).ReplaceAllString(pkg, "_")
}

// add adds a case: a function with the given parameters, whose line at is that of
// the row.
func (w *workspace) add(row, params string, found bool, body ...string) {
	w.want[row] = found
	w.lines = append(w.lines, fmt.Sprintf("func case%d(%s) {", len(w.want), params))
	for i, line := range body {
		if i == len(body)-1 {
			line += " // " + row
		}
		w.lines = append(w.lines, line)
	}
	w.lines = append(w.lines, "}")
}

const (
	handled = "w http.ResponseWriter, r *http.Request"
	read    = `raw, _ := os.ReadFile("rules.json"); var v any`
	decode  = "json.Unmarshal(raw, &v)"
)

// given declares a receiver of a stub's method.
func given(n name) string {
	if n.recv == "" {
		return ""
	}
	return fmt.Sprintf("recv := new(%s.%s); ", alias(n.pkg), n.recv)
}

// decoder adds a case in which the decoder is given a file.
func (w *workspace) decoder(row string, flows map[string]bool) {
	cols := strings.Fields(row)
	n, data, target, kind := parse(cols[0]), cols[1], cols[2], cols[3]
	if n.standard() || kind == "map" || kind == "node" || kind == "row" {
		return // of another shape, or a finding only by what is around it
	}
	args := []string{"nil", "nil", "nil", "nil"}
	set := func(col, value string) {
		if len(col) == 1 && col != "-" {
			args[col[0]-'0'] = value
		}
	}
	set(target, "&v")
	switch kind {
	case "bytes", "reader":
		set(data, "raw")
	default:
		set(data, `"rules"`)
	}
	call := w.call(n, "a, b, c, d any", "any") + "(" + strings.Join(args, ", ") + ")"
	prepare := read + "; " + given(n)
	if data == "recv" {
		made := name{pkg: n.pkg, fn: "New" + n.recv}
		switch {
		case flows[n.pkg+"."+made.fn]:
			prepare = read + "; recv := " + w.call(made, "in any", n.pointer+n.recv) + "(raw)"
		case flows["("+n.pkg+".API)."+made.fn]:
			made.recv = "API"
			prepare = read + "; " + strings.ReplaceAll(given(made), "recv", "api") + "recv := " +
				strings.Replace(w.call(made, "in any", n.pointer+n.recv), "recv", "api", 1) + "(raw)"
		default:
			return // the receiver comes from elsewhere
		}
	}
	w.add(row, handled, true, prepare, "_, _ = raw, v", call)
}

// source adds a case in which the function's result is decoded.
func (w *workspace) source(row string) {
	cols := strings.Fields(row)
	n, class := parse(cols[0]), cols[1]
	if n.standard() || class == "variable" || class == "keyed" || class == "embed" {
		return // of another shape
	}
	found := class == "file" || class == "env" || class == "client" || class == "store"
	key := `"settings"`
	w.add(row, handled, found, given(n)+"raw := "+w.call(n, "args ...any", "[]byte")+"("+key+"); var v any", decode)
}

// entry adds a case in which the function registers a handler.
func (w *workspace) entry(row string) {
	cols := strings.Fields(row)
	n := parse(cols[0])
	if n.standard() {
		return // has no parameters of any type
	}
	i := 2 // the last
	if cols[1] != "last" {
		i = int(cols[1][0] - '0')
	}
	args := slices.Repeat([]string{"nil"}, i+1)
	args[i] = "registered" + fmt.Sprint(len(w.want)+1)
	params := make([]string, i+1)
	for k := range params {
		params[k] = fmt.Sprintf("a%d any", k)
	}
	w.lines = append(w.lines, fmt.Sprintf("func register%d() { %s%s(%s) }", len(w.want)+1,
		given(n), w.call(n, strings.Join(params, ", "), ""), strings.Join(args, ", ")))
	w.add(row, "", true, read, decode)
	w.lines[len(w.lines)-4] = fmt.Sprintf("func %s() {", args[i])
}

// carrier adds a case in which a function takes a value of the type.
func (w *workspace) carrier(row string) {
	cols := strings.Fields(row)
	n := parse(cols[0])
	if n.standard() || cols[1] != "entry" && cols[1] != "cold" && cols[1] != "data" {
		return // tells by what embeds it
	}
	found := cols[1] == "entry" || cols[1] == "data" && (n.fn == "Message" || n.fn == "Task") // a consumer's callback
	w.stub(n.pkg).types[n.fn] = true
	w.add(row, "c *"+alias(n.pkg)+"."+n.fn, found, read, decode)
}

// write writes the packages.
func (w *workspace) write(t *testing.T, dir string) {
	t.Helper()
	file := func(pkg, text string) {
		name := filepath.Join(dir, "src", filepath.FromSlash(pkg), "stub.go")
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	imports := []string{"package cases", `import "encoding/json"`, `import "net/http"`, `import "os"`}
	for _, pkg := range slices.Sorted(maps.Keys(w.stubs)) {
		s := w.stubs[pkg]
		text := "package stub\n"
		for _, typ := range slices.Sorted(maps.Keys(s.types)) {
			text += "type " + typ + " struct{ Text []byte }\n"
		}
		for _, fn := range slices.Sorted(maps.Keys(s.funcs)) {
			text += s.funcs[fn] + "\n"
		}
		file(pkg, text)
		imports = append(imports, fmt.Sprintf("import %s %q", alias(pkg), pkg))
	}
	w.lines = append(imports, w.lines...)
	file("cases", strings.Join(w.lines, "\n")+"\n")
}
