package doc

import (
	"fmt"
	"strings"

	"golang.org/x/tools/txtar"
)

// A Page explains one rule by a program that has its fault and one that has not. It is
// written as a txtar archive, beside the analyzer, and a test proves what it says.
type Page struct {
	Flags   []string // with which the rule reports Wrong
	Module  string   // what go.mod says of both programs, "" if that does not matter
	Wrong   Program
	Message string // of the finding in Wrong
	Right   Program
	Fix     string // how to fix it
	Limits  string // what the rule cannot see
}

// A Program is a file of Go without package clause and imports, and what go.mod says of it
// alone.
type Program struct{ Code, Module string }

// ParsePage reads the archive of a page. It has these sections, of which flags and those of
// modules may be missing:
//
//	flags        flags of the command, one a line
//	go.mod       what go.mod says
//	wrong.go     the fault
//	wrong.mod    what go.mod says of it alone
//	message      what the rule says; go test ./analyzers -update writes it
//	right.go     the same without the fault
//	right.mod
//	fix
//	limits
func ParsePage(archive string) (Page, error) {
	var p Page
	var flags string
	sections := map[string]*string{
		"flags": &flags, "go.mod": &p.Module, "message": &p.Message, "fix": &p.Fix, "limits": &p.Limits,
		"wrong.go": &p.Wrong.Code, "wrong.mod": &p.Wrong.Module, "right.go": &p.Right.Code, "right.mod": &p.Right.Module,
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		to := sections[f.Name]
		if to == nil || *to != "" {
			return Page{}, fmt.Errorf("section %q is unknown, or there twice", f.Name)
		}
		*to = strings.TrimSpace(string(f.Data))
	}
	for _, name := range []string{"wrong.go", "right.go", "fix", "limits"} {
		if *sections[name] == "" {
			return Page{}, fmt.Errorf("section %q is missing", name)
		}
	}
	p.Flags = strings.Fields(flags)
	return p, nil
}

// Text renders the page in the syntax of doc comments, which people can read as it is.
func (p Page) Text() string {
	var b strings.Builder
	if len(p.Flags) > 0 {
		fmt.Fprintf(&b, "It reports only with %s.\n\n", strings.Join(p.Flags, " "))
	}
	if p.Module != "" {
		fmt.Fprintf(&b, "With this in go.mod:\n\n%s\n", indent(p.Module, "\t"))
	}
	program := func(title string, program Program) {
		fmt.Fprintf(&b, "\t%s\n", title)
		if program.Module != "" {
			fmt.Fprintf(&b, "%s\n", indent(program.Module, "\t\t"))
		}
		b.WriteString(indent(program.Code, "\t\t") + "\n")
	}
	program("WRONG", p.Wrong)
	fmt.Fprintf(&b, "It says:\n\n%s\n", indent(p.Message, "\t"))
	program("RIGHT", p.Right)
	fmt.Fprintf(&b, "# How to fix\n\n%s\n\n# What it cannot see\n\n%s\n", p.Fix, p.Limits)
	return b.String()
}

// indent puts something before each line that is not empty.
func indent(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString(by)
		}
		b.WriteString(line)
	}
	return b.String() + "\n"
}
