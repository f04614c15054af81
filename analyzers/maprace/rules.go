package maprace

import (
	"embed"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

//go:embed rules
var pages embed.FS

// Rules is what the analyzer reports.
var Rules = report.NewRules("maprace", pages,
	report.Rule{ID: "exported-write", Summary: "an exported function writes a map without any lock (with -maprace.exported)", Since: "v0.1.0", Confidence: report.ByName},
	report.Rule{ID: "lock-of-each-object", Summary: "a map that objects share is written under a lock that each of them has for itself", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "parallel-read", Summary: "a goroutine reads a map while another one writes it", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "parallel-write", Summary: "a goroutine writes a map while another one uses it", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "unguarded-fill", Summary: "a map is filled on demand without a lock, in an object that goroutines share", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "unguarded-read", Summary: "a map is read without the lock under which others write it", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "unguarded-write", Summary: "a map is written without the lock under which others use it", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "write-under-read-lock", Summary: "a map is written under a read lock, which several goroutines can hold", Since: "v0.1.0", Confidence: report.Inferred},
)
