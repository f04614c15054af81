package format

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/chavacava/garif"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// sarifRoot is the name of the base of all locations in the repository.
const sarifRoot = "SRCROOT"

// A sarifLog is a log whose run has a list of results, if an empty one: what has none
// did not run, for code hosts.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	*garif.Run
	Results []*garif.Result `json:"results"`
}

// writeSARIF prints a run as SARIF 2.1.0
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
func writeSARIF(w io.Writer, run *finding.Run, sources *finding.Sources) error {
	s := sarifWriter{run, sources}
	base := url.URL{Scheme: "file", Path: filepath.ToSlash(run.Root) + "/"}
	driver := &garif.ToolComponent{Name: "golint-incidents", InformationUri: "https://github.com/golint-incidents/golint-incidents", Version: run.Version}
	for _, r := range run.Rules {
		driver.Rules = append(driver.Rules, s.rule(r))
	}
	invocation := &garif.Invocation{ExecutionSuccessful: len(run.Problems) == 0}
	for _, problem := range run.Problems {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications,
			&garif.Notification{Level: "error", Message: &garif.Message{Text: problem}})
	}
	out := sarifRun{Results: []*garif.Result{}, Run: &garif.Run{
		Tool:               &garif.Tool{Driver: driver},
		Invocations:        []*garif.Invocation{invocation},
		OriginalUriBaseIds: map[string]*garif.ArtifactLocation{sarifRoot: {Uri: base.String()}},
		ColumnKind:         "utf16CodeUnits",
	}}
	for i := range run.Findings {
		out.Results = append(out.Results, s.result(&run.Findings[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{out}})
}

// A sarifWriter makes the parts of a log.
type sarifWriter struct {
	run     *finding.Run
	sources *finding.Sources
}

func (s sarifWriter) rule(r report.Rule) *garif.ReportingDescriptor {
	return &garif.ReportingDescriptor{
		Id:                   r.ID,
		ShortDescription:     &garif.MultiformatMessageString{Text: r.Summary},
		FullDescription:      &garif.MultiformatMessageString{Text: r.Summary},
		Help:                 &garif.MultiformatMessageString{Text: r.Text(), Markdown: r.Markdown()},
		HelpUri:              r.URL(),
		DefaultConfiguration: &garif.ReportingConfiguration{Enabled: true, Level: bySeverity(r.Confidence, "error", "warning", "note")},
		Properties:           &garif.PropertyBag{"tags": []string{"reliability"}, "precision": bySeverity(r.Confidence, "very-high", "high", "medium"), "since": r.Since},
	}
}

func (s sarifWriter) result(f *finding.Finding) *garif.Result {
	r := &garif.Result{
		RuleId:              f.Rule,
		Level:               garif.ResultLevel(bySeverity(f.Confidence, "error", "warning", "note")),
		Locations:           []*garif.Location{s.location(f.Span)},
		PartialFingerprints: map[string]string{"incident/v1": f.Fingerprint},
		Properties:          &garif.PropertyBag{"confidence": f.Confidence.String()},
	}
	if f.Function != "" {
		r.Locations[0].LogicalLocations = []*garif.LogicalLocation{{Name: f.Function, Kind: "function"}}
	}
	// The trace is there twice: as a flow for those who show one, and as locations that
	// the message links to.
	text := []string{escape(f.Message)}
	flow := &garif.ThreadFlow{}
	for i, step := range f.Trace {
		related := s.location(step.Span)
		related.Id = i + 1
		related.Message = &garif.Message{Text: step.Message}
		r.RelatedLocations = append(r.RelatedLocations, related)
		text = append(text, fmt.Sprintf("%d. [%s](%d): %s", i+1, escape(filepath.Base(step.Start.File)+fmt.Sprintf(":%d", step.Start.Line)), i+1, escape(step.Message)))
		at := s.location(step.Span)
		at.Message = &garif.Message{Text: step.Message}
		flow.Locations = append(flow.Locations, &garif.ThreadFlowLocation{Location: at})
	}
	r.Message = &garif.Message{Text: strings.Join(text, "\n")}
	if len(flow.Locations) > 0 {
		end := s.location(f.Span)
		end.Message = &garif.Message{Text: f.Message}
		flow.Locations = append(flow.Locations, &garif.ThreadFlowLocation{Location: end, Importance: "essential"})
		r.CodeFlows = []*garif.CodeFlow{{ThreadFlows: []*garif.ThreadFlow{flow}}}
	}
	for _, fix := range f.Fixes {
		r.Fixes = append(r.Fixes, s.fix(fix))
	}
	return r
}

// escape keeps the brackets of a text from being links of a message.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(text)
}

func (s sarifWriter) artifact(file string) *garif.ArtifactLocation {
	rel := relative(s.run.Root, file)
	if filepath.IsAbs(filepath.FromSlash(rel)) {
		return &garif.ArtifactLocation{Uri: (&url.URL{Scheme: "file", Path: rel}).String()}
	}
	return &garif.ArtifactLocation{Uri: (&url.URL{Path: rel}).String(), UriBaseId: sarifRoot}
}

func (s sarifWriter) location(span finding.Span) *garif.Location {
	region := &garif.Region{StartLine: span.Start.Line, StartColumn: s.column(span.Start)}
	if line, ok := s.sources.Line(span.Start.File, span.Start.Line); ok {
		region.Snippet = &garif.ArtifactContent{Text: line}
	}
	if span.End != span.Start && span.End.Line >= span.Start.Line {
		region.EndLine, region.EndColumn = span.End.Line, s.column(span.End)
		if span.End.Line > span.Start.Line {
			region.Snippet = nil // it would have to be the whole
		}
	}
	return &garif.Location{PhysicalLocation: &garif.PhysicalLocation{ArtifactLocation: s.artifact(span.Start.File), Region: region}}
}

// column returns a column in the UTF-16 units of SARIF.
func (s sarifWriter) column(p finding.Position) int {
	line, ok := s.sources.Line(p.File, p.Line)
	if !ok || p.Column-1 > len(line) {
		return max(p.Column, 1)
	}
	n := 1
	for _, r := range line[:max(p.Column-1, 0)] {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}

func (s sarifWriter) fix(fix finding.Fix) *garif.Fix {
	out := &garif.Fix{Description: &garif.Message{Text: fix.Message}}
	for _, name := range fix.Files() {
		change := &garif.ArtifactChange{ArtifactLocation: s.artifact(name)}
		for _, e := range fix.Edits {
			if e.File == name {
				change.Replacements = append(change.Replacements, s.replacement(e))
			}
		}
		out.ArtifactChanges = append(out.ArtifactChanges, change)
	}
	return out
}

// replacement returns an edit by lines and columns: an offset of 0 could not be written
// with types that leave out zeros.
func (s sarifWriter) replacement(e finding.Edit) *garif.Replacement {
	start, end := s.sources.At(e.File, e.Start), s.sources.At(e.File, e.End)
	return &garif.Replacement{
		DeletedRegion:   &garif.Region{StartLine: start.Line, StartColumn: s.column(start), EndLine: end.Line, EndColumn: s.column(end)},
		InsertedContent: &garif.ArtifactContent{Text: e.New},
	}
}
