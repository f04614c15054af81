package main

import (
	"slices"
	"testing"

	"github.com/golint-incidents/golint-incidents/bench/internal/mutate"
	"github.com/golint-incidents/golint-incidents/bench/internal/record"
	"github.com/golint-incidents/golint-incidents/bench/internal/vet"
)

func candidates() []*mutate.Mutant {
	var all []*mutate.Mutant
	for i := range 40 {
		for _, move := range []string{mutate.Direct, "helper", "generic"} {
			all = append(all, &mutate.Mutant{Analyzer: "maprace", Op: "common", Move: move, File: "/m/a.go", Line: i, Package: "p", First: i, Last: i})
		}
	}
	return append(all, &mutate.Mutant{Analyzer: "maprace", Op: "rare", Move: mutate.Direct, File: "/m/b.go", Line: 1, Package: "q"})
}

func ids(muts []*mutate.Mutant) []string {
	var names []string
	for _, m := range muts {
		names = append(names, m.ID("/m"))
	}
	return names
}

// A sample is the same each time, a larger one begins with the smaller, and rare
// operators have their turn.
func TestDraw(t *testing.T) {
	small, again, large := ids(draw(candidates(), 6, 1, "m")), ids(draw(candidates(), 6, 1, "m")), ids(draw(candidates(), 20, 1, "m"))
	if !slices.Equal(small, again) {
		t.Errorf("%v, then %v", small, again)
	}
	if !slices.Equal(small, large[:6]) {
		t.Errorf("%v does not begin with %v", large, small)
	}
	if slices.Equal(small, ids(draw(candidates(), 6, 2, "m"))) {
		t.Error("the seed changes nothing")
	}
	if !slices.Contains(small[:2], "maprace/rare/direct b.go:1 ") {
		t.Errorf("the rare operator has no turn: %v", small)
	}
	moves := make(map[string]bool)
	for _, m := range draw(candidates(), 8, 1, "m") {
		moves[m.Move] = true
	}
	if len(moves) != 3 {
		t.Errorf("moves: %v", moves)
	}
}

func TestSplit(t *testing.T) {
	muts := candidates()
	batch, rest := split(muts)
	if len(batch) != 2 || len(rest) != len(muts)-2 {
		t.Errorf("%d at once, %d later", len(batch), len(rest))
	}
}

// What was there before, other analyzers, and other functions catch nothing.
func TestFinding(t *testing.T) {
	m := &mutate.Mutant{Analyzer: "maprace", File: "/m/a.go", First: 10, Last: 20, Lines: 50}
	at := func(analyzer, file string, line int, related ...vet.Position) vet.Finding {
		return vet.Finding{Analyzer: analyzer, Position: vet.Position{File: file, Line: line}, Message: "x", Related: related}
	}
	for _, tt := range []struct {
		finding vet.Finding
		caught  bool
	}{
		{at("maprace", "a.go", 15), true},
		{at("maprace", "a.go", 9), false},
		{at("maprace", "a.go", 52), true}, // a declaration that the mutant added
		{at("timerreset", "a.go", 15), false},
		{at("maprace", "b.go", 15), false},
		{at("maprace", "b.go", 15, vet.Position{File: "a.go", Line: 20}), true},
		{at("maprace", "a.go", 12), false}, // known
	} {
		tr := &trial{engine: &engine{}, dir: "/m", known: map[string]bool{at("maprace", "a.go", 12).Key(): true}}
		got := tr.finding(&vet.Result{Findings: []vet.Finding{tt.finding}}, m) != nil
		if got != tt.caught {
			t.Errorf("%s %s %v: caught %v", tt.finding.Analyzer, tt.finding.Position, tt.finding.Related, got)
		}
	}
}

func TestCompare(t *testing.T) {
	name := t.TempDir() + "/old.jsonl"
	line := func(id, verdict string) record.Mutant {
		return record.Mutant{Module: "m", ID: id, Verdict: verdict}
	}
	if err := record.Append(name, line("1", record.Caught), line("2", record.Missed), line("3", record.Caught)); err != nil {
		t.Fatal(err)
	}
	if err := compare(name, []record.Mutant{line("1", record.Caught), line("2", record.Caught)}); err != nil {
		t.Errorf("nothing is lost, but: %v", err)
	}
	if err := compare(name, []record.Mutant{line("3", record.Missed)}); err == nil {
		t.Error("the loss is not noticed")
	}
}

// Expected mutants that no operator makes are lost, too.
func TestCheckExpected(t *testing.T) {
	e := &engine{expected: map[string]map[string]bool{"m": {"1": true}}}
	if err := e.checkExpected(); err != nil {
		t.Error(err)
	}
	e.expected["m"]["2"] = false
	if err := e.checkExpected(); err == nil {
		t.Error("no error")
	}
	if err := (&engine{}).checkExpected(); err == nil {
		t.Error("no error without mutants")
	}
}
