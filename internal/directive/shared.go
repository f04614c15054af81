package directive

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Shared is a directive for more than one analyzer, as one of them sees it: whether it is
// of use is for all of them together to say.
type Shared struct {
	*directive
	line  int      // of the comment
	own   []string // what of the names is the analyzer's, or the suite's
	lines []int    // of the analyzer's findings in the file
}

// Shared returns the directives that are not for this analyzer alone.
func (s *Set) Shared() []Shared {
	var list []Shared
	for _, d := range s.directives {
		if d.named || d.foreign || d.problem != "" || len(d.names) == 0 {
			continue // reported by itself, or for everything
		}
		sh := Shared{directive: d, line: s.fset.Position(d.pos).Line, lines: s.lines(d)}
		for _, name := range d.names {
			if name == Suite || name == s.name || len(s.matching(name)) > 0 && !matches(name, s.name) {
				sh.own = append(sh.own, name)
			}
		}
		list = append(list, sh)
	}
	return list
}

// lines returns the lines of the findings in the directive's file that it could be for.
func (s *Set) lines(d *directive) []int {
	var lines []int
	for _, f := range s.findings[d.file] {
		if d.rules == nil || slices.Contains(d.rules, f.rule) {
			lines = append(lines, f.line)
		}
	}
	return lines
}

// Idle returns a finding for each directive that names nothing but analyzers of the suite,
// and suppresses nothing in any. The lists are those of all analyzers.
func Idle(lists ...[]Shared) []analysis.Diagnostic {
	views := make(map[token.Pos][]Shared)
	for _, list := range lists {
		for _, sh := range list {
			views[sh.pos] = append(views[sh.pos], sh)
		}
	}
	var idle []analysis.Diagnostic
	for pos, views := range views {
		var lines []int
		named := make(map[string]bool)
		used := false
		for _, sh := range views {
			used = used || sh.used
			lines = append(lines, sh.lines...)
			for _, name := range sh.own {
				named[name] = true
			}
		}
		d := views[0]
		others := slices.ContainsFunc(d.names, func(name string) bool { return !named[name] })
		if used || others {
			continue // of use, or perhaps of use to another tool
		}
		idle = append(idle, analysis.Diagnostic{Pos: pos, End: d.end, Message: unused(d.directive, d.names, d.line, lines)})
	}
	slices.SortFunc(idle, func(a, b analysis.Diagnostic) int { return cmp.Compare(a.Pos, b.Pos) })
	return idle
}

// unused says of a directive that suppresses nothing what it covers, and where it may have
// been meant to stand: what it names, its line, and the lines of findings.
func unused(d *directive, names []string, line int, lines []int) string {
	subject := strings.Join(names, ",")
	text := d.command + subject
	reports, it, its := "reports", "it reports", "its"
	if len(names) > 1 {
		reports, it, its = "report", "they report", "their"
	}
	covers := fmt.Sprintf("line %d", d.last)
	switch {
	case d.last == wholeFile:
		return fmt.Sprintf("%s suppresses nothing: %s %s nothing in this file; remove it", text, subject, reports)
	case d.last > line+1:
		covers = fmt.Sprintf("lines %d to %d", d.first, d.last)
	}
	hint := it + " nothing in this file; remove the directive"
	if len(lines) > 0 {
		nearest := slices.MinFunc(lines, func(a, b int) int { return cmp.Compare(abs(a-line), abs(b-line)) })
		hint = fmt.Sprintf("%s nearest finding is in line %d", its, nearest)
	}
	return fmt.Sprintf("%s suppresses nothing: %s %s nothing in %s, which it covers; %s", text, subject, reports, covers, hint)
}

func abs(n int) int { return max(n, -n) }
