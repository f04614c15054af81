package format

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// schemaVersion is that of docs/findings.schema.json. It goes up when a field changes its
// meaning or goes away; new fields may come at any time.
const schemaVersion = 1

// The types of the JSON output.
type (
	jsonRun struct {
		Version  int           `json:"version"`
		Tool     jsonTool      `json:"tool"`
		Root     string        `json:"root"`
		Packages int           `json:"packages"`
		Cached   int           `json:"cached"`
		Seconds  float64       `json:"seconds"`
		Findings []jsonFinding `json:"findings"`
		Problems []string      `json:"problems"`
	}
	jsonTool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	jsonFinding struct {
		Rule        string        `json:"rule"`
		Analyzer    string        `json:"analyzer"`
		Confidence  string        `json:"confidence"`
		Share       float64       `json:"share,omitempty"`
		Package     string        `json:"package"`
		Function    string        `json:"function,omitempty"`
		Message     string        `json:"message"`
		Fingerprint string        `json:"fingerprint"`
		Location    jsonSpan      `json:"location"`
		Lanes       []report.Lane `json:"lanes,omitempty"`
		Trace       []jsonStep    `json:"trace"`
		Fixes       []jsonFix     `json:"fixes"`
	}
	jsonSpan struct {
		File  string       `json:"file"`
		Start jsonPosition `json:"start"`
		End   jsonPosition `json:"end"`
	}
	jsonPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	}
	jsonStep struct {
		Message  string   `json:"message"`
		Function string   `json:"function,omitempty"`
		Kind     string   `json:"kind,omitempty"`
		Lane     int      `json:"lane,omitempty"`
		Bytes    int      `json:"bytes,omitempty"`
		Location jsonSpan `json:"location"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		File  string `json:"file"`
		Start int    `json:"start"`
		End   int    `json:"end"`
		New   string `json:"new"`
	}
)

// writeJSON prints a run as one object. Files are relative to its root.
func writeJSON(w io.Writer, run *finding.Run, _ *finding.Sources) error {
	out := jsonRun{
		Version: schemaVersion, Tool: jsonTool{"golint-incidents", run.Version}, Root: run.Root,
		Packages: run.Packages, Cached: run.Cached, Seconds: run.Elapsed.Seconds(),
		Findings: []jsonFinding{}, Problems: append([]string{}, run.Problems...),
	}
	span := func(s finding.Span) jsonSpan {
		return jsonSpan{relative(run.Root, s.Start.File), jsonPosition{s.Start.Line, s.Start.Column}, jsonPosition{s.End.Line, s.End.Column}}
	}
	for _, f := range run.Findings {
		j := jsonFinding{
			Rule: f.Rule, Analyzer: f.Analyzer, Confidence: f.Confidence.String(), Share: f.Share, Package: f.Package,
			Function: f.Function, Message: f.Message, Fingerprint: f.Fingerprint, Location: span(f.Span),
			Lanes: f.Lanes, Trace: []jsonStep{}, Fixes: []jsonFix{},
		}
		for _, step := range f.Trace {
			j.Trace = append(j.Trace, jsonStep{step.Message, step.Function, step.Role.Kind, step.Role.Lane, step.Role.Bytes, span(step.Span)})
		}
		for _, fix := range f.Fixes {
			edits := []jsonEdit{}
			for _, e := range fix.Edits {
				edits = append(edits, jsonEdit{relative(run.Root, e.File), e.Start, e.End, e.New})
			}
			j.Fixes = append(j.Fixes, jsonFix{fix.Message, edits})
		}
		out.Findings = append(out.Findings, j)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(out)
}

// ReadJSON reads the findings that the JSON format has, with the full names of their files.
func ReadJSON(r io.Reader) ([]finding.Finding, error) {
	var run jsonRun
	if err := json.NewDecoder(r).Decode(&run); err != nil {
		return nil, err
	}
	if run.Version != schemaVersion {
		return nil, fmt.Errorf("findings of version %d, want %d", run.Version, schemaVersion)
	}
	full := func(file string) string {
		if name := filepath.FromSlash(file); !filepath.IsAbs(name) {
			return filepath.Join(run.Root, name)
		}
		return filepath.FromSlash(file)
	}
	span := func(s jsonSpan) finding.Span {
		file := full(s.File)
		return finding.Span{Start: finding.Position{File: file, Line: s.Start.Line, Column: s.Start.Column}, End: finding.Position{File: file, Line: s.End.Line, Column: s.End.Column}}
	}
	var list []finding.Finding
	for _, j := range run.Findings {
		f := finding.Finding{Analyzer: j.Analyzer, Package: j.Package, Span: span(j.Location), Function: j.Function, Message: j.Message, Lanes: j.Lanes, Fingerprint: j.Fingerprint}
		f.Rule, f.Share = j.Rule, j.Share
		if err := f.Confidence.Set(j.Confidence); err != nil {
			return nil, fmt.Errorf("confidence %q: %w", j.Confidence, err)
		}
		for _, s := range j.Trace {
			f.Trace = append(f.Trace, finding.Step{Span: span(s.Location), Message: s.Message, Function: s.Function, Role: report.Role{Kind: s.Kind, Lane: s.Lane, Bytes: s.Bytes}})
		}
		for _, fix := range j.Fixes {
			out := finding.Fix{Message: fix.Message}
			for _, e := range fix.Edits {
				out.Edits = append(out.Edits, finding.Edit{File: full(e.File), Start: e.Start, End: e.End, New: e.New})
			}
			f.Fixes = append(f.Fixes, out)
		}
		list = append(list, f)
	}
	return list, nil
}
