//go:build panictest

package contain

import (
	"os"
	"path"

	"golang.org/x/tools/go/analysis"
)

// For tests of what comes of panics: an analyzer panics in packages named after
// it, if the environment wants that. Release builds do not have this file.
func init() {
	inject = func(pass *analysis.Pass) {
		if os.Getenv("PANICTEST") != "" && path.Base(pass.Pkg.Path()) == pass.Analyzer.Name {
			panic("injected")
		}
	}
}
