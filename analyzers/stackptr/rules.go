package stackptr

import (
	"embed"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// pages has the pages of the rules.
//
//go:embed rules
var pages embed.FS

// HeavyFrame is the rule whose counts [Exact] can replace by those of the compiler. A
// candidate is a finding only then.
const HeavyFrame = "heavy-frame"

// Rules is what the analyzer reports.
var Rules = report.NewRules("stackptr", pages,
	report.Rule{ID: HeavyFrame, Summary: "many goroutines park in a frame with many stack objects, all of which the collector looks at", Since: "v0.1.0", Confidence: report.Proven},
)
