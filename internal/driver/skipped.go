package driver

import (
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"path/filepath"
	"strings"
)

// skipped counts what is not analyzed though a pattern matches it.
type skipped struct {
	env      *environment
	tags     string
	cgo      int      // files that use cgo, which is off
	excluded []string // packages all of whose files other constraints exclude
}

// count adds what the step does not analyze.
func (k *skipped) count(s *step) {
	for _, p := range s.roots {
		n := 0
		if k.env.CGO_ENABLED == "0" {
			n = k.cgoFiles(p)
		}
		k.cgo += n
		if n == 0 && p.excluded() {
			k.excluded = append(k.excluded, p.ImportPath)
		}
	}
}

// cgoFiles returns how many files of the package are not analyzed because cgo
// is off: they import "C", and nothing else excludes them.
func (k *skipped) cgoFiles(p *listed) int {
	on := build.Default
	on.GOOS, on.GOARCH, on.CgoEnabled = k.env.GOOS, k.env.GOARCH, true
	if k.tags != "" {
		on.BuildTags = strings.Split(k.tags, ",")
	}
	n := 0
	for _, name := range p.IgnoredGoFiles {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ImportsOnly)
		if err != nil {
			continue // not Go
		}
		for _, imp := range f.Imports {
			if imp.Path.Value != `"C"` {
				continue // not cgo
			}
			if ok, err := on.MatchFile(p.Dir, name); ok && err == nil {
				n++
			}
		}
	}
	return n
}

// print says what was skipped, if anything, in a line for each reason.
func (k *skipped) print(w io.Writer) {
	if k.cgo > 0 {
		fmt.Fprintf(w, "golint-incidents: note: skipped %s, as cgo is off (CGO_ENABLED=0)\n", plural(k.cgo, "file that uses cgo", "files that use cgo"))
	}
	if n := len(k.excluded); n > 0 {
		list := k.excluded
		more := ""
		if n > 3 {
			list, more = list[:3], ", ..."
		}
		fmt.Fprintf(w, "golint-incidents: note: skipped %s without a file for this build (GOOS=%s, GOARCH=%s, the build tags): %s%s\n",
			plural(n, "package", "packages"), k.env.GOOS, k.env.GOARCH, strings.Join(list, ", "), more)
	}
}

// plural returns a number with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
