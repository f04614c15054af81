package driver

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestIsTool(t *testing.T) {
	for args, want := range map[string]bool{
		"-V=full": true, "-flags": true, "-json /b/vet.cfg": true, "-fix -diff vet.cfg": true,
		"": false, "./...": false, "-json": false, "-version": false, "-V=full ./...": false,
	} {
		if got := IsTool(strings.Fields(args)); got != want {
			t.Errorf("%q: got %v, want %v", args, got, want)
		}
	}
}

// The go command parses this line; its last field is the identity.
func TestPrintID(t *testing.T) {
	var b strings.Builder
	if err := printID(&b); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^golint-incidents version devel buildID=[0-9a-f]{64}\n$`).MatchString(b.String()) {
		t.Errorf("unexpected line %q", b.String())
	}
}

func TestAdjust(t *testing.T) {
	root := folders(t, "plain/a.go", "plain/x_test.go", "tested/a.go", "tested/a_test.go", "tagged/a.go", "tagged/a_test.go",
		"mod/m@v1.0.0/a.go", "vendor/m/a.go", "std/a.go")
	for name, content := range map[string]string{
		"plain/x_test.go": "package plain_test", "tested/a_test.go": "package tested", "tagged/a_test.go": "package tagged",
		"marked.vetx": "some facts, and *driver.testVariant among them",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	type fields = map[string]any
	tests := []struct {
		name    string
		dir     string
		fields  fields
		flags   []string
		promote bool
	}{
		{"asked for", "plain", fields{"VetxOnly": false}, nil, false},
		{"facts only", "plain", nil, []string{"-json"}, true},
		{"diff", "plain", nil, []string{"-fix", "-diff"}, true},
		{"fix", "plain", nil, []string{"-fix"}, false},
		{"fix in another spelling", "plain", nil, []string{"--fix=true"}, false},
		{"no fix", "plain", nil, []string{"-fix=false"}, true},
		{"with tests", "tested", nil, nil, false},
		{"with tests that are excluded", "tagged", fields{"IgnoredFiles": []string{filepath.Join(root, "tagged", "a_test.go")}}, nil, true},
		{"variant", "plain", fields{"PackageVetx": fields{"m/other": filepath.Join(root, "marked.vetx")}}, nil, false},
		{"imports", "plain", fields{"PackageVetx": fields{"m/other": filepath.Join(root, "plain/a.go")}}, nil, true},
		{"old go", "plain", fields{"Stdout": ""}, nil, false},
		{"no module", "plain", fields{"ModulePath": ""}, nil, false},
		{"replaced by a folder", "plain", fields{"ModuleVersion": "v1.0.0"}, nil, true},
		{"downloaded", "mod/m@v1.0.0", fields{"ModuleVersion": "v1.0.0"}, nil, false},
		{"vendored", "vendor/m", fields{"ModuleVersion": "v1.0.0"}, nil, false},
		{"gone", "gone", nil, nil, false},
	}
	for _, tt := range tests {
		unit := fields{
			"ImportPath": "m/" + tt.dir, "Dir": filepath.Join(root, filepath.FromSlash(tt.dir)), "ModulePath": "m",
			"VetxOnly": true, "Stdout": "out", "GoFiles": []string{"kept"},
		}
		maps.Copy(unit, tt.fields)
		data, err := json.Marshal(unit)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "vet.cfg")
		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
		args := append(tt.flags, file)
		u, err := readUnit(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := u.adjust(args)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if !tt.promote {
			if !slices.Equal(got, args) {
				t.Errorf("%s: got arguments %v, want them unchanged", tt.name, got)
			}
			continue
		}
		if last := got[len(got)-1]; last == file || !slices.Equal(got[:len(got)-1], tt.flags) {
			t.Errorf("%s: got arguments %v, want the same flags and another file", tt.name, got)
			continue
		}
		data, err = os.ReadFile(got[len(got)-1])
		if err != nil {
			t.Fatal(err)
		}
		var promoted fields
		if err := json.Unmarshal(data, &promoted); err != nil {
			t.Fatal(err)
		}
		if promoted["VetxOnly"] != false || promoted["GoFiles"] == nil {
			t.Errorf("%s: got %s, want a root with all other fields", tt.name, data)
		}
	}
}

func TestModulePath(t *testing.T) {
	for content, want := range map[string]string{
		"module example.com/m\n":                     "example.com/m",
		"// Comment.\nmodule \"example.com/q\" // x": "example.com/q",
		"go 1.26\n": "",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if got := modulePath(dir); got != want {
			t.Errorf("%q: got %q, want %q", content, got, want)
		}
	}
}
