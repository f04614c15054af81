package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/baseline"
	"github.com/golint-incidents/golint-incidents/internal/changes"
	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/proc"
)

// selecting prepares -baseline and -new-from: what is wrong with them is an error before
// anything is analyzed.
func (o *options) selecting(ctx context.Context) error {
	var (
		known *baseline.Baseline
		since *changes.Changes
		err   error
	)
	if all := o.JSON || o.Diff; all && !o.given["baseline"] {
		o.baseline = "" // that of the settings is not for them
	}
	if o.baseline != "" {
		if known, err = baseline.Read(o.baseline); err != nil {
			return fmt.Errorf("-baseline: %w", err)
		}
	}
	if o.newFrom != "" {
		if since, err = changes.Since(ctx, ".", o.newFrom); err != nil {
			return fmt.Errorf("-new-from: %w", err)
		}
	}
	if known == nil && since == nil {
		return nil // everything is wanted
	}
	o.Select = func(ctx context.Context, run *finding.Run, _ *finding.Sources) error {
		if known != nil {
			o.tellFixed(known.Apply(run))
		}
		if since != nil {
			return o.onlyNew(ctx, since, run)
		}
		return nil
	}
	return nil
}

// tellFixed says which entries of the baseline are fixed.
func (o *options) tellFixed(fixed []baseline.Entry) {
	if len(fixed) == 0 {
		return
	}
	var names []string
	for _, e := range fixed[:min(len(fixed), 3)] {
		names = append(names, e.String())
	}
	if len(fixed) > 3 {
		names = append(names, "...")
	}
	fmt.Fprintf(o.Stderr, "golint-incidents: note: fixed, though still in the baseline: %s; golint-incidents baseline -prune -o %s removes them\n",
		strings.Join(names, ", "), o.baseline)
}

// onlyNew keeps the findings of which a place is in a changed line, and those that the
// revision does not have: what was removed elsewhere can have made them.
func (o *options) onlyNew(ctx context.Context, since *changes.Changes, run *finding.Run) error {
	if !slices.ContainsFunc(run.Findings, func(f finding.Finding) bool { return !since.Touches(&f) }) {
		return nil // all are new by their lines
	}
	old, err := o.fingerprintsOf(ctx, since)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		fmt.Fprintf(o.Stderr, "golint-incidents: note: all findings count as new, as %s could not be analyzed: %s\n", o.newFrom, strings.TrimSpace(err.Error()))
		return nil
	}
	run.Findings = slices.DeleteFunc(run.Findings, func(f finding.Finding) bool {
		if since.Touches(&f) || old[f.Fingerprint] == 0 {
			return false
		}
		old[f.Fingerprint]--
		run.Hidden++
		return true
	})
	return nil
}

// fingerprintsOf analyzes the revision in a folder of its own, and counts its findings by
// fingerprint.
func (o *options) fingerprintsOf(ctx context.Context, since *changes.Changes) (found map[string]int, err error) {
	dir, err := os.MkdirTemp("", "golint-incidents")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := since.Extract(ctx, dir); err != nil {
		return nil, err
	}
	cwd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	rel, ok := since.Rel(cwd)
	if !ok {
		rel = "."
	}
	found = make(map[string]int)
	then := filepath.Join(dir, filepath.FromSlash(rel))
	if _, err := os.Stat(then); err != nil {
		return found, nil // the folder is new
	}
	settings := driver.NoConfig
	if o.configured != nil {
		if settings, err = filepath.Abs(o.configured.File); err != nil {
			return nil, err
		}
	}
	args := []string{"-format=json", "-config=" + settings, "-baseline=", fmt.Sprintf("-test=%t", !o.NoTests), fmt.Sprintf("-nested=%t", o.Nested)}
	if o.Tags != "" {
		args = append(args, "-tags="+o.Tags)
	}
	args = append(args, o.userFlags...)
	args = append(args, "--")
	for _, arg := range o.Args {
		if rel, ok := since.Rel(arg); ok && filepath.IsAbs(arg) {
			arg = filepath.Join(dir, filepath.FromSlash(rel))
		}
		args = append(args, arg)
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := proc.Command(ctx, exe, args...)
	cmd.Dir = then
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	runErr := cmd.Run() // findings are an error to it
	var run struct {
		Findings []struct{ Fingerprint string }
		Problems []string
	}
	if err := json.Unmarshal(stdout.Bytes(), &run); err != nil {
		return nil, fmt.Errorf("%w: %s", runErr, stderr.String())
	}
	if len(run.Problems) > 0 {
		return nil, fmt.Errorf("%s", run.Problems[0])
	}
	for _, f := range run.Findings {
		found[f.Fingerprint]++
	}
	return found, nil
}

// makeBaseline is the command baseline: it writes what is found now, or with -prune
// removes what is found no more.
func makeBaseline(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	o, err := parse(args, baselineFlags)
	if err != nil {
		return 0, fmt.Errorf("baseline: %w", err)
	}
	if o.help {
		_, err := fmt.Fprintln(stdout, baselineUsage)
		return 0, err
	}
	if o.JSON || o.Diff || o.Fix || o.given["baseline"] || o.newFrom != "" {
		return 0, fmt.Errorf("baseline: it takes no flags of output, fixes or selection; %s", baselineUsage)
	}
	if o.baseline != "" && !o.given["o"] {
		o.out = o.baseline // that of the settings
	}
	if err := o.enter(); err != nil {
		return 0, err
	}
	if err := driver.Writable(o.out); err != nil {
		return 0, fmt.Errorf("baseline: %s: %w", o.out, err)
	}
	old := &baseline.Baseline{}
	if o.prune {
		if old, err = baseline.Read(o.out); err != nil {
			return 0, fmt.Errorf("baseline: %w", err)
		}
	}
	o.Outputs = nil
	var result *baseline.Baseline
	var fixed []baseline.Entry
	o.Select = func(_ context.Context, run *finding.Run, _ *finding.Sources) error {
		if !o.prune {
			result = baseline.Of(run)
			run.Findings, run.Hidden = nil, len(run.Findings)
			return nil
		}
		result = old
		fixed = old.Apply(run)
		old.Prune(fixed)
		return nil
	}
	code, err := o.analyze(ctx, stdout, stderr)
	if err != nil || result == nil {
		return code, err
	}
	if code == 2 && !o.prune {
		return code, fmt.Errorf("baseline: %s is as it was: what could not be analyzed would be missing from it", o.out)
	}
	if err := result.Write(o.out); err != nil {
		return 0, fmt.Errorf("baseline: %w", err)
	}
	if o.prune {
		_, err = fmt.Fprintf(stdout, "%s: removed %d, kept %d\n", o.out, len(fixed), len(result.Findings))
		return min(code, 2) / 2 * 2, err // findings that are not in it are no failure of this command
	}
	_, err = fmt.Fprintf(stdout, "%s: %d known findings; use it with -baseline %[1]s\n", o.out, len(result.Findings))
	return code, err
}

// baselineUsage is the help for baseline.
const baselineUsage = "usage: golint-incidents baseline [-o file] [-prune] [flags of analyzers] [packages]"
