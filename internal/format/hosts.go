package format

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// writeGitHub prints workflow commands, which GitHub shows as annotations
// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
func writeGitHub(w io.Writer, run *finding.Run, _ *finding.Sources) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	for i := range run.Findings {
		f := &run.Findings[i]
		text := strings.Join(append([]string{f.Message}, story(run, f)...), "\n")
		where := fmt.Sprintf("file=%s,line=%d,col=%d", property.Replace(relative(run.Root, f.Start.File)), f.Start.Line, f.Start.Column)
		if f.End.Line > f.Start.Line {
			where += fmt.Sprintf(",endLine=%d", f.End.Line)
		} else if f.End.Column > f.Start.Column {
			where += fmt.Sprintf(",endLine=%d,endColumn=%d", f.End.Line, f.End.Column)
		}
		_, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", bySeverity(f.Confidence, "error", "warning", "notice"), where, property.Replace(f.Rule), data.Replace(text))
		if err != nil {
			return err
		}
	}
	for _, problem := range run.Problems {
		if _, err := fmt.Fprintf(w, "::error title=golint-incidents::%s\n", data.Replace(problem)); err != nil {
			return err
		}
	}
	return nil
}

// writeGitLab prints a code quality report
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
func writeGitLab(w io.Writer, run *finding.Run, _ *finding.Sources) error {
	type (
		location struct {
			Path  string `json:"path"`
			Lines struct {
				Begin int `json:"begin"`
				End   int `json:"end"`
			} `json:"lines"`
		}
		issue struct {
			Description string   `json:"description"`
			CheckName   string   `json:"check_name"`
			Fingerprint string   `json:"fingerprint"`
			Severity    string   `json:"severity"`
			Location    location `json:"location"`
			Content     struct {
				Body string `json:"body"`
			} `json:"content"`
		}
	)
	issues := []issue{}
	seen := make(map[string]int) // GitLab shows one of each fingerprint
	for i := range run.Findings {
		f := &run.Findings[i]
		out := issue{Description: f.Message, CheckName: f.Rule, Fingerprint: f.Fingerprint, Severity: bySeverity(f.Confidence, "critical", "major", "minor")}
		if n := seen[f.Fingerprint]; n > 0 {
			out.Fingerprint += fmt.Sprintf("-%d", n)
		}
		seen[f.Fingerprint]++
		out.Location.Path = relative(run.Root, f.Start.File)
		out.Location.Lines.Begin, out.Location.Lines.End = f.Start.Line, max(f.Start.Line, f.End.Line)
		out.Content.Body = strings.Join(story(run, f), "\n")
		issues = append(issues, out)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(issues)
}

// writeAgent prints one line a finding, with what to run next.
func writeAgent(w io.Writer, run *finding.Run, _ *finding.Sources) error {
	line := strings.NewReplacer("\r", " ", "\n", " ")
	for i := range run.Findings {
		f := &run.Findings[i]
		next := "golint-incidents explain " + f.Rule
		if len(f.Fixes) > 0 {
			next = "golint-incidents -diff " + f.Package
		}
		var trace []string
		for _, step := range f.Trace {
			trace = append(trace, fmt.Sprintf("%s:%d %s", short(run.Dir, step.Start.File), step.Start.Line, step.Message))
		}
		because := ""
		if len(trace) > 0 {
			because = " | because: " + strings.Join(trace, "; ")
		}
		_, err := fmt.Fprintf(w, "%s %s %s %s: %s%s | next: %s\n", at(run.Dir, f.Start), f.Rule, f.Confidence, f.Fingerprint,
			line.Replace(f.Message), line.Replace(because), next)
		if err != nil {
			return err
		}
	}
	for _, problem := range run.Problems {
		if _, err := fmt.Fprintf(w, "problem: %s\n", line.Replace(problem)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, Summary(run))
	return err
}
