package lsp

import (
	"strings"
	"unicode/utf16"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// convert returns a finding as a diagnostic.
func convert(f *finding.Finding, sources *finding.Sources) diagnostic {
	d := diagnostic{
		Range: rangeOf(f.Span, sources), Severity: severityError, Code: f.Rule, CodeDescription: &codePage{f.URL()}, Source: "golint-incidents", Message: f.Message,
	}
	switch f.Confidence {
	case report.Inferred:
		d.Severity = severityWarning
	case report.ByName:
		d.Severity = severityInfo
	}
	for _, step := range f.Trace {
		d.RelatedInformation = append(d.RelatedInformation, related{location{uriOf(step.Start.File), rangeOf(step.Span, sources)}, step.Message})
	}
	return d
}

func rangeOf(s finding.Span, sources *finding.Sources) lspRange {
	return lspRange{positionOf(s.Start, sources), positionOf(s.End, sources)}
}

// positionOf returns a position in the units of the protocol.
func positionOf(p finding.Position, sources *finding.Sources) position {
	column := max(p.Column-1, 0)
	if line, ok := sources.Line(p.File, p.Line); ok && column <= len(line) {
		column = len(utf16.Encode([]rune(line[:column])))
	}
	return position{max(p.Line-1, 0), column}
}

// actions returns what can be done about the findings in a range of a file: their fixes, and
// a directive that suppresses them.
func (s *server) actions(file string, in lspRange) []codeAction {
	s.mu.Lock()
	defer s.mu.Unlock()
	sources := new(finding.Sources)
	out := []codeAction{}
	for _, list := range s.found {
		for i := range list {
			f := &list[i]
			at := rangeOf(f.Span, sources)
			if f.Start.File != file || at.Start.Line > in.End.Line || at.End.Line < in.Start.Line {
				continue // elsewhere
			}
			d := []diagnostic{convert(f, sources)}
			for j, fix := range f.Fixes {
				out = append(out, codeAction{fix.Message, "quickfix", d, j == 0, editOf(fix, sources)})
			}
			out = append(out, codeAction{"Suppress " + name(f), "quickfix", d, false, suppress(f, sources)})
		}
	}
	return out
}

func editOf(fix finding.Fix, sources *finding.Sources) workspaceEdit {
	changes := make(map[string][]textEdit)
	for _, e := range fix.Edits {
		at := lspRange{positionOf(sources.At(e.File, e.Start), sources), positionOf(sources.At(e.File, e.End), sources)}
		changes[uriOf(e.File)] = append(changes[uriOf(e.File)], textEdit{at, e.New})
	}
	return workspaceEdit{changes}
}

// suppress inserts a directive above the finding. Its reason is for the user to write: until
// then the analyzer says that it is missing.
func suppress(f *finding.Finding, sources *finding.Sources) workspaceEdit {
	line, _ := sources.Line(f.Start.File, f.Start.Line) // without, there is no indentation
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	at := position{f.Start.Line - 1, 0}
	return workspaceEdit{map[string][]textEdit{uriOf(f.Start.File): {{lspRange{at, at}, indent + "//lint:ignore " + f.Rule + " REASON\n"}}}}
}
