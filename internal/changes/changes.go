// Package changes tells which lines of a work tree are new since a revision of git.
package changes

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

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
	if err := c.read(diff); err != nil {
		return nil, fmt.Errorf("git diff: %w", err)
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

// read adds the lines that a diff without context has, of files whose names begin with b/:
//
//	+++ b/sub/a.go
//	@@ -7,2 +6,0 @@
//
// (A library for this would bring package net, and with it a binary that starts slower.)
func (c *Changes) read(diff string) error {
	file, body := "", 0 // and how many lines of the hunk are to come
	for line := range strings.Lines(diff) {
		line = strings.TrimSuffix(line, "\n")
		if body > 0 {
			if !strings.HasPrefix(line, "\\") { // no newline at the end
				body--
			}
			continue
		}
		if name, ok := strings.CutPrefix(line, "+++ "); ok {
			if unquoted, err := strconv.Unquote(name); err == nil {
				name = unquoted // it has special characters
			}
			file = strings.TrimPrefix(strings.TrimSuffix(name, "\t"), "b/")
			continue
		}
		if !strings.HasPrefix(line, "@@ ") || file == "" {
			continue // a line, or a head
		}
		fields := strings.Fields(line)
		if len(fields) < 3 {
			return fmt.Errorf("a hunk begins with %q", line)
		}
		_, gone, err := hunk(fields[1], "-")
		if err != nil {
			return err
		}
		from, n, err := hunk(fields[2], "+")
		if err != nil {
			return err
		}
		body = gone + n
		to := from + n - 1
		if n == 0 {
			to = from + 1 // what is beside lines that are gone
		}
		c.lines[file] = append(c.lines[file], span{from, to})
	}
	return nil
}

// hunk parses "+6,0" and "+6", which is one line.
func hunk(text, sign string) (from, n int, err error) {
	numbers, ok := strings.CutPrefix(text, sign)
	first, count, hasCount := strings.Cut(numbers, ",")
	from, err = strconv.Atoi(first)
	n = 1
	if err == nil && hasCount {
		n, err = strconv.Atoi(count)
	}
	if !ok || err != nil {
		return 0, 0, fmt.Errorf("a hunk has the range %q", text)
	}
	return from, n, nil
}

// Extract writes the files of the revision into a folder, by way of an index of its own.
func (c *Changes) Extract(ctx context.Context, dir string) error {
	index := "GIT_INDEX_FILE=" + filepath.Join(dir, ".git-index")
	if _, err := gitEnv(ctx, c.root, index, "read-tree", c.rev); err != nil {
		return err
	}
	_, err := gitEnv(ctx, c.root, index, "checkout-index", "--all", "--prefix="+dir+string(filepath.Separator))
	return err
}

// git runs git and returns what it printed; the error has what it complained of.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	return gitEnv(ctx, dir, "", args...)
}

// gitEnv does so with a variable of the environment, as name=value.
func gitEnv(ctx context.Context, dir, variable string, args ...string) (string, error) {
	cmd := proc.Command(ctx, "git", args...)
	cmd.Dir = dir
	if variable != "" {
		cmd.Env = append(cmd.Environ(), variable)
	}
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
