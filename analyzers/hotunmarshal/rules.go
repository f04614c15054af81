package hotunmarshal

import (
	"embed"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// pages has the pages of the rules.
//
//go:embed rules
var pages embed.FS

// Rules is what the analyzer reports.
var Rules = report.NewRules("hotunmarshal", pages,
	report.Rule{ID: "compile-per-request", Summary: "each request makes a template, key, client or pattern of what does not depend on it", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "decode-of-constant", Summary: "each request decodes what does not depend on it", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "decode-of-fixed-set", Summary: "each request decodes one of a fixed set of values (with -hotunmarshal.keyed)", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "decode-of-row", Summary: "each request decodes a row of a store that may be a setting (with -hotunmarshal.indirect)", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "decode-of-setting", Summary: "each request decodes a setting that is the same for all", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "ineffective-cache", Summary: "a cache of decoded values is never filled, or asked too late", Since: "v0.1.0", Confidence: report.Proven},
)
