// Package format prints findings: for people, code hosts, build servers and programs.
package format

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// A Format is one way to print a run.
type Format struct {
	Name string
	For  string // who reads it
	// Write prints a run. The sources have the lines that it quotes.
	Write func(w io.Writer, run *finding.Run, sources *finding.Sources) error
}

// All lists the formats; the first is the usual one.
var All = []Format{
	{"text", "people", Text{Context: -1}.Write},
	{"json", "programs; docs/findings.schema.json describes it", writeJSON},
	{"sarif", "code hosts and editors: SARIF 2.1.0", writeSARIF},
	{"github", "annotations of a GitHub workflow", writeGitHub},
	{"gitlab", "GitLab's code quality report", writeGitLab},
	{"checkstyle", "build servers: Checkstyle's XML", writeCheckstyle},
	{"junit", "build servers: JUnit's XML", writeJUnit},
	{"html", "a report: one page that needs nothing else", writeHTML},
	{"agent", "coding agents: one line a finding, with the next command", writeAgent},
}

// An Output is a format and where it goes.
type Output struct {
	Format
	File string // "" is standard output
}

// Parse parses a list of formats, each with the file that it goes to, if it is not
// standard output: sarif=out.sarif,text.
func Parse(list string) ([]Output, error) {
	var outputs []Output
	files := make(map[string]string) // format by file
	for part := range strings.SplitSeq(list, ",") {
		name, file, hasFile := strings.Cut(strings.TrimSpace(part), "=")
		if hasFile && file == "" {
			return nil, fmt.Errorf("format %s has no file behind =", name)
		}
		f, err := find(name)
		if err != nil {
			return nil, err
		}
		if file != "" {
			file = filepath.Clean(file)
		}
		if other, ok := files[file]; ok {
			where := "standard output"
			if file != "" {
				where = file
			}
			return nil, fmt.Errorf("formats %s and %s both go to %s: give one a file of its own, %[2]s=FILE", other, name, where)
		}
		files[file] = name
		outputs = append(outputs, Output{f, file})
	}
	return outputs, nil
}

func find(name string) (Format, error) {
	var names []string
	for _, f := range All {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	if near := spell.Nearest(name, names); near != "" {
		return Format{}, fmt.Errorf("unknown format %q; did you mean %s?", name, near)
	}
	return Format{}, fmt.Errorf("unknown format %q; there are %s", name, strings.Join(names, ", "))
}

// relative returns a file as it is named in the repository, with slashes; its full name if
// it lies elsewhere.
func relative(root, file string) string {
	if rel, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}

// Relative returns a file as people see it from a folder.
func Relative(dir, file string) string { return short(dir, file) }

// at renders a position for people, with the file as it is named from a folder.
func at(dir string, p finding.Position) string {
	return fmt.Sprintf("%s:%d:%d", short(dir, p.File), p.Line, p.Column)
}

// short returns a file relative to a folder, where that is shorter.
func short(dir, file string) string {
	if rel, err := filepath.Rel(dir, file); err == nil && len(rel) < len(file) {
		return rel
	}
	return file
}

// bySeverity chooses what a format calls a finding of some confidence.
func bySeverity(c report.Confidence, proven, inferred, byName string) string {
	switch c {
	case report.ByName:
		return byName
	case report.Inferred:
		return inferred
	}
	return proven
}

// story renders the trace of a finding as lines, numbered.
func story(run *finding.Run, f *finding.Finding) []string {
	var lines []string
	for i, step := range f.Trace {
		lines = append(lines, fmt.Sprintf("%d. %s: %s", i+1, at(run.Root, step.Start), step.Message))
	}
	return lines
}

// Summary says in a line how a run ended.
func Summary(run *finding.Run) string {
	text := "no findings"
	if n := len(run.Findings); n > 0 {
		text = plural(n, "finding")
	}
	if run.Hidden > 0 {
		are := "are"
		if run.Hidden == 1 {
			are = "is"
		}
		text += fmt.Sprintf(" (%d more %s known or not new)", run.Hidden, are)
	}
	text += " in " + plural(run.Packages, "package") + ", " + seconds(run.Elapsed.Seconds())
	if run.Packages > 0 {
		text += fmt.Sprintf(", %d %% from cache", 100*run.Cached/run.Packages)
	}
	return text
}

// seconds renders a duration: 0.4 s, 41 s, 3 min 5 s.
func seconds(s float64) string {
	switch {
	case s < 10:
		return fmt.Sprintf("%.1f s", s)
	case s < 60:
		return fmt.Sprintf("%.0f s", s)
	}
	return fmt.Sprintf("%d min %d s", int(s)/60, int(s)%60)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
