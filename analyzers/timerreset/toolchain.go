package timerreset

import (
	"go/ast"
	"go/types"
	"go/version"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
)

// runtimeBug is a timer bug of Go's own runtime.
type runtimeBug struct {
	first, fixed string // "go1.14", "go1.14.2": affected from first until before fixed
	method       string // the method whose use meets the bug
	issue        string
	effect       string
}

// runtimeBugs are the bugs whose affected and fixed releases their issue
// threads state.
var runtimeBugs = []runtimeBug{
	{"go1.14", "go1.14.2", "Reset", "golang/go#38070", "Timer.Reset can deadlock the process"},
	{"go1.16", "go1.16.7", "Reset", "golang/go#47329", "Timer.Reset can be lost"},
	{"go1.23", "go1.23.2", "Stop", "golang/go#69312", "Timer.Stop can return false although no value will come, so that a drain blocks for ever"},
}

// toolchainNote reports, in main packages and in the root package of a module,
// a go or toolchain line that asks for
// a release with a timer bug which the package can meet. A go line without a
// patch number ("go 1.14") names a language version, not a release, except
// that it is the release of a toolchain that old.
func toolchainNote(pass *analysis.Pass, add func(analysis.Diagnostic)) {
	if len(pass.Files) == 0 {
		return
	}
	dir := filepath.Dir(pass.Fset.PositionFor(pass.Files[0].Package, true).Filename)
	line, toolchain := asynctimer.Versions(dir)
	release := toolchain
	if release == "" {
		release = line
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil && pass.Pkg.Name() != "main" {
		return // once per program and module is enough
	}
	for _, bug := range runtimeBugs {
		if !bug.affects(release) {
			continue // another release
		}
		if use := firstUse(pass, bug.method); use != nil {
			add(analysis.Diagnostic{
				Pos: use.Pos(), End: use.End(),
				Message: "go.mod names " + release + ", whose runtime has a timer bug: " + bug.effect + " (" + bug.issue + ", fixed in " + bug.fixed + ")",
			})
		}
	}
}

func (b runtimeBug) affects(release string) bool {
	if release == "" || version.Lang(release) != version.Lang(b.first) {
		return false
	}
	// Since Go 1.21 a go line of three numbers is a release, and one of two
	// numbers only a language version; before, each names what was installed.
	if strings.Count(release, ".") == 1 && version.Compare(release, "go1.21") >= 0 {
		return false
	}
	return version.Compare(release, b.fixed) < 0
}

// firstUse returns the first call of a method of time.Timer in source order.
func firstUse(pass *analysis.Pass, method string) (found *ast.SelectorExpr) {
	for _, f := range pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if ok && found == nil && sel.Sel.Name == method {
				if fn, ok := pass.TypesInfo.Uses[sel.Sel].(*types.Func); ok && fn.FullName() == "(*time.Timer)."+method {
					found = sel
				}
			}
			return found == nil
		})
	}
	return found
}
