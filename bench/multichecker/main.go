// The multichecker command runs the suite as a multichecker of one's own would,
// with the standard library and all dependencies from source.
package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/golint-incidents/golint-incidents/analyzers"
)

func main() { multichecker.Main(analyzers.All...) }
