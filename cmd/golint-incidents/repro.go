package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/format"
	"github.com/golint-incidents/golint-incidents/internal/proc"
	"github.com/golint-incidents/golint-incidents/internal/repro"
	"github.com/golint-incidents/golint-incidents/internal/triage"
)

// reproUsage is the help for repro.
const reproUsage = "usage: golint-incidents repro [flags of analyzers] FILE:LINE | FINGERPRINT [packages]"

// reproduce is the command repro: it writes a test that fails because of a finding, and runs
// it. A test that does not fail is removed again. The exit code is 1 if there is none.
func reproduce(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	o, err := parse(args)
	if err != nil {
		return 0, fmt.Errorf("repro: %w", err)
	}
	if o.help {
		_, err := fmt.Fprintln(stdout, reproUsage)
		return 0, err
	}
	if o.JSON || o.Diff || o.Fix || o.given["format"] || o.given["baseline"] || o.newFrom != "" {
		return 0, fmt.Errorf("repro: it takes no flags of output, fixes or selection; %s", reproUsage)
	}
	if len(o.Args) == 0 {
		return 0, fmt.Errorf("repro: which finding? %s", reproUsage)
	}
	if err := o.enter(); err != nil {
		return 0, err
	}
	wanted, err := wantedFinding(o)
	if err != nil {
		return 0, fmt.Errorf("repro: %w", err)
	}
	o.Outputs = nil
	var found *finding.Finding
	o.Select = func(_ context.Context, run *finding.Run, _ *finding.Sources) error {
		for i, f := range run.Findings {
			if found == nil && wanted(&f) {
				found = &run.Findings[i]
			}
		}
		run.Findings = nil
		return nil
	}
	code, err := o.analyze(ctx, stdout, io.Discard)
	switch {
	case err != nil:
		return 0, err
	case found == nil && code == driver.ExitFailure:
		return 0, errors.New("repro: the packages could not be analyzed; run golint-incidents on them to see why")
	case found == nil:
		return 0, fmt.Errorf("repro: there is no finding at %s", o.wanted)
	}
	return o.reproduce(ctx, found, stdout)
}

// wantedFinding returns what tells the finding that the first argument names, which is no
// package then. The packages to analyze are that of the file, if no others are given.
func wantedFinding(o *options) (func(*finding.Finding) bool, error) {
	o.wanted = o.Args[0]
	o.Args = o.Args[1:]
	file, text, isPlace := strings.Cut(o.wanted, ":")
	if !isPlace {
		if len(o.wanted) < 8 || strings.Trim(o.wanted, "0123456789abcdef") != "" {
			return nil, fmt.Errorf("%q is neither FILE:LINE nor a fingerprint, as -format=json prints it", o.wanted)
		}
		return func(f *finding.Finding) bool { return strings.HasPrefix(f.Fingerprint, o.wanted) }, nil
	}
	text, _, _ = strings.Cut(text, ":") // and the column
	line, err := strconv.Atoi(text)
	if err != nil || line < 1 {
		return nil, fmt.Errorf("%q has no line behind the file", o.wanted)
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	at, err := os.Stat(abs)
	if err != nil {
		return nil, fmt.Errorf("there is no file %s", file)
	}
	if len(o.Args) == 0 {
		o.Args = []string{filepath.Dir(abs)}
	}
	return func(f *finding.Finding) bool {
		other, err := os.Stat(f.Start.File)
		return err == nil && f.Start.Line == line && os.SameFile(at, other)
	}, nil
}

// reproduce tries arguments until a test fails as the finding says.
func (o *options) reproduce(ctx context.Context, f *finding.Finding, stdout io.Writer) (int, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	at := fmt.Sprintf("%s:%d: %s", format.Relative(cwd, f.Start.File), f.Start.Line, f.Rule)
	var tags []string
	if o.Tags != "" {
		tags = []string{"-tags=" + o.Tags}
	}
	plan, err := repro.For(ctx, f, tags)
	if err != nil {
		_, err := fmt.Fprintf(stdout, "%s has no test: %v\n", at, err)
		return driver.ExitFindings, err
	}
	name := format.Relative(cwd, plan.File())
	var last string
	for _, v := range plan.Kind.Variants() {
		src, err := plan.Test(v)
		if err != nil {
			last = err.Error()
			continue
		}
		if err := os.WriteFile(plan.File(), src, 0o666); err != nil {
			return 0, fmt.Errorf("repro: %w", err)
		}
		var out []byte
		var runErr error
		shown := true
		for run := 0; shown && run < 2; run++ { // once may be luck
			cmd := proc.Command(ctx, "go", append(append([]string{"test", "-race", "-count=1", "-timeout=60s", "-run=^" + plan.Name() + "$"}, tags...), ".")...)
			cmd.Dir = filepath.Dir(plan.File())
			out, runErr = cmd.CombinedOutput()
			if ctx.Err() != nil {
				return 0, errors.Join(context.Cause(ctx), os.Remove(plan.File()))
			}
			shown = runErr != nil && shows(plan.Kind, f, out)
		}
		if shown {
			_, err := fmt.Fprintf(stdout, "%s: wrote %s, which fails because of it:\n\n\tcd %s && go test -race -run %s\n", at, name, format.Relative(cwd, filepath.Dir(plan.File())), plan.Name())
			return driver.ExitClean, err
		}
		switch {
		case runErr == nil:
			last = "a state or input that leads there is missing: with zero and small values its test passes"
		case strings.Contains(string(out), "[build failed]"):
			last = "a test that compiles is missing: " + strings.TrimSpace(string(out))
		default:
			last = "a state or input that leads there is missing: with zero and small values its test fails elsewhere"
		}
	}
	if err := os.Remove(plan.File()); err != nil && !os.IsNotExist(err) {
		return 0, err
	}
	_, err = fmt.Fprintf(stdout, "%s has no test: %s\n", at, last)
	return driver.ExitFindings, err
}

// shows reports whether the output of a test is of the kind of a finding, and has it on its
// stacks.
func shows(kind repro.Kind, f *finding.Finding, out []byte) bool {
	r, err := triage.Read(out)
	if err != nil || !r.At(f.Start) {
		return false
	}
	switch text := string(out); kind {
	case repro.Race:
		return strings.Contains(text, "WARNING: DATA RACE") || strings.Contains(text, "fatal error: concurrent map")
	case repro.Panics:
		return strings.Contains(text, "panic: ")
	}
	return true
}
