package hotunmarshal

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

//go:embed doc.go
var source string

// Analyzer reports decodes that run per request and whose input does not depend
// on it.
var Analyzer = &analysis.Analyzer{
	Name:     "hotunmarshal",
	Doc:      doc.MustExtract(source, "hotunmarshal"),
	URL:      "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/hotunmarshal",
	Run:      report.Guard(run),
	Requires: []*analysis.Analyzer{origin.Analyzer},
}

// The flags -hotunmarshal.keyed and so on.
var keyed, cold, indirect, generated bool

func init() {
	Analyzer.Flags.BoolVar(&keyed, "keyed", false, "also report what is one of a fixed set of values, chosen by the request")
	Analyzer.Flags.BoolVar(&cold, "cold", false, "also report what is rarely requested: administration, installation, health checks")
	Analyzer.Flags.BoolVar(&indirect, "indirect", false, "also report rows of a store that may be settings: by a constant key or named as one")
	Analyzer.Flags.StringVar(&origin.Entries, "entries", "", "full names of further functions that run per request, comma-separated")
	Analyzer.Flags.BoolVar(&generated, "generated", false, "also report in generated files")
}

func run(pass *analysis.Pass) (any, error) {
	rep := report.New(pass)
	rep.Generated = generated
	defer rep.Flush() // directives are checked even where nothing is decoded
	result := pass.ResultOf[origin.Analyzer].(*origin.Result)
	for _, f := range decide(result) {
		if d, ok := f.diagnostic(pass, rep); ok {
			rep.Add(d)
		}
	}
	return nil, nil
}
