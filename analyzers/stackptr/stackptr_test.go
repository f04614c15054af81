package stackptr_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
)

// Test runs over frames that are heavy while many goroutines park in them, and
// over those that are not, or not then.
func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stackptr.Analyzer, "./...")
}
