package driver

import (
	"cmp"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// findings returns what is in the tree as values: first what a profile knows, by its
// share, then the others in order of position.
//
// Several packages may report one place, each when the last piece of evidence
// comes with its imports: those of the first are kept.
func (t Tree) findings() []finding.Finding {
	type reported struct {
		finding.Finding
		posn string
	}
	var all []reported
	for pkg, results := range t {
		for analyzer, res := range results {
			for _, d := range res.Diagnostics {
				all = append(all, reported{d.finding(pkg, analyzer), d.Posn})
			}
		}
	}
	slices.SortFunc(all, func(a, b reported) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share),
			cmp.Compare(a.Start.File, b.Start.File), cmp.Compare(a.Start.Line, b.Start.Line), cmp.Compare(a.Start.Column, b.Start.Column),
			cmp.Compare(a.Message, b.Message), cmp.Compare(a.Analyzer, b.Analyzer), cmp.Compare(a.Package, b.Package))
	})
	first := make(map[[2]string]string) // package by place and analyzer
	var list []finding.Finding
	for _, r := range all {
		at := [2]string{r.posn, r.Analyzer}
		if _, ok := first[at]; !ok {
			first[at] = r.Package
		}
		if first[at] == r.Package {
			list = append(list, r.Finding)
		}
	}
	return list
}

// finding returns the diagnostic as a value.
func (d Diagnostic) finding(pkg, analyzer string) finding.Finding {
	f := finding.Finding{Tag: d.Tag(), Analyzer: analyzer, Package: pkg, Span: span(d.Posn, d.End), Message: d.Message}
	picture := d.Picture()
	f.Self, f.Lanes = picture.Self, picture.Lanes
	for i, r := range d.Related {
		step := finding.Step{Span: span(r.Posn, r.End), Message: r.Message}
		if i < len(picture.Roles) {
			step.Role = picture.Roles[i]
		}
		f.Trace = append(f.Trace, step)
	}
	for _, fix := range d.SuggestedFixes {
		out := finding.Fix{Message: fix.Message}
		for _, e := range fix.Edits {
			out.Edits = append(out.Edits, finding.Edit{File: e.Filename, Start: e.Start, End: e.End, New: e.New})
		}
		f.Fixes = append(f.Fixes, out)
	}
	return f
}

// span returns the range between two positions as go vet prints them; the second may be
// missing, or as unknown as in the file of a package that is not analyzed.
func span(start, end string) finding.Span {
	s := finding.Span{Start: parsePosn(start).position()}
	s.End = parsePosn(end).position()
	if s.End.File != s.Start.File || s.End.Line < s.Start.Line {
		s.End = s.Start
	}
	return s
}

func (p posn) position() finding.Position {
	return finding.Position{File: p.file, Line: p.line, Column: p.col}
}
