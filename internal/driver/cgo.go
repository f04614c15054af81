package driver

import (
	"context"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// countCgo returns how many files of the step are not analyzed because cgo is
// off: they import "C", and nothing else excludes them.
func (v *vetter) countCgo(ctx context.Context, s *step) int {
	pkgs, err := s.list(ctx, v.buildFlags, s.patterns)
	if err != nil {
		return 0 // a note is not worth a failure
	}
	on := build.Default
	on.CgoEnabled = true
	for _, flag := range v.buildFlags {
		if tags, ok := strings.CutPrefix(flag, "-tags="); ok {
			on.BuildTags = strings.Split(tags, ",")
		}
	}
	n := 0
	for _, p := range pkgs {
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
	}
	return n
}
