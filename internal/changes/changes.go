// Package changes tells which lines of a work tree are new since a revision of git.
package changes

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/proc"
)

// Changes are the lines of a work tree that are new or changed since a revision.
type Changes struct {
	root  string            // of the work tree
	rev   string            // the commit
	lines map[string][]span // by file, relative to root
}

// A span is a range of lines, to inclusively.
type span struct{ from, to int }

// Since compares the work tree that holds dir with a revision. Files that git does not know
// are new as a whole.
func Since(ctx context.Context, dir, rev string) (*Changes, error) {
	root, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("%s is not in a work tree of git: %w", dir, err)
	}
	c := &Changes{root: strings.TrimSpace(root), lines: make(map[string][]span)}
	commit, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("git knows no revision %q here", rev)
	}
	c.rev = strings.TrimSpace(commit)
	diff, err := git(ctx, c.root, "diff", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", "--find-renames", c.rev, "--", "*.go")
	if err != nil {
		return nil, err
	}
	files, _, err := gitdiff.Parse(strings.NewReader(diff))
	if err != nil {
		return nil, fmt.Errorf("git diff: %w", err)
	}
	for _, f := range files {
		for _, part := range f.TextFragments {
			from, to := int(part.NewPosition), int(part.NewPosition+part.NewLines)-1
			if part.NewLines == 0 {
				to = from + 1 // what is beside lines that are gone
			}
			c.lines[f.NewName] = append(c.lines[f.NewName], span{from, to})
		}
	}
	others, err := git(ctx, c.root, "ls-files", "-z", "--others", "--exclude-standard", "--", "*.go")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(others, "\x00") {
		if name != "" {
			c.lines[name] = []span{{1, 1 << 30}}
		}
	}
	return c, nil
}

// Touches reports whether a place of the finding is in a changed line.
func (c *Changes) Touches(f *finding.Finding) bool {
	touched := c.touches(f.Span)
	for _, step := range f.Trace {
		touched = touched || c.touches(step.Span)
	}
	return touched
}

func (c *Changes) touches(s finding.Span) bool {
	rel, ok := c.Rel(s.Start.File)
	if !ok {
		return false
	}
	for _, changed := range c.lines[rel] {
		if s.Start.Line <= changed.to && changed.from <= max(s.Start.Line, s.End.Line) {
			return true
		}
	}
	return false
}

// Rel returns a file relative to the work tree, with slashes; false if it lies elsewhere.
func (c *Changes) Rel(file string) (string, bool) {
	rel, err := filepath.Rel(c.root, file)
	if err != nil || !filepath.IsLocal(rel) {
		if real, linkErr := filepath.EvalSymlinks(file); linkErr == nil && real != file {
			return c.Rel(real)
		}
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// Extract writes the files of the revision into a folder.
func (c *Changes) Extract(ctx context.Context, dir string) error {
	archive := filepath.Join(dir, ".revision.tar")
	if _, err := git(ctx, c.root, "archive", "--format=tar", "--output="+archive, c.rev); err != nil {
		return err
	}
	defer os.Remove(archive)
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	return untar(f, dir)
}

// git runs git and returns what it printed; the error has what it complained of.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := proc.Command(ctx, "git", args...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if text := strings.TrimSpace(errs.String()); text != "" {
			err = fmt.Errorf("git %s: %s", args[0], text)
		}
		return "", err
	}
	return out.String(), nil
}
