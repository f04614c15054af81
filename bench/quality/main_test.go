package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/bench/internal/record"
)

func TestPage(t *testing.T) {
	d := &data{
		mutants: []record.Mutant{
			{Module: "m@v1", Half: "measured", ID: "1", Analyzer: "maprace", Op: "lock-dropped", Move: "direct", Verdict: record.Caught, Tool: "x"},
			{Module: "m@v1", Half: "measured", ID: "2", Analyzer: "maprace", Op: "lock-dropped", Move: "helper", Verdict: record.Missed, Tool: "x"},
			{Module: "m@v1", Half: "measured", ID: "3", Analyzer: "maprace", Op: "lock-dropped", Move: "helper", Verdict: record.Broken, Tool: "x"},
		},
		survivors: []record.Survivor{{Module: "m@v1", ID: "2", Verdict: record.NoBug}},
		findings:  []record.Finding{{Half: "measured", Analyzer: "maprace", Confidence: "proven", Verdict: record.Right}, {Half: "measured", Analyzer: "maprace", Confidence: "proven", Verdict: record.Doubtful}},
		sizes:     []record.Size{{Module: "m@v1", Half: "measured", Lines: 20000}},
		builds:    []record.Build{{Tool: "x", Commit: "abc", Note: "first"}},
	}
	var b bytes.Buffer
	d.page(&b)
	for _, want := range []string{
		"Build: commit abc (first)",
		"| maprace | 1 of 2 (1 did not compile) | 50 % | – | – |",
		"| maprace | helper | 0 of 1 (1 did not compile) | 0 % | – | – |",
		"| maprace | 1 | 1 | 0 | 0 | 1 |",
		"| measured | maprace | proven | 1 | 1 | 0 | 0 | 50 % |",
		"| measured | 1 | 20000 | 2 | 1.00 findings | 50 % |",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestReplaceSection(t *testing.T) {
	page, err := replaceSection([]byte("a\n"+begin+"old\n"+end+"b\n"), []byte("new\n"))
	if err != nil || string(page) != "a\n"+begin+"new\n"+end+"b\n" {
		t.Errorf("%q, %v", page, err)
	}
	if _, err := replaceSection([]byte("no marks"), nil); err == nil {
		t.Error("no error without marks")
	}
}
