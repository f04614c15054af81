package analyzers_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/doc"
)

// A message is what a rule says.
type message struct{ Rule, Message string }

// TestPages checks the page of each rule with the command: in WRONG the whole suite finds
// that rule and no other, it says what the page says, and in RIGHT it finds nothing.
func TestPages(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go vet on two programs for each rule")
	}
	dir := t.TempDir()
	exe := filepath.Join(dir, "golint-incidents")
	if out, err := exec.Command("go", "build", "-o", exe, "../cmd/golint-incidents").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	modules := make(map[string]string) // folder by flags and go.mod
	flags := make(map[string][]string) // by folder
	say := make(map[string][]message)  // by folder of a program
	program := func(r analyzers.Rule, name string, p doc.Program, page doc.Page) string {
		t.Helper()
		mod := strings.TrimSpace(page.Module + "\n" + p.Module)
		if mod == "" {
			mod = "go 1.26"
		}
		key := strings.Join(page.Flags, " ") + "\n" + mod
		if modules[key] == "" {
			modules[key] = filepath.Join(dir, fmt.Sprint(len(modules)))
			flags[modules[key]] = page.Flags
			write(t, filepath.Join(modules[key], "go.mod"), "module example.com/m\n\n"+mod+"\n")
		}
		folder := filepath.Join(modules[key], filepath.FromSlash(r.ID), name)
		file := filepath.Join(folder, name+".go")
		code := p.Code
		if !strings.HasPrefix(code, "package ") {
			clause := "package " + name
			if strings.Contains(code, "func main()") {
				clause = "package main"
			}
			code = clause + "\n\n" + code
		}
		code += "\n"
		if formatted, err := format.Source([]byte(code)); err != nil || string(formatted) != code {
			t.Errorf("%s, %s: gofmt wants\n%s\n%v", r.ID, name, formatted, err)
		}
		// What the page leaves out goes into the first line, so that the others keep their number.
		if shown := p.Code + "\n"; shown != code {
			clause, _, _ := strings.Cut(code, "\n")
			code = clause + "; " + importsOf(t, code) + shown
		}
		write(t, file, code)
		return folder
	}
	wrong, right := make(map[string]string), make(map[string]string) // folder by ID
	for _, r := range analyzers.Rules {
		page := r.Page()
		wrong[r.ID] = program(r, "wrong", page.Wrong, page)
		right[r.ID] = program(r, "right", page.Right, page)
	}
	for _, module := range modules {
		cmd := exec.Command(exe, append(append([]string{"-config=none", "-format=json"}, flags[module]...), "./...")...)
		cmd.Dir = module
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		runErr := cmd.Run() // findings are an error to it
		var run struct {
			Root     string
			Problems []string
			Findings []struct {
				message
				Location struct{ File string }
			}
		}
		if err := json.Unmarshal(stdout.Bytes(), &run); err != nil || len(run.Problems) > 0 {
			t.Fatalf("%v, %v, %q\n%s", runErr, err, run.Problems, &stderr)
		}
		for _, f := range run.Findings {
			folder := filepath.Join(run.Root, filepath.FromSlash(path.Dir(f.Location.File)))
			say[folder] = append(say[folder], f.message)
		}
	}
	for _, r := range analyzers.Rules {
		found := say[wrong[r.ID]]
		if len(found) == 0 {
			t.Errorf("%s: WRONG has no finding", r.ID)
			continue
		}
		for _, m := range found {
			if m.Rule != r.ID {
				t.Errorf("%s: WRONG has a finding of %s: %s", r.ID, m.Rule, m.Message)
			}
		}
		for _, m := range say[right[r.ID]] {
			t.Errorf("%s: RIGHT has a finding of %s: %s", r.ID, m.Rule, m.Message)
		}
		if got := found[0].Message; got != r.Page().Message {
			setMessage(t, r, got)
		}
	}
}

// importsOf returns import declarations for the packages that code names without importing
// them, which pages leave out.
func importsOf(t *testing.T, code string) string {
	t.Helper()
	paths := map[string]string{"http": "net/http", "json": "encoding/json", "template": "html/template", "atomic": "sync/atomic"}
	f, err := parser.ParseFile(token.NewFileSet(), "", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	missing := make(map[string]bool)
	for _, id := range f.Unresolved {
		missing[id.Name] = true
	}
	used := make(map[string]bool)
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && missing[id.Name] && id.Name != "C" {
				used[id.Name] = true
			}
		}
		return true
	})
	var b strings.Builder
	for name := range used {
		fmt.Fprintf(&b, "import %q; ", cmp.Or(paths[name], name))
	}
	return b.String()
}

// setMessage writes what a rule says into its page, or tells that the page is out of date.
func setMessage(t *testing.T, r analyzers.Rule, text string) {
	t.Helper()
	if !*update || r.Directive() { // that page is internal/report's
		t.Errorf("%s: the page is out of date, as the rule says %q; run go test ./analyzers -update, twice", r.ID, text)
		return
	}
	analyzer, name, _ := strings.Cut(r.ID, "/")
	file := filepath.Join(analyzer, "rules", name+".txtar")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := &txtar.Archive{}
	for _, f := range txtar.Parse(data).Files {
		if f.Name == "message" {
			continue // the old one
		}
		page.Files = append(page.Files, f)
		if f.Name == "wrong.go" {
			page.Files = append(page.Files, txtar.File{Name: "message", Data: []byte(text + "\n")})
		}
	}
	write(t, file, string(txtar.Format(page)))
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
