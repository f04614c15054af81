package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/directive"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// Directives reports the directives for several analyzers, or for the suite, that suppress
// nothing in any of them. It is of use where all of [All] run.
var Directives = &analysis.Analyzer{
	Name:       "directives",
	Doc:        "report directives for several analyzers of golint-incidents that suppress nothing",
	URL:        report.Tag{Rule: report.SuiteRules[0].ID}.URL(),
	Requires:   All,
	Run:        report.Guard(report.SuiteRules, idleDirectives),
	ResultType: report.ResultType,
}

func idleDirectives(pass *analysis.Pass, _ *report.Reporter) error {
	var lists [][]directive.Shared
	for _, a := range pass.Analyzer.Requires {
		result, ok := pass.ResultOf[a].(*report.Result)
		if !ok {
			continue // a driver's
		}
		if !result.Complete {
			return nil // it might have used them
		}
		lists = append(lists, result.Shared)
	}
	report.Directives(pass, directive.Suite, directive.Idle(lists...))
	return nil
}
