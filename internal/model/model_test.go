package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// TestSorted checks that the tables are sorted, without doubles, and have the
// columns that their heads promise.
func TestSorted(t *testing.T) {
	columns := map[string][2]int{
		"decoders": {4, 4}, "sources": {2, 2}, "flows": {1, 2}, "invokes": {3, 3},
		"entries": {2, 3}, "carriers": {2, 4}, "fields": {1, 1}, "handles": {1, 1},
		"receives": {1, 1}, "keeps": {1, 1}, "untagged": {1, 1}, "pools": {2, 2}, "encoders": {3, 3},
		"constructors": {3, 3}, "words": {2, 2},
		"threads": {3, 4}, "callbacks": {2, 4}, "costs": {3, 3},
	}
	for name, text := range model.Tables() {
		rows := model.Rows(text)
		if len(rows) == 0 || !slices.IsSorted(rows) {
			t.Errorf("%s.txt is empty or not sorted", name)
		}
		for i, row := range rows {
			cols := strings.Fields(row)
			if want := columns[name]; len(cols) < want[0] || len(cols) > want[1] {
				t.Errorf("%s.txt: %q has %d columns, want %v", name, row, len(cols), want)
			}
			if i > 0 && strings.Fields(rows[i-1])[0] == cols[0] && name != "words" {
				t.Errorf("%s.txt: two rows for %s", name, cols[0])
			}
		}
	}
}

// TestWords checks the columns that hold one of a few words.
func TestWords(t *testing.T) {
	words := map[string][]string{
		"sources":      {"file", "embed", "env", "variable", "client", "keyed", "store", "upstream", "request", "fresh"},
		"constructors": {"pattern", "text", "file", "fs", "key", "keyfile", "pool", "program", "script", "url"},
		"words":        {"keep", "later", "setting", "cold", "rare", "change", "control", "cache", "double", "open", "close"},
		"invokes":      {"now", "once", "later"},
		"decoders":     {"bytes", "reader", "node", "map", "file", "client", "row", "provider"},
	}
	for name, allowed := range words {
		for _, row := range model.Rows(model.Tables()[name]) {
			if cols := strings.Fields(row); !slices.Contains(allowed, cols[len(cols)-1]) {
				t.Errorf("%s.txt: %q: unknown word", name, row)
			}
		}
	}
	kinds := []string{"entry", "cold", "data", "base", "meta"}
	for _, row := range model.Rows(model.Tables()["carriers"]) {
		if cols := strings.Fields(row); !slices.Contains(kinds, cols[1]) || len(cols) > 2 && cols[1] != "entry" {
			t.Errorf("carriers.txt: %q: unknown kind, or no entry runs in parallel", row)
		}
	}
	for _, row := range model.Rows(model.Tables()["threads"]) {
		if cols := strings.Fields(row); cols[2] != "one" && cols[2] != "many" || len(cols) > 3 && cols[3] != "joined" {
			t.Errorf("threads.txt: %q: unknown word", row)
		}
	}
}

// TestCosts checks that the table of costs has a positive number in each column.
func TestCosts(t *testing.T) {
	for _, row := range model.Rows(model.Tables()["costs"]) {
		name := strings.Fields(row)[0]
		if c, ok := model.CostOf(name); !ok || c.PerKB <= 0 || c.PerField <= 0 {
			t.Errorf("%s costs %+v", name, c)
		}
	}
}
