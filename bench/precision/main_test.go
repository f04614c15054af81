package main

import (
	"testing"

	"github.com/golint-incidents/golint-incidents/bench/internal/record"
)

func TestCompare(t *testing.T) {
	finding := func(module, pos, verdict string) record.Finding {
		return record.Finding{Module: module, Position: pos, Analyzer: "maprace", Verdict: verdict}
	}
	known := []record.Finding{finding("a", "x.go:1", record.Right), finding("a", "x.go:2", record.Right), finding("a", "x.go:3", record.Wrong), finding("b", "y.go:1", record.Right)}
	found := []record.Finding{finding("a", "x.go:1", ""), finding("a", "x.go:9", "")}
	c := compare(known, found, []record.Size{{Module: "a"}})
	if len(c.unread) != 1 || c.unread[0].Position != "x.go:9" {
		t.Errorf("unread: %v", c.unread)
	}
	if len(c.lostRight) != 1 || c.lostRight[0].Position != "x.go:2" || len(c.lost) != 2 {
		t.Errorf("lost: %v, right: %v", c.lost, c.lostRight)
	}
	if len(c.merged) != 3 || c.merged[0].Verdict != record.Right || c.merged[2].Module != "b" {
		t.Errorf("merged: %v", c.merged)
	}
}

// The verdicts in the repository are complete, and of modules of the list.
func TestVerdicts(t *testing.T) {
	list, err := record.Read[record.Finding]("verdicts.jsonl")
	if err != nil || len(list) == 0 {
		t.Fatal(len(list), err)
	}
	seen := make(map[string]bool)
	for _, f := range list {
		if seen[f.Key()] {
			t.Errorf("twice: %s", f.Key())
		}
		seen[f.Key()] = true
		switch f.Verdict {
		case record.Right, record.Doubtful, record.Wrong:
			if f.Reason == "" {
				t.Errorf("%s: no reason", f.Key())
			}
		default:
			t.Errorf("%s: verdict %q", f.Key(), f.Verdict)
		}
	}
}
