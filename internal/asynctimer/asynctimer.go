// Package asynctimer decides which semantics of timer channels a package runs
// under. Until Go 1.22 a timer's channel had a buffer of one, in which a stale
// value could wait across Stop and Reset; since Go 1.23 it is synchronous, and
// Stop and Reset clear it. The main module's go line, go.work, godebug lines
// and //go:debug comments choose (https://go.dev/doc/godebug#go-123,
// GODEBUG asynctimerchan); the file's build tag and the go line of the library
// itself do not.
package asynctimer

import (
	"go/ast"
	"go/version"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Semantics is the set of semantics that a package may run under.
type Semantics uint8

// The two semantics.
const (
	Async Semantics = 1 << iota // buffered channels: before Go 1.23
	Sync                        // synchronous channels: Go 1.23 and later
)

// Of returns the semantics that may apply to the package of pass.
func Of(pass *analysis.Pass) Semantics {
	if len(pass.Files) == 0 {
		return Sync
	}
	dir := filepath.Dir(pass.Fset.PositionFor(pass.Files[0].Package, true).Filename)
	main := findMain(dir)
	if !main.found && pass.Module != nil && pass.Module.GoVersion != "" {
		main.goVersion, main.found = "go"+strings.TrimPrefix(pass.Module.GoVersion, "go"), true
	}
	sem := main.semantics(pass.Pkg.Path() == "command-line-arguments")
	if pass.Pkg.Name() == "main" || strings.HasSuffix(pass.Pkg.Name(), "_test") {
		if s, ok := commentSemantics(pass.Files); ok {
			return s
		}
		return sem
	}
	// A library runs in other main modules too. Their go line is at least the
	// library's, so 1.23 rules the old semantics out and 1.22 rules in both.
	if main.found && before123(main.goVersion) {
		sem |= Async | Sync
	} else if main.asyncOverride {
		sem |= Sync
	}
	return sem
}

func before123(goVersion string) bool {
	return goVersion == "" || version.Compare(goVersion, "go1.23") < 0
}

// commentSemantics reads the //go:debug comments above the package clauses of
// a main package; they win over go.mod.
func commentSemantics(files []*ast.File) (Semantics, bool) {
	var sem Semantics
	for _, f := range files {
		for _, group := range f.Comments {
			if group.Pos() > f.Package {
				break // go:debug counts only above the package clause
			}
			for _, c := range group.List {
				setting, ok := strings.CutPrefix(c.Text, "//go:debug ")
				if !ok {
					continue // another comment
				}
				key, value, _ := strings.Cut(strings.TrimSpace(setting), "=")
				if s, ok := settingSemantics(key, value); ok {
					sem = s
				}
			}
		}
	}
	return sem, sem != 0
}

// settingSemantics interprets one GODEBUG setting.
func settingSemantics(key, value string) (Semantics, bool) {
	switch {
	case key == "asynctimerchan" && value == "0":
		return Sync, true
	case key == "asynctimerchan":
		return Async, true
	case key == "default" && before123(value):
		return Async, true
	case key == "default":
		return Sync, true
	}
	return 0, false
}

// Each returns the members of s.
func (s Semantics) Each() []Semantics {
	var each []Semantics
	for _, one := range []Semantics{Async, Sync} {
		if s&one != 0 {
			each = append(each, one)
		}
	}
	return each
}
