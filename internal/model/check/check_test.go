package check

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNames checks that each function, type and field that a table names is
// declared by the module that go.mod requires. Declarations are read, not
// compiled.
func TestNames(t *testing.T) {
	tables, err := filepath.Glob("../*.txt")
	if err != nil || len(tables) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	type row struct{ table, name string }
	byPackage := make(map[string][]row)
	for _, table := range tables {
		if filepath.Base(table) == "words.txt" {
			continue // of no module
		}
		text, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
				continue // a comment
			}
			name := strings.Fields(line)[0]
			pkg, rest := split(name)
			byPackage[pkg] = append(byPackage[pkg], row{filepath.Base(table), rest})
		}
	}
	dirs := list(t, byPackage)
	for pkg, rows := range byPackage {
		if dirs[pkg] == "" {
			t.Errorf("no package %s", pkg)
			continue
		}
		have := declared(t, dirs[pkg])
		for _, r := range rows {
			if r.name != "*" && !have[r.name] {
				t.Errorf("%s: %s has no %s", r.table, pkg, r.name)
			}
		}
	}
}

// split cuts a full name into its package and the rest, "T.M" for a method.
func split(name string) (pkg, rest string) {
	name = strings.NewReplacer("(", "", ")", "", "*.", "", "*", "").Replace(strings.ReplaceAll(name, ".*", ".ALL"))
	slash := strings.LastIndex(name, "/") + 1
	last := name[slash:]
	dot := strings.Index(last, ".")
	for _, dotted := range []string{"yaml.v2", "yaml.v3", "ini.v1", "nats.go", "kafka-go", "paho.mqtt.golang"} {
		if strings.HasPrefix(last, dotted+".") {
			dot = len(dotted)
		}
	}
	rest = last[dot+1:]
	if rest == "ALL" {
		rest = "*"
	}
	return name[:slash+dot], rest
}

// list returns the folder of each package.
func list[V any](t *testing.T, packages map[string]V) map[string]string {
	args := []string{"list", "-e", "-find", "-json=ImportPath,Dir"}
	for pkg := range packages {
		args = append(args, pkg)
	}
	slices.Sort(args[4:])
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOEXPERIMENT=jsonv2")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	dirs := make(map[string]string)
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct{ ImportPath, Dir string }
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		dirs[p.ImportPath] = p.Dir
	}
	return dirs
}

// declared returns the names that the files of a folder declare: functions,
// types, methods of types and interfaces, and fields.
func declared(t *testing.T, dir string) map[string]bool {
	have := make(map[string]bool)
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue // not of the package
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				name := decl.Name.Name
				if decl.Recv != nil {
					name = typeName(decl.Recv.List[0].Type) + "." + name
				}
				have[name] = true
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if value, ok := spec.(*ast.ValueSpec); ok {
						for _, name := range value.Names {
							have[name.Name] = true
						}
					}
					spec, ok := spec.(*ast.TypeSpec)
					if !ok {
						continue // no type
					}
					have[spec.Name.Name] = true
					var members *ast.FieldList
					switch t := spec.Type.(type) {
					case *ast.StructType:
						members = t.Fields
					case *ast.InterfaceType:
						members = t.Methods
					default:
						continue // no members
					}
					for _, m := range members.List {
						for _, name := range m.Names {
							have[spec.Name.Name+"."+name.Name] = true
						}
					}
				}
			}
		}
	}
	return have
}

func typeName(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return typeName(expr.X)
	case *ast.IndexExpr:
		return typeName(expr.X)
	case *ast.IndexListExpr:
		return typeName(expr.X)
	case *ast.Ident:
		return expr.Name
	}
	return ""
}
