package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/bench/internal/record"
)

func TestPage(t *testing.T) {
	mutant := func(id, move, verdict, tool string) record.Mutant {
		return record.Mutant{Module: "m@v1", Half: "measured", ID: "maprace/" + id, Analyzer: "maprace", Op: "lock-dropped", Move: move, Verdict: verdict, Tool: tool}
	}
	d := &data{
		mutants: []record.Mutant{
			mutant("1", "direct", record.Caught, "x"), mutant("2", "helper", record.Missed, "x"),
			mutant("3", "helper", record.Broken, "x"), mutant("4", "helper", record.Caught, "x"),
			mutant("untried", "helper", record.Caught, "x"),
		},
		today: []record.Mutant{
			mutant("1", "direct", record.Caught, "y"), mutant("2", "helper", record.Caught, "y"),
			mutant("3", "helper", record.Broken, "y"), mutant("4", "helper", record.Missed, "y"),
		},
		survivors: []record.Survivor{{Module: "m@v1", ID: "maprace/2", Verdict: record.NoBug}, {Module: "m@v1", ID: "maprace/more", Verdict: record.Bug}},
		findings:  []record.Finding{{Module: "m@v1", Half: "measured", Analyzer: "maprace", Confidence: "proven", Verdict: record.Right}, {Module: "m@v1", Half: "measured", Analyzer: "maprace", Confidence: "proven", Verdict: record.Doubtful}},
		before: []record.Finding{
			{Module: "m@v1", Half: "measured", Analyzer: "maprace", Position: "a.go:1", Verdict: record.Right},
			{Module: "n@v1", Half: "measured", Analyzer: "maprace", Position: "a.go:1", Verdict: record.Wrong},
		},
		sizes:  []record.Size{{Module: "m@v1", Half: "measured", Lines: 20000, Tool: "y"}, {Module: "n@v1", Half: "measured", Lines: 20000, Tool: "x"}},
		builds: []record.Build{{Tool: "x", Commit: "abc", Note: "first"}, {Tool: "y", Commit: "def", Note: "second"}},
	}
	var b bytes.Buffer
	d.page(&b)
	for _, want := range []string{
		"Baseline: commit abc (first). Now: commit def (second).",
		"4 mutants were tried with both builds, 1 of them do not compile.\n1 more were tried with the baseline only",
		"| maprace | 2 of 3 (67 %) | 2 of 3 (67 %) | – | – |",
		"| maprace | 3 of 4 (75 %) | – |",
		"| maprace | helper | 1 of 2 (50 %) | 1 of 2 (50 %) | – | – |",
		"| maprace | 1 | 1 |\n\nLost, each a regression:\n\n- m@v1 maprace/4\n",
		"| maprace | 2 | 1 | 1 | 0 | 1 |\n\nThe aim is 50 of each. maprace: fewer",
		"| measured | maprace | proven | 1 | 1 | 0 | 0 | 50 % |",
		"| measured | baseline, all modules | 2 | 40000 | 1 | 0 | 1 | 0 | 0.50 findings | 50 % |",
		"| measured | baseline, modules of now | 1 | 20000 | 1 | 0 | 0 | 0 | 0.50 findings | 100 % |",
		"| measured | now | 1 | 20000 | 1 | 1 | 0 | 0 | 1.00 findings | 50 % |",
		"each a regression:\n\n- m@v1 a.go:1 (maprace)\n",
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
