// Package directive reads the comments with which users suppress findings:
//
//	//lint:ignore timerreset reason
//	//lint:file-ignore timerreset reason
//	//nolint:timerreset // reason
//
// A reason of lint:ignore that begins with until=2027-03-01 ends after that day.
//
// In the place of an analyzer may stand one of its rules, timerreset/stale-value.
//
// The first two are those of staticcheck: lint:ignore covers the line below
// it, or its own line if code stands before it, and requires a reason. nolint
// is golangci-lint's: it covers the lines of its comment, and the node that
// begins in the line below at the same column, a file or a function for one.
//
// A directive that names this analyzer but suppresses nothing is itself a
// finding, be it unused, misspelt or malformed.
package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"
	"honnef.co/go/tools/analysis/lint"

	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// Suite is the name that stands for every analyzer of the suite in a
// directive; golangci-lint knows the suite by it.
const Suite = "golint-incidents"

// A directive covers lines from first to last of one file.
type directive struct {
	pos, end    token.Pos
	file        string
	first, last int
	// rules are the IDs of those that it covers, nil for all.
	rules []string
	// named directives name this analyzer and nothing wider: one that
	// suppresses nothing is surely superfluous.
	named bool
	used  bool // a finding is covered
	// foreign directives lie in other packages, whose own passes speak of them.
	foreign bool
	command string   // with what stands before the names
	names   []string // as they are written, nil for all linters
	until   string   // the last day on which it suppresses, "" for ever
	reason  string
	// problem says why the directive suppresses nothing, though it is meant to.
	problem string
}

// wholeFile is the last line of a directive that covers its file.
const wholeFile = 1 << 30

// Set holds the directives of one package that concern one analyzer.
type Set struct {
	fset       *token.FileSet
	name       string
	rules      []string // their IDs
	directives []*directive
	findings   map[string][]found // by file
}

// A found is a finding that Suppress was asked about.
type found struct {
	line int
	rule string
}

// Parse reads the directives in pass.Files that name pass.Analyzer, or one of its
// rules by their IDs.
func Parse(pass *analysis.Pass, rules ...string) *Set {
	s := &Set{fset: pass.Fset, name: pass.Analyzer.Name, rules: rules, findings: make(map[string][]found)}
	s.read(pass.Files)
	return s
}

// Foreign adds the directives in files of other packages. Whether those are
// well formed and of use is for the pass on their own package to say.
func (s *Set) Foreign(files []*ast.File) {
	foreign := &Set{fset: s.fset, name: s.name, rules: s.rules}
	foreign.read(files)
	for _, d := range foreign.directives {
		if d.problem == "" {
			d.named, d.foreign = false, true
			s.directives = append(s.directives, d)
		}
	}
}

func (s *Set) read(files []*ast.File) {
	var lints []*ast.File
	for _, f := range files {
		hasLint := false
		for _, group := range f.Comments {
			for _, c := range group.List {
				hasLint = hasLint || strings.HasPrefix(c.Text, "//lint:")
				if strings.Contains(c.Text, s.name) || strings.Contains(c.Text, Suite) {
					s.malformed(c)
				}
				s.nolint(f, group, c)
			}
		}
		if hasLint {
			lints = append(lints, f) // the others are spared the cost of a comment map
		}
	}
	for _, d := range lint.ParseDirectives(lints, s.fset) {
		s.lint(d)
	}
}

// add adds a directive that covers the lines from first to last.
func (s *Set) add(c *ast.Comment, command string, first, last int, named bool) *directive {
	d := &directive{
		pos: c.Pos(), end: c.End(), file: s.fset.Position(c.Pos()).Filename,
		first: first, last: last, named: named, command: command,
	}
	s.directives = append(s.directives, d)
	return d
}

// reject adds a comment that is meant as a directive and is none.
func (s *Set) reject(c *ast.Comment, named bool, format string, args ...any) {
	line := s.fset.Position(c.Pos()).Line
	s.add(c, "", line, line+1, named).problem = fmt.Sprintf(format, args...)
}

// lint reads a staticcheck directive.
func (s *Set) lint(d lint.Directive) {
	if d.Command != "ignore" && d.Command != "file-ignore" || len(d.Arguments) == 0 {
		return // not a suppression
	}
	covers, named := false, true
	var rules []string
	for _, check := range strings.Split(d.Arguments[0], ",") {
		match, err := path.Match(check, s.name)
		if err != nil {
			continue // staticcheck reports it
		}
		match = match || check == Suite
		matched := s.matching(check)
		covers = covers || match
		rules = append(rules, matched...)
		named = named && (check == s.name || slices.Equal(matched, []string{check}))
		if !match && len(matched) == 0 {
			s.misspelt(d.Directive, check)
		}
	}
	if covers {
		rules = nil
	}
	if !covers && len(rules) == 0 {
		return // of another check
	}
	if len(d.Arguments) < 2 {
		s.reject(d.Directive, named, "//lint:%s %s needs a reason; without one it suppresses nothing", d.Command, d.Arguments[0])
		return
	}
	until, hasUntil := strings.CutPrefix(d.Arguments[1], "until=")
	if _, err := time.Parse(time.DateOnly, until); hasUntil && err != nil {
		s.reject(d.Directive, named, "//lint:%s %s suppresses nothing: %q is no date, write until=2027-03-01", d.Command, d.Arguments[0], until)
		return
	}
	words := d.Arguments[1:]
	if !hasUntil {
		until = ""
	} else if words = words[1:]; len(words) == 0 {
		s.reject(d.Directive, named, "//lint:%s %s needs a reason behind the date; without one it suppresses nothing", d.Command, d.Arguments[0])
		return
	}
	p := s.fset.Position(d.Directive.Pos())
	first, last := p.Line, p.Line
	switch {
	case d.Command == "file-ignore":
		first, last = 1, wholeFile
	case d.Node != nil:
		// As in staticcheck, the directive speaks of the line of its node,
		// above which or at whose end it stands.
		line := s.fset.Position(d.Node.Pos()).Line
		first, last = min(line, p.Line), max(line, p.Line)
		if line < p.Line { // at the end of a line
			first = p.Line
		}
	}
	added := s.add(d.Directive, "//lint:"+d.Command+" ", first, last, named)
	added.names = strings.Split(d.Arguments[0], ",")
	added.rules, added.until, added.reason = rules, until, strings.Join(words, " ")
}

// matching returns the rules that a pattern matches.
func (s *Set) matching(pattern string) []string {
	var out []string
	for _, id := range s.rules {
		if matches(pattern, id) {
			out = append(out, id)
		}
	}
	return out
}

func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// subject returns the rules of a directive as it names them, the analyzer for all.
func (s *Set) subject(rules []string) []string {
	if len(rules) == 0 {
		return []string{s.name}
	}
	return rules
}

// nolint reads a comment as golangci-lint's nolint_filter does.
func (s *Set) nolint(f *ast.File, group *ast.CommentGroup, c *ast.Comment) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(c.Text, "/ "), "nolint")
	if !ok || rest != "" && rest[0] != ':' && rest[0] != ' ' {
		return // another comment
	}
	list, ok := strings.CutPrefix(rest, ":")
	covers, named := !ok, ok // without a list it is for all
	var rules, names []string
	if ok {
		list, _, _ = strings.Cut(list, "//")
		for name := range strings.SplitSeq(list, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			names = append(names, name)
			switch name {
			case s.name:
				covers = true
			case "all", Suite:
				covers, named = true, false
			default:
				if slices.Contains(s.rules, name) {
					rules = append(rules, name)
					continue
				}
				named = false
				s.misspelt(c, name)
			}
		}
	}
	if covers {
		rules = nil
	}
	if covers || len(rules) > 0 {
		first, last := s.extent(f, group)
		d := s.add(c, "//nolint:", first, last, named)
		d.rules, d.names = rules, names
	}
}

// extent returns the lines that a nolint comment covers: those of its group,
// and those of the largest node that begins below it in the same column.
func (s *Set) extent(f *ast.File, group *ast.CommentGroup) (first, last int) {
	from, to := s.fset.Position(group.Pos()), s.fset.Position(group.End())
	first, last = from.Line, to.Line
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		if begin := s.fset.Position(n.Pos()); begin.Line == to.Line+1 && begin.Column == from.Column {
			last = max(last, s.fset.Position(n.End()).Line)
		}
		return true
	})
	return first, last
}

// malformed rejects a comment that would be a directive if it were written a
// little differently.
func (s *Set) malformed(c *ast.Comment) {
	body, block := c.Text[2:], strings.HasPrefix(c.Text, "/*")
	if block {
		body = strings.TrimSuffix(body, "*/")
	}
	trimmed := strings.TrimSpace(body)
	keyword, rest, ok := strings.Cut(trimmed, ":")
	if !ok {
		return // prose
	}
	if keyword == "lint" {
		words := strings.Fields(rest)
		if len(words) < 2 {
			return // names nothing
		}
		covers, named := s.names(words[1])
		near := nearCommand(words[0])
		switch {
		case !covers || near == "":
			return // of another analyzer, or another command
		case block:
			s.reject(c, named, "/*lint:%s*/ suppresses nothing: write //lint:%[1]s", near)
		case trimmed != strings.TrimRight(body, " \t\r\n"):
			s.reject(c, named, "// lint:%s suppresses nothing because of the space: write //lint:%[1]s", near)
		case near != words[0]:
			s.reject(c, named, "//lint:%s suppresses nothing: did you mean //lint:%s?", words[0], near)
		}
		return
	}
	list, _, _ := strings.Cut(rest, "//")
	covers, named := s.names(list)
	switch {
	case !covers || spell.Distance(strings.ToLower(keyword), "nolint") > 2:
		return // another comment
	case block:
		s.reject(c, named, "/*%s*/ suppresses nothing: write //nolint", keyword)
	case keyword != "nolint":
		s.reject(c, named, "//%s suppresses nothing: did you mean //nolint?", keyword)
	}
}

// names reports whether a list names this analyzer or the suite, and whether
// it names nothing but this analyzer.
func (s *Set) names(list string) (covers, named bool) {
	named = true
	for name := range strings.SplitSeq(list, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		own := name == s.name || slices.Contains(s.rules, name)
		covers = covers || own || name == Suite
		named = named && own
	}
	return covers, named
}

// nearCommand returns the command of a lint directive that is meant by word,
// "" if it is none.
func nearCommand(word string) string {
	for _, command := range []string{"ignore", "file-ignore"} {
		if spell.Distance(strings.ToLower(word), command) <= 2 {
			return command
		}
	}
	return ""
}

// misspelt rejects a directive whose name is nearly this analyzer's, or the suite's.
func (s *Set) misspelt(c *ast.Comment, name string) {
	for _, right := range []string{s.name, Suite} {
		if name != right && spell.Distance(strings.ToLower(name), right) <= 2 {
			s.reject(c, right == s.name, "directive names %q, which is no analyzer: did you mean %q?", name, right)
		}
	}
	if strings.HasPrefix(name, s.name+"/") && len(s.rules) > 0 {
		hint := "golint-incidents explain " + s.name + " lists them"
		if near := spell.Nearest(name, s.rules); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		s.reject(c, true, "directive names %q, which is no rule: %s", name, hint)
	}
}

// An Expiry is the day on which the last of the directives that cover a finding ends.
type Expiry struct {
	Until    string // as 2027-03-01
	Pos, End token.Pos
}

// Expired reports whether the day is over.
func (e *Expiry) Expired() bool { return Over(e.Until) }

// Over reports whether a day, as 2027-03-01, is over.
func Over(day string) bool { return day < time.Now().Format(time.DateOnly) }

// Suppress reports whether a directive covers the finding of a rule at pos, and marks
// it as used. The expiry is nil if one covers it for ever.
func (s *Set) Suppress(pos token.Pos, rule string) (bool, *Expiry) {
	p := s.fset.Position(pos)
	s.findings[p.Filename] = append(s.findings[p.Filename], found{p.Line, rule})
	if !s.Expect(pos, rule) {
		return false, nil
	}
	var last *Expiry
	for _, d := range s.directives {
		switch {
		case !d.covers(p, rule) || d.problem != "":
			continue // another line, or none
		case d.until == "":
			return true, nil
		case last == nil || d.until > last.Until:
			last = &Expiry{d.until, d.pos, d.end}
		}
	}
	return true, last
}

// covers reports whether the directive covers a place for a rule, or for any if that is "".
func (d *directive) covers(p token.Position, rule string) bool {
	return d.file == p.Filename && d.first <= p.Line && p.Line <= d.last && (rule == "" || d.rules == nil || slices.Contains(d.rules, rule))
}

// Expect is like Suppress, for a finding that somebody else may report; rule is ""
// if it may be of any.
func (s *Set) Expect(pos token.Pos, rule string) bool {
	p := s.fset.Position(pos)
	covered := false
	for _, d := range s.directives {
		if d.covers(p, rule) {
			d.used, covered = true, covered || d.problem == ""
		}
	}
	return covered
}

// Problems returns a finding per directive that is malformed, misspelt or, as
// far as Suppress was asked until now, unused. A malformed one that speaks of
// more than this analyzer is reported where this analyzer has a finding.
func (s *Set) Problems() []analysis.Diagnostic {
	var problems []analysis.Diagnostic
	for _, d := range s.directives {
		message := d.problem
		switch {
		case message != "" && (d.named || d.used):
			// to be mended
		case message == "" && d.named && !d.used:
			message = unused(d, s.subject(d.rules), s.fset.Position(d.pos).Line, s.lines(d))
		default:
			continue // of use, or perhaps of use to another analyzer
		}
		problems = append(problems, analysis.Diagnostic{Pos: d.pos, End: d.end, Category: "directive", Message: message})
	}
	slices.SortStableFunc(problems, func(a, b analysis.Diagnostic) int { return int(a.Pos - b.Pos) })
	return problems
}
