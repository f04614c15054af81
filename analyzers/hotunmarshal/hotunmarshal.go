package hotunmarshal

import (
	_ "embed"
	"fmt"

	"github.com/golint-incidents/golint-incidents/internal/model"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/decodes"
	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/setting"
)

//go:embed doc.go
var source string

// Analyzer reports decodes that run per request and whose input does not depend
// on it.
var Analyzer = &analysis.Analyzer{
	Name:       "hotunmarshal",
	Doc:        doc.MustExtract(source, "hotunmarshal"),
	URL:        "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/hotunmarshal",
	Run:        report.Guard(Rules, run),
	ResultType: report.ResultType,
	Requires:   []*analysis.Analyzer{decodes.Analyzer},
}

// The flags -hotunmarshal.keyed and so on.
var (
	keyed, cold, indirect, generated, small bool
	profileName                             string
	minShare                                float64
	minSize                                 int
	confidence                              = report.Inferred
)

func init() {
	Analyzer.Flags.BoolVar(&keyed, "keyed", false, "also report what is one of a fixed set of values, chosen by the request")
	Analyzer.Flags.BoolVar(&cold, "cold", false, "report like all else what is rarely requested, by its name: administration, installation, health checks")
	Analyzer.Flags.BoolVar(&indirect, "indirect", false, "also report rows of a store that may be settings: by a constant key or named as one")
	Analyzer.Flags.BoolVar(&small, "constructors", false, "also report small texts that are compiled or parsed per request: regular expressions outside of loops, templates in the program")
	Analyzer.Flags.Var(setting.Functions(&decodes.Entries), "entries", "full `names` of further functions that run per request, comma-separated")
	Analyzer.Flags.Var(&model.UserSources, "sources", "full `names` of further functions whose results are configuration, comma-separated")
	Analyzer.Flags.StringVar(&profileName, "profile", "", "a CPU or heap `file` of pprof, or auto for the main package's default.pgo: findings tell their share of it")
	Analyzer.Flags.Var(setting.Percent(&minShare), "min-share", "with -profile, leave out findings below this share, in `percent`")
	Analyzer.Flags.Var(setting.AtLeast(&minSize, 0, 0), "min-size", "leave out documents of a known size below this, in `bytes`")
	Analyzer.Flags.Var(&confidence, "confidence", "report findings of this confidence and above: proven, inferred or byname")
	Analyzer.Flags.BoolVar(&generated, "generated", false, "also report in generated files")
}

func run(pass *analysis.Pass, rep *report.Reporter) error {
	rep.Generated = generated
	if name := setting.Undeclared(decodes.EntryNames(), pass.Pkg, pass.TypesInfo); name != "" {
		return fmt.Errorf("-hotunmarshal.entries: there is no function %s", name)
	}
	if name := setting.Undeclared(model.UserSources.All(), pass.Pkg, pass.TypesInfo); name != "" {
		return fmt.Errorf("-hotunmarshal.sources: there is no function %s", name)
	}
	result := pass.ResultOf[decodes.Analyzer].(*decodes.Result)
	found := decide(result)
	if len(found) == 0 {
		return nil // no need of a profile
	}
	h, err := heatOf(pass)
	if err != nil {
		return err
	}
	for _, f := range found {
		if pass.Pkg.Name() == "main" {
			f.main = pass.Pkg.Path()
		}
		f.share = h.share(f)
		f.measured = h
		if h != nil && f.share < minShare || f.small() || f.confidence() < confidence {
			continue // the user said so
		}
		if d, ok := f.diagnostic(pass, rep); ok {
			rep.Add(d)
		}
	}
	return nil
}
