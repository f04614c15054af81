package format

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// writeCheckstyle prints what many build servers read.
func writeCheckstyle(w io.Writer, run *finding.Run, _ *finding.Sources) error {
	type (
		violation struct {
			Line     int    `xml:"line,attr"`
			Column   int    `xml:"column,attr"`
			Severity string `xml:"severity,attr"`
			Message  string `xml:"message,attr"`
			Source   string `xml:"source,attr"`
		}
		file struct {
			Name       string      `xml:"name,attr"`
			Violations []violation `xml:"error"`
		}
		checkstyle struct {
			XMLName xml.Name `xml:"checkstyle"`
			Version string   `xml:"version,attr"`
			Files   []file   `xml:"file"`
		}
	)
	out := checkstyle{Version: "8.0"}
	for i := range run.Findings {
		f := &run.Findings[i]
		name := relative(run.Root, f.Start.File)
		at := slices.IndexFunc(out.Files, func(f file) bool { return f.Name == name })
		if at < 0 {
			at = len(out.Files)
			out.Files = append(out.Files, file{Name: name})
		}
		text := strings.Join(append([]string{f.Message}, story(run, f)...), "\n")
		out.Files[at].Violations = append(out.Files[at].Violations, violation{f.Start.Line, f.Start.Column,
			bySeverity(f.Confidence, "error", "warning", "info"), text, "golint-incidents." + strings.ReplaceAll(f.Rule, "/", ".")})
	}
	return writeXML(w, out)
}

// writeJUnit prints a test suite: a failed test for each finding, an error for each
// problem, and one that passed if there is nothing.
func writeJUnit(w io.Writer, run *finding.Run, _ *finding.Sources) error {
	type (
		outcome struct {
			Message string `xml:"message,attr"`
			Type    string `xml:"type,attr"`
			Text    string `xml:",cdata"`
		}
		testCase struct {
			Name      string   `xml:"name,attr"`
			ClassName string   `xml:"classname,attr"`
			Time      string   `xml:"time,attr"`
			File      string   `xml:"file,attr,omitempty"`
			Line      int      `xml:"line,attr,omitempty"`
			Failure   *outcome `xml:"failure"`
			Error     *outcome `xml:"error"`
		}
		suite struct {
			Name     string     `xml:"name,attr"`
			Tests    int        `xml:"tests,attr"`
			Failures int        `xml:"failures,attr"`
			Errors   int        `xml:"errors,attr"`
			Time     string     `xml:"time,attr"`
			Cases    []testCase `xml:"testcase"`
		}
		suites struct {
			XMLName xml.Name `xml:"testsuites"`
			Suites  []suite  `xml:"testsuite"`
		}
	)
	all := suite{Name: "golint-incidents", Failures: len(run.Findings), Errors: len(run.Problems), Time: fmt.Sprintf("%.3f", run.Elapsed.Seconds())}
	for i := range run.Findings {
		f := &run.Findings[i]
		where := relative(run.Root, f.Start.File)
		text := strings.Join(append([]string{fmt.Sprintf("%s:%d:%d: %s", where, f.Start.Line, f.Start.Column, f.Message)}, story(run, f)...), "\n")
		all.Cases = append(all.Cases, testCase{Name: fmt.Sprintf("%s:%d %s", where, f.Start.Line, f.Rule), ClassName: cmp.Or(f.Package, "golint-incidents"), Time: "0",
			File: where, Line: f.Start.Line, Failure: &outcome{f.Message, f.Rule, text}})
	}
	for i, problem := range run.Problems {
		all.Cases = append(all.Cases, testCase{Name: fmt.Sprintf("problem %d", i+1), ClassName: "golint-incidents", Time: "0", Error: &outcome{problem, "problem", problem}})
	}
	if len(all.Cases) == 0 {
		all.Cases = []testCase{{Name: plural(run.Packages, "package"), ClassName: "golint-incidents", Time: all.Time}}
	}
	all.Tests = len(all.Cases)
	return writeXML(w, suites{Suites: []suite{all}})
}

// writeXML prints a document.
func writeXML(w io.Writer, document any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "\t")
	if err := enc.Encode(document); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
