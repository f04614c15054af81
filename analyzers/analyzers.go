// Package analyzers exports the suite, so that a multichecker, Bazel's nogo or
// any other driver can run what the golint-incidents binary runs.
package analyzers

import (
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers/cgoalloc"
	"github.com/golint-incidents/golint-incidents/analyzers/hotunmarshal"
	"github.com/golint-incidents/golint-incidents/analyzers/maprace"
	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
	"github.com/golint-incidents/golint-incidents/analyzers/timerreset"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// All lists every analyzer of the suite, by name.
var All = []*analysis.Analyzer{
	cgoalloc.Analyzer,
	hotunmarshal.Analyzer,
	maprace.Analyzer,
	stackptr.Analyzer,
	timerreset.Analyzer,
}

// Rules lists what all of them report, by ID.
var Rules = slices.Concat(
	cgoalloc.Rules,
	report.SuiteRules,
	hotunmarshal.Rules,
	maprace.Rules,
	stackptr.Rules,
	timerreset.Rules,
)

// A Rule is one kind of finding.
type Rule = report.Rule
