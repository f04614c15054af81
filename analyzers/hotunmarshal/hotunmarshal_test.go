package hotunmarshal_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/hotunmarshal"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), hotunmarshal.Analyzer,
		"source", "request", "memo", "store", "helper", "handler")
}

// set sets a flag of the analyzer for the length of a test.
func set(t *testing.T, name, value string) {
	t.Helper()
	f := hotunmarshal.Analyzer.Flags.Lookup(name)
	if f == nil {
		t.Fatalf("no flag %s", name)
	}
	old := f.Value.String()
	if err := f.Value.Set(value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Value.Set(old) })
}

func TestFlags(t *testing.T) {
	set(t, "keyed", "true")
	set(t, "cold", "true")
	set(t, "indirect", "true")
	set(t, "entries", "(flags.worker).Step")
	analysistest.Run(t, analysistest.TestData(), hotunmarshal.Analyzer, "flags")
}
