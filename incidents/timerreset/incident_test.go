package timerreset

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// An incident is one folder: a bug, its fix, and what is said about them in the
// comment of the bug's package.
type incident struct {
	dir      string   // such as go1.26/girc-66
	title    string   // first sentence of the comment
	link     string   // the real one
	idiom    string   // what is misused, in a few words
	outcomes []string // any of these is what the bug comes to
	since    string   // "", or "before 1.23" or "since 1.23": timers that the bug needs
	marks    []int    // lines of the bug with a BUG marker
	fixMarks int      // number of markers in the fix: should be none
}

// module returns the folder of the incident's module, which names its Go version.
func (in *incident) module() string { return filepath.Dir(in.dir) }

func (in *incident) name() string { return filepath.Base(in.dir) }

// failsWith reports whether the bug needs timers as GODEBUG asynctimerchan
// gives them, or fails with both.
func (in *incident) failsWith(async bool) bool {
	switch in.since {
	case "before 1.23":
		return async
	case "since 1.23":
		return !async
	}
	return true
}

var (
	marker   = regexp.MustCompile(`// BUG: \w`)
	keyValue = regexp.MustCompile(`(?m)^(Link|Idiom|Outcome|Timers): *(.*)$`)
)

// incidents reads the folders of all modules below the current directory.
func incidents() ([]*incident, error) {
	bugs, err := filepath.Glob("go*/*/bug/main.go")
	if err != nil {
		return nil, err
	}
	var all []*incident
	for _, bug := range bugs {
		in, err := readIncident(filepath.Dir(filepath.Dir(bug)))
		if err != nil {
			return nil, err
		}
		all = append(all, in)
	}
	return all, nil
}

func readIncident(dir string) (*incident, error) {
	in := &incident{dir: dir}
	bug := filepath.Join(dir, "bug", "main.go")
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, bug, nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	doc := file.Doc.Text()
	in.title, _, _ = strings.Cut(strings.ReplaceAll(doc, "\n", " "), ". ")
	in.title = strings.TrimPrefix(in.title, "The bug: ")
	for _, kv := range keyValue.FindAllStringSubmatch(doc, -1) {
		switch kv[1] {
		case "Link":
			in.link = kv[2]
		case "Idiom":
			in.idiom = kv[2]
		case "Outcome":
			in.outcomes = strings.Split(kv[2], " or ")
		case "Timers":
			in.since = kv[2]
		}
	}
	if in.marks, err = marks(bug); err != nil {
		return nil, err
	}
	fixMarks, err := marks(filepath.Join(dir, "fix", "main.go"))
	in.fixMarks = len(fixMarks)
	return in, err
}

// marks returns the lines of a file that have a BUG marker.
func marks(file string) ([]int, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var lines []int
	for i, line := range strings.Split(string(src), "\n") {
		if marker.MatchString(line) {
			lines = append(lines, i+1)
		}
	}
	return lines, nil
}

// table returns the table of the README.
func table(all []*incident) string {
	var b strings.Builder
	b.WriteString("| incident | what happened | idiom | outcome | timers | real one |\n|---|---|---|---|---|---|\n")
	for _, in := range all {
		timers := in.since
		if timers == "" {
			timers = "all"
		}
		fmt.Fprintf(&b, "| [%s](timerreset/%s) | %s | %s | %s | %s | [link](%s) |\n",
			in.name(), filepath.ToSlash(in.dir), in.title, in.idiom, strings.Join(in.outcomes, " or "), timers, in.link)
	}
	return b.String()
}
