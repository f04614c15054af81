package driver

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// changedPatterns returns the patterns for a list of changed files, which is
// what pre-commit passes: the folder of each Go file, all of a module for its
// go.mod or go.sum, all that a go.work is above of. Files in folders that ./...
// skips, or of another kind, have no pattern. A file that is gone changes the
// package that is left in its folder; missing are all that are gone.
func changedPatterns(cwd string, files []string) (patterns, missing []string) {
	for _, file := range files {
		if _, err := os.Stat(within(cwd, file)); err != nil {
			missing = append(missing, file)
		}
		rel := file
		if r, err := filepath.Rel(cwd, file); filepath.IsAbs(file) && err == nil {
			rel = r
		}
		rel = filepath.ToSlash(filepath.Clean(rel))
		elems := strings.Split(rel, "/")
		dirs, name := elems[:len(elems)-1], elems[len(elems)-1]
		if slices.ContainsFunc(dirs, func(elem string) bool { return elem != ".." && ignored(elem) }) {
			continue // no part of the build
		}
		dir := strings.Join(append([]string{"."}, dirs...), "/")
		if filepath.IsAbs(rel) {
			dir = filepath.Dir(rel) // on another volume
		}
		var pattern string
		switch {
		case name == "go.mod", name == "go.sum", name == "go.work", name == "go.work.sum":
			pattern = dir + "/..."
		case strings.HasSuffix(name, ".go") && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_"):
			pattern = dir
		default:
			continue // not a file that Go reads
		}
		if pattern == dir && !holdsGo(filepath.Join(cwd, dir)) || !isDir(filepath.Join(cwd, dir)) {
			continue // all of it was deleted
		}
		if !slices.Contains(patterns, pattern) {
			patterns = append(patterns, pattern)
		}
	}
	return patterns, missing
}

// within returns a name relative to the folder, unless it is absolute.
func within(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

func isDir(dir string) bool {
	fi, err := os.Stat(dir)
	return err == nil && fi.IsDir()
}

// holdsGo reports whether a Go file is in the folder.
func holdsGo(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	return err == nil && len(files) > 0
}

// Writable returns an error if a file of that name cannot be made, as far as its folder tells.
func Writable(file string) error {
	if dir := filepath.Dir(file); !isDir(dir) {
		return fmt.Errorf("there is no folder %s", dir)
	}
	if isDir(file) {
		return errors.New("it is a folder")
	}
	return nil
}
