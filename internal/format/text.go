package format

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// Text prints findings for people, what explains each indented beneath it.
type Text struct {
	// Rich is for a terminal: code with a caret beneath each place, the trace as a
	// numbered story, the first fix as a diff, links.
	Rich bool
	// Color is set if the terminal has colours.
	Color bool
	// Context is the number of lines around each place that are shown, -1 for none at all.
	Context int
}

// Write prints the findings of a run.
func (t Text) Write(out io.Writer, run *finding.Run, sources *finding.Sources) error {
	w := bufio.NewWriter(out) // remembers the first error
	p := textPrinter{t, w, run, sources}
	for i := range run.Findings {
		p.finding(&run.Findings[i])
	}
	return w.Flush()
}

// A textPrinter prints one run.
type textPrinter struct {
	Text
	w       *bufio.Writer
	run     *finding.Run
	sources *finding.Sources
}

func (p *textPrinter) finding(f *finding.Finding) {
	if !p.Rich {
		fmt.Fprintf(p.w, "%s: %s%s\n", at(p.run.Dir, f.Start), f.Message, f.Suffix())
		p.code(f.Span, "")
		for _, step := range f.Trace {
			fmt.Fprintf(p.w, "\t%s: %s\n", at(p.run.Dir, step.Start), step.Message)
			p.code(step.Span, "")
		}
		return
	}
	fmt.Fprintf(p.w, "%s: %s%s\n", p.link(f.Start), p.paint(f.Message, color.Bold), p.paint(f.Suffix(), color.FgYellow))
	p.code(f.Span, "  ")
	for i, step := range f.Trace {
		fmt.Fprintf(p.w, "  %d. %s: %s\n", i+1, p.link(step.Start), step.Message)
		p.code(step.Span, "     ")
	}
	if len(f.Fixes) > 0 {
		p.fix(f.Fixes[0])
	}
	fmt.Fprintln(p.w)
}

// paint returns text in a colour.
func (p *textPrinter) paint(text string, attribute ...color.Attribute) string {
	if !p.Color {
		return text
	}
	c := color.New(attribute...)
	c.EnableColor()
	return c.Sprint(text)
}

// link returns a position that terminals open when it is clicked (OSC 8).
func (p *textPrinter) link(pos finding.Position) string {
	text := p.paint(at(p.run.Dir, pos), color.FgCyan)
	if !p.Color {
		return text
	}
	target := url.URL{Scheme: "file", Path: filepath.ToSlash(pos.File), Fragment: fmt.Sprint(pos.Line)}
	return "\x1b]8;;" + target.String() + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// code prints the lines of a span with those around them, and marks the span.
func (p *textPrinter) code(span finding.Span, indent string) {
	context := p.Context
	if context < 0 {
		if !p.Rich {
			return // not asked for
		}
		context = 0
	}
	last := min(max(span.Start.Line, span.End.Line), span.Start.Line+2) // of a long one, the beginning
	for n := span.Start.Line - context; n <= last+context; n++ {
		line, ok := p.sources.Line(span.Start.File, n)
		if !ok {
			continue // before the first, or after the last
		}
		shown := span
		if len(line) > maxLine {
			line, shown = cut(line, span)
		}
		fmt.Fprintf(p.w, "%s%s%s\n", indent, p.paint(fmt.Sprintf("%5d | ", n), color.Faint), line)
		if n == span.Start.Line {
			fmt.Fprintf(p.w, "%s%s%s\n", indent, p.paint("      | ", color.Faint), p.paint(caret(line, shown), color.FgRed))
		}
	}
}

// maxLine is the length of a line that is shown whole, in bytes.
const maxLine = 400

// cut returns the part of a long line around the beginning of a span, and the span in it.
func cut(line string, span finding.Span) (string, finding.Span) {
	const dots = "..."
	at := min(max(span.Start.Column-1, 0), len(line))
	from := max(at-maxLine/2, 0)
	for from > 0 && !utf8.RuneStart(line[from]) {
		from--
	}
	to := min(from+maxLine, len(line))
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	part, shift := line[from:to], from
	if from > 0 {
		part, shift = dots+part, from-len(dots)
	}
	if to < len(line) {
		part += dots
	}
	span.Start.Column -= shift
	span.End.Column -= shift
	return part, span
}

// caret returns what marks a span beneath its first line. Tabs stay, so that it stands
// right whatever their width.
func caret(line string, span finding.Span) string {
	from := min(max(span.Start.Column-1, 0), len(line))
	to := from + 1
	switch {
	case span.End.Line == span.Start.Line:
		to = min(max(span.End.Column-1, to), len(line))
	case span.End.Line > span.Start.Line:
		to = len(line)
	}
	var b strings.Builder
	for _, r := range line[:from] {
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteByte('^')
	if to > from {
		b.WriteString(strings.Repeat("~", max(utf8.RuneCountInString(line[from:to])-1, 0)))
	}
	return b.String()
}

// fix prints what a fix changes.
func (p *textPrinter) fix(fix finding.Fix) {
	lines, err := fix.Diff(p.run.Dir)
	if err != nil {
		return // the file has changed meanwhile
	}
	fmt.Fprintf(p.w, "  %s %s\n", p.paint("fix:", color.Bold), fix.Message)
	for _, line := range lines {
		text := line.Text
		switch line.Kind {
		case finding.DiffInsert:
			text = p.paint(text, color.FgGreen)
		case finding.DiffDelete:
			text = p.paint(text, color.FgRed)
		}
		fmt.Fprintf(p.w, "     %s\n", text)
	}
}
