package driver

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A skipped counts what is not analyzed though it lies where a pattern points.
type skipped struct {
	env      *environment
	cgo      int      // files that use cgo, which is off
	excluded []string // packages that a pattern names, without a file for this build
	matched  bool     // there are packages
	patterns []string // of the first step
	folders  int      // with Go files; counted if there are no packages
}

// count adds what the step does not analyze.
func (k *skipped) count(ctx context.Context, v *vetter, s *step) error {
	if k.patterns == nil {
		k.patterns = s.patterns
	}
	if s.roots == nil || len(s.roots) > 0 {
		k.matched = true
	} else {
		k.folders += s.goFolders()
	}
	uses := make(map[string]bool)
	if k.env.CGO_ENABLED == "0" {
		on := s.goCmd
		on.env = append(on.env, "CGO_ENABLED=1")
		pkgs, err := on.list(ctx, append([]string{"-find"}, v.buildFlags...), s.patterns)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return nil // a note is not worth a failure
		}
		for _, p := range pkgs {
			k.cgo += len(p.CgoFiles)
			uses[p.ImportPath] = len(p.CgoFiles) > 0
		}
	}
	for _, p := range s.roots {
		if p.excluded() && !uses[p.ImportPath] {
			k.excluded = append(k.excluded, p.ImportPath)
		}
	}
	return nil
}

// goFolders returns how many folders with Go files are below those that the
// patterns start in.
func (s *step) goFolders() int {
	seen := make(map[string]bool)
	for _, pattern := range s.patterns {
		if !isPath(pattern) {
			continue // an import path
		}
		base, _ := splitPattern(pattern)
		base = within(s.dir, base)
		filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil // unreadable: the go command has something to say about it
			case !d.IsDir():
				if strings.HasSuffix(path, ".go") {
					seen[filepath.Dir(path)] = true
				}
			case path != base && (ignored(d.Name()) || isModule(path)):
				return filepath.SkipDir
			}
			return nil
		}) // the function returns no error
	}
	return len(seen)
}

// isModule reports whether the folder is the root of a module.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// print says what was skipped, if anything, in a line for each reason.
func (k *skipped) print(w io.Writer) {
	build := fmt.Sprintf("GOOS=%s, GOARCH=%s, CGO_ENABLED=%s", k.env.GOOS, k.env.GOARCH, k.env.CGO_ENABLED)
	if k.cgo > 0 {
		fmt.Fprintf(w, "golint-incidents: note: skipped %s, as cgo is off (CGO_ENABLED=0)\n", plural(k.cgo, "file that uses cgo", "files that use cgo"))
	}
	if n := len(k.excluded); n > 0 {
		fmt.Fprintf(w, "golint-incidents: note: skipped %s without a file for this build (%s): %s\n",
			plural(n, "package", "packages"), build, shorten(k.excluded))
	}
	patterns := strings.Join(k.patterns, " ")
	switch {
	case k.matched || k.cgo > 0:
		// something was analyzed, or it was said what not
	case k.patterns == nil:
		fmt.Fprintln(w, "golint-incidents: note: none of the files is part of a package; nothing was analyzed")
	case k.folders > 0:
		fmt.Fprintf(w, "golint-incidents: note: %s matched no packages: skipped %s with Go files, none of them for this build (%s)\n",
			patterns, plural(k.folders, "folder", "folders"), build)
	default:
		fmt.Fprintf(w, "golint-incidents: note: %s matched no packages; nothing was analyzed\n", patterns)
	}
}

// shorten joins the first names of a list.
func shorten(names []string) string {
	if len(names) > 3 {
		names = append(names[:3:3], "...")
	}
	return strings.Join(names, ", ")
}

// plural returns a number with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
