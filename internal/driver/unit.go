package driver

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/contain"
)

// A unit is one compilation unit, as go vet describes it to its tool. See
// [golang.org/x/tools/go/analysis/unitchecker.Config] for the whole.
type unit struct {
	ImportPath    string
	Dir           string
	ModulePath    string
	ModuleVersion string
	IgnoredFiles  []string
	Standard      map[string]bool // imports of the standard library
	GoVersion     string
	GoFiles       []string
	ImportMap     map[string]string // from the paths in the source to those of the packages
	PackageVetx   map[string]string // files with the types and facts of the imports
	VetxOutput    string            // file for those of this unit
	VetxOnly      bool
	Stdout        string

	file   string                     // the description itself
	fields map[string]json.RawMessage // and all that it holds
}

// readUnit reads the description of a unit.
func readUnit(file string) (*unit, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	u := &unit{file: file}
	if err := json.Unmarshal(data, u); err != nil {
		return nil, fmt.Errorf("cannot decode %s: %v", file, err)
	}
	if err := json.Unmarshal(data, &u.fields); err != nil {
		return nil, fmt.Errorf("cannot decode %s: %v", file, err)
	}
	return u, nil
}

// standard reports whether the unit is a package of the standard library: it
// belongs to no module and its folder is where GOROOT keeps it. (Without
// modules, in GOPATH mode, no package belongs to one.)
func (u *unit) standard() bool {
	if u.ModulePath != "" {
		return false
	}
	return contain.InGoroot(u.Dir, u.ImportPath)
}

// sharesCache reports whether go vet, by a bug of cmd/go 1.26, may serve a later
// run for diagnostics of this unit from the cache entry of this run for facts.
//
// What go vet keeps of a unit, its output included, is found again by the unit's
// import path, files, flags and imports, but not by whether diagnostics were asked
// for. As go vet takes the output of a run for facts to be empty,
//
//	go vet ./b      # b imports a: the output of a, empty, is kept
//	go vet ./a      # and replayed: the findings in a are lost
//
// It matters for the units that can be asked for, in any module whose code is
// not a download: the user may vet a from another of his modules first.
// A package with test files of its own is never asked for by itself but
// together with them, which is another unit.
func (u *unit) sharesCache() bool {
	switch {
	case u.Stdout == "":
		return false // before 1.26, go vet did not keep the output
	case u.ModulePath == "":
		return false // not in a module
	case u.ModuleVersion != "" && downloaded(u.Dir):
		return false // not the user's code
	}
	// A variant that is compiled for another package's test is a unit of its
	// own, never asked for: it would report what the package proper reports.
	return !u.hasOwnTests() && !u.forTest()
}

// downloaded reports whether the folder is in the module cache or vendored.
func downloaded(dir string) bool {
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(dir), "/"), func(elem string) bool {
		return elem == "vendor" || strings.Contains(elem, "@v")
	})
}

// hasOwnTests reports whether the build takes a test file of the package itself
// (not of package p_test) from the unit's folder.
func (u *unit) hasOwnTests() bool {
	entries, err := os.ReadDir(u.Dir)
	if err != nil {
		return true // nothing known: change nothing
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") {
			continue // not a test file for go build
		}
		path := filepath.Join(u.Dir, name)
		if slices.Contains(u.IgnoredFiles, path) {
			continue // excluded by a build constraint
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly)
		if err != nil {
			return true // go vet refuses the package when it is asked for it
		}
		if !strings.HasSuffix(f.Name.Name, "_test") {
			return true
		}
	}
	return false
}

// promote writes, next to the unit's description, one that asks for diagnostics
// too, and returns its name. The go command removes the folder.
func (u *unit) promote() (string, error) {
	u.fields["VetxOnly"] = json.RawMessage("false")
	data, err := json.Marshal(u.fields)
	if err != nil {
		return "", err
	}
	file := strings.TrimSuffix(u.file, ".cfg") + ".root.cfg"
	return file, os.WriteFile(file, data, 0o666)
}
