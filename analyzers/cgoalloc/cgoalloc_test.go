package cgoalloc_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/golint-incidents/golint-incidents/analyzers/cgoalloc"
)

// Test runs over C memory that is lost and over the idioms that are right.
func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), cgoalloc.Analyzer, "./...")
}
