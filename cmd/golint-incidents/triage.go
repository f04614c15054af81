package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/format"
	"github.com/golint-incidents/golint-incidents/internal/triage"
)

// triageUsage is the help for triage.
const triageUsage = "usage: golint-incidents triage [flags] [packages] < crash.log"

// explainIncident is the command triage: it reads what an incident left on standard input, and
// prints the findings that explain it. The exit code is 1 if none does.
func explainIncident(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	o, err := parse(args)
	if err != nil {
		return 0, fmt.Errorf("triage: %w", err)
	}
	if o.help {
		_, err := fmt.Fprintln(stdout, triageUsage)
		return 0, err
	}
	if o.JSON || o.Diff || o.Fix || o.given["baseline"] || o.newFrom != "" {
		return 0, fmt.Errorf("triage: it takes no flags of output, fixes or selection; %s", triageUsage)
	}
	if err := o.enter(); err != nil {
		return 0, err
	}
	data, err := io.ReadAll(os.Stdin)
	if err != nil {
		return 0, fmt.Errorf("triage: %w", err)
	}
	if len(data) == 0 && len(o.Args) == 1 && isFile(o.Args[0]) {
		return 0, fmt.Errorf("triage: it reads standard input: golint-incidents triage < %s", o.Args[0])
	}
	r, err := triage.Read(data)
	if err != nil {
		return 0, fmt.Errorf("triage: %w", err)
	}
	if len(o.Args) == 0 {
		if o.Args = r.Folders("."); len(o.Args) == 0 {
			return 0, fmt.Errorf("triage: this is %s, but none of its %d frames is in a file below this folder: is it of another program?", r.What, len(r.Frames))
		}
	}
	fmt.Fprintf(stderr, "golint-incidents: this is %s; looking at %s\n", r.What, strings.Join(o.Args, " "))
	outputs := o.Outputs
	o.Outputs = nil
	var matches []triage.Match
	var all *finding.Run
	var sources *finding.Sources
	o.Select = func(ctx context.Context, run *finding.Run, s *finding.Sources) error {
		matches, all, sources = r.Explain(run.Findings), run, s
		run.Findings = nil
		for _, m := range matches {
			run.Findings = append(run.Findings, m.Finding)
		}
		return ctx.Err()
	}
	code, err := o.analyze(ctx, stdout, stderr)
	if err != nil {
		return code, err
	}
	for _, out := range outputs {
		if err := out.Write(stdout, all, sources); err != nil {
			return 0, err
		}
	}
	switch {
	case code == driver.ExitFailure:
		return code, nil // it has said why
	case len(matches) == 0:
		_, err := fmt.Fprintf(stdout, "No finding explains it: on its stacks is no place that %s reports.\n", strings.Join(r.Analyzers, " or "))
		return driver.ExitFindings, err
	}
	fmt.Fprintln(stdout, "\nWhat matched, the best first:") // an error comes with the last
	for i, m := range matches {
		if _, err := fmt.Fprintf(stdout, "%d. %s at %s:%d\n", i+1, m.Finding.Rule, format.Relative(all.Dir, m.Finding.Start.File), m.Finding.Start.Line); err != nil {
			return 0, err
		}
		for _, why := range m.Why {
			if _, err := fmt.Fprintf(stdout, "\t%s\n", why); err != nil {
				return 0, err
			}
		}
	}
	return driver.ExitClean, nil
}

// isFile reports whether there is a file of that name, which is no folder.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
