package report

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Globs is a set of patterns of files, as a flag: separated by commas, with * for a part of
// a name and ** for any number of folders. Those of several flags add up.
type Globs struct{ patterns []string }

// Excluded are the files in which nothing is reported, by their full names.
var Excluded Globs

// String returns the value of the flag.
func (g *Globs) String() string { return strings.Join(g.patterns, ",") }

// Set adds patterns, and removes all if there are none. Relative ones are below the working
// directory.
func (g *Globs) Set(text string) error {
	if text == "" {
		g.patterns = nil
		return nil
	}
	for pattern := range strings.SplitSeq(text, ",") {
		pattern = strings.TrimSpace(pattern)
		if pattern == "" || !doublestar.ValidatePattern(pattern) {
			return fmt.Errorf("%q is no pattern of files", pattern)
		}
		abs, err := filepath.Abs(filepath.FromSlash(pattern))
		if err != nil {
			return err
		}
		g.patterns = append(g.patterns, filepath.ToSlash(abs))
	}
	return nil
}

// Match reports whether a file is in the set.
func (g *Globs) Match(file string) bool {
	file = filepath.ToSlash(file)
	for _, pattern := range g.patterns {
		if doublestar.MatchUnvalidated(pattern, file) {
			return true
		}
	}
	return false
}
