// The golint-incidents command finds in Go code what takes services down.
package main

import (
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/golint-incidents/golint-incidents/analyzers"
)

func main() { unitchecker.Main(analyzers.All...) }
