package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/record"
)

// precision writes the verdicts by confidence.
func (d *data) precision(w io.Writer) {
	fmt.Fprint(w, `## Precision

Every finding on the modules as they are was read in the code, and has a verdict with a
reason in bench/precision/verdicts.jsonl. Doubtful is what depends on how the code is used,
or is of no consequence; it does not count as right. Confidence is the category of the
diagnostic, of the later build. Tests were left out. The findings of the baseline are in
bench/precision/baseline.jsonl.

| half | analyzer | confidence | right | doubtful | wrong | unread | precision |
|---|---|---|---|---|---|---|---|
`)
	counts, keys := record.Verdicts(d.of(d.findings, d.now), func(f record.Finding) string {
		return f.Half + " | " + f.Analyzer + " | " + f.Confidence
	})
	for _, k := range keys {
		c := counts[k]
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %s |\n", k, c.Right, c.Doubtful, c.Wrong, c.Unread, c.Precision())
	}
	fmt.Fprint(w, "\n| half | build | modules | lines | right | doubtful | wrong | unread | per 10,000 lines | precision |\n|---|---|---|---|---|---|---|---|---|---|\n")
	all := func(record.Size) bool { return true }
	for _, half := range halves {
		for _, build := range []struct {
			name     string
			list     []record.Finding
			analyzed func(record.Size) bool
		}{
			{"baseline, all modules", d.before, all},
			{"baseline, modules of now", d.before, d.now},
			{"now", d.findings, d.now},
		} {
			modules := 0
			for _, s := range d.sizes {
				if s.Half == half && build.analyzed(s) {
					modules++
				}
			}
			c, lines := d.verdicts(build.list, half, build.analyzed), d.lines(half, build.analyzed)
			fmt.Fprintf(w, "| %s | %s | %d | %d | %d | %d | %d | %d | %s | %s |\n", half, build.name, modules, lines,
				c.Right, c.Doubtful, c.Wrong, c.Unread, per10000(c.Right+c.Doubtful+c.Wrong+c.Unread, lines), c.Precision())
		}
	}
	fmt.Fprintln(w)
	var gone []string
	for _, f := range d.of(d.before, d.now) {
		if f.Verdict == record.Right && !slices.ContainsFunc(d.findings, func(n record.Finding) bool { return n.Key() == f.Key() }) {
			gone = append(gone, fmt.Sprintf("- %s %s (%s)", f.Module, f.Position, f.Analyzer))
		}
	}
	if len(gone) > 0 {
		fmt.Fprintf(w, "Right ones of the baseline that are not reported now, each a regression:\n\n%s\n\n", strings.Join(gone, "\n"))
	}
}

// now reports whether the later build analyzed the module.
func (d *data) now(s record.Size) bool { return s.Tool == d.today[0].Tool }

// lines counts those of one half that were analyzed as they are.
func (d *data) lines(half string, analyzed func(record.Size) bool) int {
	n := 0
	for _, s := range d.sizes {
		if s.Half == half && analyzed(s) {
			n += s.Lines
		}
	}
	return n
}

// of returns the findings in modules that were analyzed.
func (d *data) of(list []record.Finding, analyzed func(record.Size) bool) []record.Finding {
	modules := make(map[string]bool)
	for _, s := range d.sizes {
		modules[s.Module] = analyzed(s)
	}
	return slices.DeleteFunc(slices.Clone(list), func(f record.Finding) bool { return !modules[f.Module] })
}

// verdicts counts those of one half.
func (d *data) verdicts(list []record.Finding, half string, analyzed func(record.Size) bool) *record.VerdictCount {
	counts, _ := record.Verdicts(d.of(list, analyzed), func(f record.Finding) string { return f.Half })
	if c := counts[half]; c != nil {
		return c
	}
	return new(record.VerdictCount)
}

func per10000(n, lines int) string {
	if lines == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f findings", 1e4*float64(n)/float64(lines))
}
