package contain

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// Standard has the standard library analyzed, too. Models say what it does, and
// no rule looks for its evidence there, so a driver that analyzes all
// dependencies from source, such as a multichecker, would only lose time on it.
// The driver of go vet sets it, as it can tell what the user asked for.
var Standard bool

// skips reports whether the package needs no analysis.
func skips(pass *analysis.Pass) bool {
	if Standard {
		return false
	}
	if m := pass.Module; m != nil && m.Path != "" && m.Path != "std" && m.Path != "cmd" {
		return false
	}
	for _, f := range pass.Files { // those that cmd/cgo wrote lie elsewhere
		if InGoroot(filepath.Dir(pass.Fset.Position(f.Package).Filename), pass.Pkg.Path()) {
			return true
		}
	}
	return false
}

// InGoroot reports whether a package lies where some GOROOT keeps the standard
// library: its folder is named by its import path, next to the runtime.
func InGoroot(dir, importPath string) bool {
	src, ok := strings.CutSuffix(filepath.ToSlash(dir), "/"+importPath)
	if !ok {
		return false
	}
	known, ok := goroots.Load(src)
	if !ok {
		_, err := os.Stat(filepath.Join(filepath.FromSlash(src), "runtime", "runtime2.go"))
		known, _ = goroots.LoadOrStore(src, err == nil)
	}
	return known.(bool)
}

// goroots remembers which folders hold the standard library.
var goroots sync.Map // from string to bool
