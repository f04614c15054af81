package cgoalloc

import (
	"embed"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// pages has the pages of the rules.
//
//go:embed rules
var pages embed.FS

// Rules is what the analyzer reports.
var Rules = report.NewRules("cgoalloc", pages,
	report.Rule{ID: "argument-leak", Summary: "C memory is made as an argument of a call, so nothing can free it", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "dangling-pointer", Summary: "C memory is freed while somebody who outlives the function still has a pointer to it", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "defer-in-loop", Summary: "C memory of a loop is freed only when the function returns", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "defer-too-early", Summary: "a deferred free has the value that a variable had before its memory was allocated", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "double-free", Summary: "C memory is freed twice", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "field-leak", Summary: "C memory in a field is never freed by the methods of its type", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "free-of-borrowed", Summary: "memory that belongs to C is freed", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "leak-in-loop", Summary: "C memory is not freed in each round of a loop", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "leak-on-path", Summary: "C memory is freed on some paths, but not on all", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "never-freed", Summary: "C memory is freed on no path", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "overwritten", Summary: "the only pointer to C memory is overwritten", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "text-leak", Summary: "a text that C declares as the caller's is not freed", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "use-after-free", Summary: "C memory is used after it was freed", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "wrong-free", Summary: "C memory is freed with the function of another allocator", Since: "v0.1.0", Confidence: report.Proven},
)
