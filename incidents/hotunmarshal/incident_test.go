package hotunmarshal

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
	name      string
	title     string // first sentence of the comment
	link      string // the real one
	framework string
	input     string // what is decoded
	marks     int    // number of BUG markers in the bug
	fixMarks  int    // and in the fix: should be none
}

var (
	marker   = regexp.MustCompile(`// BUG: \w`)
	keyValue = regexp.MustCompile(`(?m)^(Link|Framework|Input): *(.*)$`)
)

// incidents reads all folders that hold a bug.
func incidents() ([]incident, error) {
	bugs, err := filepath.Glob("*/bug/bug.go")
	if err != nil {
		return nil, err
	}
	var all []incident
	for _, bug := range bugs {
		file, err := parser.ParseFile(token.NewFileSet(), bug, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		in := incident{name: filepath.Dir(filepath.Dir(bug))}
		doc := file.Doc.Text()
		in.title, _, _ = strings.Cut(strings.ReplaceAll(doc, "\n", " "), ". ")
		for _, kv := range keyValue.FindAllStringSubmatch(doc, -1) {
			switch kv[1] {
			case "Link":
				in.link = kv[2]
			case "Framework":
				in.framework = kv[2]
			case "Input":
				in.input = kv[2]
			}
		}
		if in.marks, err = marks(bug); err != nil {
			return nil, err
		}
		if in.fixMarks, err = marks(filepath.Join(in.name, "fix", "fix.go")); err != nil {
			return nil, err
		}
		all = append(all, in)
	}
	return all, nil
}

// marks returns the number of BUG markers in a file.
func marks(file string) (int, error) {
	src, err := os.ReadFile(file)
	return len(marker.FindAll(src, -1)), err
}

// table returns the table of the README.
func table(all []incident) string {
	var b strings.Builder
	b.WriteString("| incident | what happened | framework | input | real one |\n|---|---|---|---|---|\n")
	for _, in := range all {
		fmt.Fprintf(&b, "| [%s](hotunmarshal/%s) | %s | %s | %s | [link](%s) |\n",
			in.name, in.name, in.title, in.framework, in.input, in.link)
	}
	return b.String()
}
