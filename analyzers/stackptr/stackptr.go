package stackptr

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/setting"
)

//go:embed doc.go
var source string

// Analyzer reports frames with many reached stack objects in which many
// goroutines park.
var Analyzer = &analysis.Analyzer{
	Name:       "stackptr",
	Doc:        doc.MustExtract(source, "stackptr"),
	URL:        "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/stackptr",
	Run:        report.Guard(Rules, run),
	ResultType: report.ResultType,
	Requires:   []*analysis.Analyzer{awaitAnalyzer},
}

// The flags -stackptr.reached and so on.
var (
	minReached, minRecords, goroutines int
	locks, generated, candidates       bool
)

// The thresholds come from the cost model of the package comment: at 16
// reached objects a parked goroutine costs half as much again as without.
const (
	recursiveReached = 4
	recursiveRecords = 8
	pathFactor       = 1.5 // on a whole way
)

// pathReached returns the threshold for all frames of a way together.
func pathReached() int { return int(pathFactor * float64(minReached)) }

func init() {
	Analyzer.Flags.Var(setting.AtLeast(&minReached, 16, 1), "reached", "report frames with `n` stack objects that are reached while parked")
	Analyzer.Flags.Var(setting.AtLeast(&minRecords, 24, 1), "records", "report frames with `n` stack objects, reached or not")
	Analyzer.Flags.Var(setting.AtLeast(&goroutines, 10000, 1), "goroutines", "estimate the cost for `n` parked goroutines")
	Analyzer.Flags.BoolVar(&locks, "locks", false, "goroutines park at locks, too")
	Analyzer.Flags.BoolVar(&candidates, "candidates", false, "also report frames that only the compiler's counts can make findings, for the command")
	Analyzer.Flags.BoolVar(&generated, "generated", false, "also report in generated files")
}

func run(pass *analysis.Pass, rep *report.Reporter) error {
	rep.Generated = generated
	p := pass.ResultOf[awaitAnalyzer].(*program)
	for _, pos := range p.pending {
		rep.Pending(pos)
	}
	found := p.search()
	for _, f := range found.heaviest {
		rep.Add(p.diagnostic(f))
	}
	for fn, f := range found.lighter {
		switch {
		case found.heaviest[fn] != nil:
			continue // is reported
		case candidates:
			d := p.diagnostic(f)
			d.Candidate = true
			rep.Add(d)
		default:
			rep.Pending(f.fn.Pos()) // the command may report it: a directive is of use
		}
	}
	for _, m := range found.met {
		if d, ok := m.diagnostic(rep); ok && (candidates || !d.Candidate) {
			rep.Add(d)
		}
	}
	return nil
}
