package report

import (
	"os"

	"golang.org/x/tools/go/analysis"
)

// ReadFile returns what is in a file of the package. Not every driver gives a way to read
// files: Bazel's nogo does not, and means those on disk.
func ReadFile(pass *analysis.Pass, name string) ([]byte, error) {
	if pass.ReadFile != nil {
		return pass.ReadFile(name)
	}
	return os.ReadFile(name)
}
