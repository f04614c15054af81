package driver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
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

// fix lets go vet apply the fixes of a step, or print them as a diff to w.
func (v *vetter) fix(ctx context.Context, s *step, patterns []string, diff bool, w io.Writer) (printed bool, err error) {
	mode := []string{"-fix"}
	if diff {
		mode = append(mode, "-diff")
	}
	for chunk := range chunks(patterns, 24<<10) {
		var out bytes.Buffer
		stderr, err := s.run(ctx, &out, v.args(mode, chunk)...)
		if _, err := w.Write(out.Bytes()); err != nil {
			return printed, err
		}
		printed = printed || out.Len() > 0
		if err != nil && !(diff && out.Len() > 0) { // a diff alone makes go vet exit 1
			return printed, fmt.Errorf("go vet -fix: %w\n%s", err, stderr)
		}
	}
	return printed, nil
}
