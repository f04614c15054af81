package format

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

//go:embed report.html
var page string

// The types of what the page shows.
type (
	htmlRun struct {
		Title, Summary, Version string
		Problems                []string
		Overview                []htmlCounts
		Findings                []htmlFinding
		Rules                   []htmlRule // those that they are of
	}
	htmlRule   struct{ ID, Page string }
	htmlCounts struct {
		Name, By string
		Rows     []htmlCount
	}
	htmlCount struct {
		Value string
		Count int
	}
	htmlFinding struct {
		ID, Rule, Folder, Confidence, Message, Place, Function string
		Code                                                   []htmlLine
		Picture                                                *htmlPicture
		Story                                                  []htmlStep
		Fix                                                    *htmlFix
	}
	htmlLine struct {
		Number int
		Text   string
		Hit    bool
	}
	htmlStep struct {
		Text, Place string
		Code        []htmlLine
	}
	htmlFix struct {
		Message string
		Lines   []htmlEvent
	}
)

// writeHTML prints a run as one page that needs nothing else.
func writeHTML(w io.Writer, run *finding.Run, sources *finding.Sources) error {
	t, err := template.New("report").Parse(page)
	if err != nil {
		return err
	}
	out := htmlRun{Title: plural(len(run.Findings), "finding"), Summary: Summary(run), Version: run.Version, Problems: run.Problems}
	rules, folders, confidences := make(map[string]int), make(map[string]int), make(map[string]int)
	h := htmlWriter{run, sources}
	for i := range run.Findings {
		f := &run.Findings[i]
		v := h.finding(f)
		v.ID = fmt.Sprintf("f%d", i+1)
		out.Findings = append(out.Findings, v)
		rules[v.Rule]++
		folders[v.Folder]++
		confidences[v.Confidence]++
	}
	for _, r := range run.Rules {
		if rules[r.ID] > 0 {
			out.Rules = append(out.Rules, htmlRule{r.ID, r.Text()})
		}
	}
	out.Overview = []htmlCounts{counts("rule", rules), counts("folder", folders), counts("confidence", confidences)}
	return t.Execute(w, out)
}

// counts sorts counts by number, the most first.
func counts(by string, n map[string]int) htmlCounts {
	c := htmlCounts{Name: by, By: by}
	for value, count := range n {
		c.Rows = append(c.Rows, htmlCount{value, count})
	}
	slices.SortFunc(c.Rows, func(a, b htmlCount) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
	return c
}

// An htmlWriter makes the parts of the page.
type htmlWriter struct {
	run     *finding.Run
	sources *finding.Sources
}

func (h htmlWriter) place(p finding.Position) string {
	return fmt.Sprintf("%s:%d", relative(h.run.Root, p.File), p.Line)
}

func (h htmlWriter) finding(f *finding.Finding) htmlFinding {
	out := htmlFinding{
		Rule: f.Rule, Folder: path.Dir(relative(h.run.Root, f.Start.File)), Confidence: f.Confidence.String(),
		Message: f.Message, Place: h.place(f.Start), Function: f.Function,
		Code: h.code(f.Span, 3), Picture: h.picture(f),
	}
	for _, step := range f.Trace {
		out.Story = append(out.Story, htmlStep{step.Message, h.place(step.Start), h.code(step.Span, 0)})
	}
	if len(f.Fixes) > 0 {
		if lines, err := f.Fixes[0].Diff(h.run.Root); err == nil {
			out.Fix = &htmlFix{Message: f.Fixes[0].Message}
			for _, line := range lines {
				kind := map[finding.DiffKind]string{finding.DiffInsert: "add", finding.DiffDelete: "del"}[line.Kind]
				out.Fix.Lines = append(out.Fix.Lines, htmlEvent{Kind: kind, Text: line.Text})
			}
		}
	}
	return out
}

// code returns the lines of a span, a few of a long one, with those around them.
func (h htmlWriter) code(span finding.Span, around int) []htmlLine {
	var lines []htmlLine
	last := min(max(span.Start.Line, span.End.Line), span.Start.Line+5)
	for n := span.Start.Line - around; n <= last+around; n++ {
		if text, ok := h.sources.Line(span.Start.File, n); ok {
			lines = append(lines, htmlLine{n, text, span.Start.Line <= n && n <= last})
		}
	}
	return lines
}
