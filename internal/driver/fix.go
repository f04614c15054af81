package driver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"os"
	"slices"
	"strings"
)

// fixable returns the files that the first fix of each finding would change,
// with a hash of what they hold now.
func (t Tree) fixable() map[string][32]byte {
	files := make(map[string][32]byte)
	for _, results := range t {
		for _, res := range results {
			for _, d := range res.Diagnostics {
				if len(d.SuggestedFixes) == 0 {
					continue // for a person to solve
				}
				for _, edit := range d.SuggestedFixes[0].Edits {
					files[edit.Filename] = hashFile(edit.Filename)
				}
			}
		}
	}
	return files
}

// changed returns how many of the files hold something else by now.
func changed(files map[string][32]byte) int {
	n := 0
	for name, old := range files {
		if hashFile(name) != old {
			n++
		}
	}
	return n
}

// hashFile returns the hash of a file; one that cannot be read counts as empty.
func hashFile(name string) [32]byte {
	data, err := os.ReadFile(name)
	if err != nil {
		data = nil
	}
	return sha256.Sum256(data)
}

// fix lets go vet apply the fixes of a step, or return them as a diff. What
// it could not do is added to the outcome, unless that holds problems already:
// go vet has them again.
func (v *vetter) fix(ctx context.Context, s *step, out *outcome, diff bool) (string, error) {
	mode := []string{"-fix"}
	if diff {
		mode = append(mode, "-diff")
	}
	known := len(out.problems) > 0
	var diffs bytes.Buffer
	for chunk := range chunks(out.patterns, 24<<10) {
		n := diffs.Len()
		stderr, err := s.run(ctx, &diffs, v.args(mode, chunk)...)
		switch {
		case err == nil:
			// done
		case !failed(err):
			return "", err // go did not run
		case diff && diffs.Len() > n:
			// a diff makes go vet exit 1
		case !known:
			out.problems = append(out.problems, "go vet -fix: "+stderr)
		}
	}
	return diffs.String(), nil
}

// selectDiff returns the parts of a diff that concern the files. (go vet also
// prints the diffs of packages that the named ones import.)
func selectDiff[V any](diff string, files map[string]V) string {
	var selected strings.Builder
	selecting := false
	lines := slices.Collect(strings.Lines(diff))
	for i, line := range lines {
		if name, ok := strings.CutPrefix(line, "--- "); ok && i+1 < len(lines) && strings.HasPrefix(lines[i+1], "+++ ") {
			_, selecting = files[strings.TrimSuffix(strings.TrimSpace(name), " (old)")]
		}
		if selecting {
			selected.WriteString(line)
		}
	}
	return selected.String()
}
