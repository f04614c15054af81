package driver

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// wanted returns a function that reports whether a package, by its import path,
// is one that the step's patterns name. go vet also prints what was found in
// packages that those import (see [unit.sharesCache]); this command does not.
//
// Where a pattern is not a path, or the package is of no known module, only
// the go command could tell, and it wants the package.
func (s *step) wanted(modules []string) func(pkg string) bool {
	everything := func(string) bool { return true }
	var match []func(dir string) bool
	for _, pattern := range s.patterns {
		if !isPath(pattern) {
			return everything
		}
		match = append(match, s.matchDir(pattern))
	}
	if s.nested {
		modules = []string{s.dir}
	}
	paths := make(map[string]string)
	for _, dir := range modules {
		paths[dir] = modulePath(dir)
	}
	inDir := func(pkg string) bool {
		dir, path := "", ""
		for d, p := range paths {
			if p != "" && len(p) > len(path) && (pkg == p || strings.HasPrefix(pkg, p+"/")) {
				dir, path = d, p
			}
		}
		if path == "" {
			return false // of another module
		}
		dir = filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(pkg, path)))
		return slices.ContainsFunc(match, func(m func(string) bool) bool { return m(dir) })
	}
	return func(pkg string) bool {
		if inDir(pkg) {
			return true
		}
		tested, ok := strings.CutSuffix(pkg, "_test") // the external tests of a package
		return ok && inDir(tested)
	}
}

// matchDir returns a function that reports whether a folder, by its absolute
// name, matches a path pattern.
func (s *step) matchDir(pattern string) func(dir string) bool {
	base, wild := splitPattern(pattern)
	if !filepath.IsAbs(base) {
		base = filepath.Join(s.dir, base)
	}
	base = canonical(base)
	if wild == "" {
		return func(dir string) bool { return dir == base }
	}
	re := strings.ReplaceAll(regexp.QuoteMeta(wild), regexp.QuoteMeta("..."), ".*")
	if tail, ok := strings.CutSuffix(re, "/.*"); ok {
		re = tail + "(/.*)?" // x/... matches x too
	}
	compiled := regexp.MustCompile("^" + re + "$")
	return func(dir string) bool {
		rel, err := filepath.Rel(base, dir)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return false
		}
		if rel == "." {
			rel = ""
		}
		return compiled.MatchString(filepath.ToSlash(rel))
	}
}
