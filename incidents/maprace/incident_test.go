package maprace

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// An incident is one folder: a bug, its fix, and what is said about them in the
// comment of the bug's package.
type incident struct {
	name     string
	title    string // first sentence of the comment
	link     string // the real one
	idiom    string // what is wrong, in a few words
	source   string // where the goroutines come from
	bugs     []int  // lines of the bug that the analyzer reports
	others   []int  // lines of accesses that they meet
	fixMarks int    // number of markers in the fix: should be none
}

// marked reports whether a line of the bug has a marker.
func (in *incident) marked(line int) bool {
	return slices.Contains(in.bugs, line) || slices.Contains(in.others, line)
}

var (
	bugMark   = regexp.MustCompile(`// BUG: \w`)
	otherMark = regexp.MustCompile(`// OTHER$`)
	keyValue  = regexp.MustCompile(`(?m)^(Link|Idiom|Source): *(.*)$`)
)

// incidents reads the folders of the module.
func incidents() ([]*incident, error) {
	bugs, err := filepath.Glob("*/bug/main.go")
	if err != nil {
		return nil, err
	}
	var all []*incident
	for _, bug := range bugs {
		in, err := readIncident(filepath.Base(filepath.Dir(filepath.Dir(bug))))
		if err != nil {
			return nil, err
		}
		all = append(all, in)
	}
	return all, nil
}

func readIncident(name string) (*incident, error) {
	in := &incident{name: name}
	bug, fix := filepath.Join(name, "bug", "main.go"), filepath.Join(name, "fix", "main.go")
	file, err := parser.ParseFile(token.NewFileSet(), bug, nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	doc := file.Doc.Text()
	in.title, _, _ = strings.Cut(strings.ReplaceAll(doc, "\n", " "), ". ")
	for _, kv := range keyValue.FindAllStringSubmatch(doc, -1) {
		switch kv[1] {
		case "Link":
			in.link = kv[2]
		case "Idiom":
			in.idiom = kv[2]
		case "Source":
			in.source = kv[2]
		}
	}
	if in.bugs, err = marks(bug, bugMark); err != nil {
		return nil, err
	}
	if in.others, err = marks(bug, otherMark); err != nil {
		return nil, err
	}
	for _, re := range []*regexp.Regexp{bugMark, otherMark} {
		lines, err := marks(fix, re)
		if err != nil {
			return nil, err
		}
		in.fixMarks += len(lines)
	}
	return in, nil
}

// marks returns the lines of a file that match.
func marks(file string, re *regexp.Regexp) ([]int, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var lines []int
	for i, line := range strings.Split(string(src), "\n") {
		if re.MatchString(line) {
			lines = append(lines, i+1)
		}
	}
	return lines, nil
}

// table returns the table of the README.
func table(all []*incident) string {
	var b strings.Builder
	b.WriteString("| incident | what happened | what is wrong | where the goroutines come from | real one |\n|---|---|---|---|---|\n")
	for _, in := range all {
		fmt.Fprintf(&b, "| [%s](maprace/%s) | %s | %s | %s | [link](%s) |\n", in.name, in.name, in.title, in.idiom, in.source, in.link)
	}
	return b.String()
}
