package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/natefinch/atomic"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/format"
)

// report prints the findings in each format, then what could not be analyzed, and a last
// line. An output that cannot be written costs none of the others.
func (r *runner) report(ctx context.Context) (int, error) {
	if r.JSON {
		code := ExitClean
		if len(r.tree.findings()) > 0 {
			code = ExitFindings
		}
		r.done()
		if err := r.tree.printJSON(r.Stdout); err != nil {
			return 0, err
		}
		if r.problems() {
			code = ExitFailure
		}
		return code, nil
	}
	sources := new(finding.Sources)
	run := &finding.Run{
		Version: r.Version, Dir: r.cwd, Root: repository(r.root), Rules: r.Rules,
		Findings: r.tree.findings(), Problems: r.failures(),
		Packages: r.vetter.meter.analyzed(), Cached: r.vetter.meter.cached(),
		Start: r.vetter.meter.start, Elapsed: time.Since(r.vetter.meter.start),
	}
	run.Folders = r.folders(run.Root)
	finding.Complete(run.Findings, sources)
	if r.Select != nil {
		if err := r.Select(ctx, run, sources); err != nil {
			return 0, err
		}
	}
	r.done()
	var errs []error
	for _, o := range r.Outputs {
		if err := r.write(o, run, sources); err != nil {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return 0, err
	}
	code := ExitClean
	if len(run.Findings) > 0 {
		code = ExitFindings
	}
	if r.problems() {
		code = ExitFailure
	}
	fmt.Fprintf(r.Stderr, "golint-incidents: %s\n", format.Summary(run))
	return code, nil
}

// done ends the showing of progress.
func (r *runner) done() {
	if r.Done != nil {
		r.Done()
	}
}

// write writes one output; a file in one step.
func (r *runner) write(o format.Output, run *finding.Run, sources *finding.Sources) error {
	if o.File == "" {
		return o.Write(r.Stdout, run, sources)
	}
	if err := Writable(o.File); err != nil {
		return fmt.Errorf("-format %s=%s: %w", o.Name, o.File, err)
	}
	var b bytes.Buffer
	if err := o.Write(&b, run, sources); err != nil {
		return fmt.Errorf("-format %s=%s: %w", o.Name, o.File, err)
	}
	_, statErr := os.Stat(o.File)
	err := atomic.WriteFile(o.File, &b)
	if err == nil && statErr != nil {
		err = os.Chmod(o.File, 0o644) // a new file is for others, too
	}
	if err != nil {
		return fmt.Errorf("-format %s=%s: %w", o.Name, o.File, err)
	}
	return nil
}

// repository returns the folder at or above root that holds a repository, root if none does.
func repository(root string) string {
	for dir := root; ; {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return root
		}
		dir = parent
	}
}

// folders returns those of the packages that were asked for, relative to root.
func (r *runner) folders(root string) map[string]bool {
	dirs := make(map[string]bool)
	for _, s := range r.steps {
		for _, p := range s.roots {
			if rel, err := filepath.Rel(root, p.Dir); err == nil {
				dirs[filepath.ToSlash(rel)] = true
			}
		}
	}
	return dirs
}

// failures returns why something that was asked for could not be analyzed.
func (r *runner) failures() []string {
	var list []string
	for i, out := range r.outcomes {
		if r.steps[i].found {
			continue // nobody asked for it
		}
		list = append(list, out.problems...)
		for _, pkg := range out.skipped {
			list = append(list, pkg+" was not analyzed: it imports a package that failed")
		}
	}
	return append(list, r.tree.errors()...)
}
