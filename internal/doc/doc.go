// Package doc turns the package comment of an analyzer into the text that
// users read, so that documentation is written once, in doc.go.
package doc

import (
	"fmt"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"strings"
)

// Extract returns the section of the package comment in source that documents
// the analyzer name: the text below the heading "# Analyzer name". Its first
// line has the form "name: synopsis", as go/analysis asks of Analyzer.Doc.
func Extract(source, name string) (string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", source, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		return "", err
	}
	if f.Doc == nil {
		return "", fmt.Errorf("doc.go of %s has no package comment", name)
	}
	_, text, ok := strings.Cut(f.Doc.Text(), "# Analyzer "+name+"\n")
	if !ok {
		return "", fmt.Errorf("package comment has no heading %q", "# Analyzer "+name)
	}
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, name+": ") {
		return "", fmt.Errorf("the section %q must begin with %q", "# Analyzer "+name, name+": ")
	}
	return text, nil
}

// MustExtract is [Extract] for an embedded doc.go, whose shape a test covers.
func MustExtract(source, name string) string {
	text, err := Extract(source, name)
	if err != nil {
		panic(err)
	}
	return text
}

// Markdown renders text in the syntax of doc comments.
func Markdown(text string) string {
	p := comment.Printer{HeadingLevel: 2, HeadingID: func(*comment.Heading) string { return "" }}
	return string(p.Markdown(new(comment.Parser).Parse(text)))
}

// Synopsis returns the first line of an extracted text without its name.
func Synopsis(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	_, synopsis, _ := strings.Cut(line, ": ")
	return synopsis
}
