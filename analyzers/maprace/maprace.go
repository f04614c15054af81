package maprace

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/setting"
)

//go:embed doc.go
var source string

// Analyzer reports maps that goroutines access in parallel without a common lock.
var Analyzer = &analysis.Analyzer{
	Name:       "maprace",
	Doc:        doc.MustExtract(source, "maprace"),
	URL:        "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/maprace",
	Run:        report.Guard(Rules, run),
	ResultType: report.ResultType,
	Requires:   []*analysis.Analyzer{mapaccess.Analyzer},
}

// The flags -maprace.exported and so on.
var (
	exported, generated bool
	confidence          = report.Inferred
)

func init() {
	Analyzer.Flags.BoolVar(&exported, "exported", false, "also report maps that exported functions write without any lock, though nothing shows that they are shared")
	Analyzer.Flags.Var(&lockset.Lockers, "lockers", "full names of further functions that lock and unlock their receiver or first argument, as `LOCK=UNLOCK`, comma-separated")
	Analyzer.Flags.Var(&confidence, "confidence", "report findings of this confidence and above: proven, inferred or byname")
	Analyzer.Flags.BoolVar(&generated, "generated", false, "also report in generated files")
}

func run(pass *analysis.Pass, rep *report.Reporter) error {
	rep.Generated = generated
	if name := setting.Undeclared(lockset.Lockers.All(), pass.Pkg, pass.TypesInfo); name != "" {
		return fmt.Errorf("-maprace.lockers: there is no function %s", name)
	}
	prog := pass.ResultOf[mapaccess.Analyzer].(*mapaccess.Package)
	if prog == nil {
		return nil // no map that others could have
	}
	funcs := prog.Funcs
	p := &checker{Package: prog, files: pass.Files, info: pass.TypesInfo}
	var found []finding
	for _, fn := range funcs {
		if b := p.Functions[fn]; b != nil {
			of := function{b}
			for _, pr := range of.races() {
				found = append(found, p.proven(pr).lowered(of.hinted(pr)))
			}
		}
	}
	for _, k := range p.KeptAfterSend(funcs) {
		f := p.proven(pair{a: k.Sender, b: k.Receiver})
		f.confidence = report.Inferred // that the receiver has got so far
		found = append(found, f)
	}
	found = append(found, p.shared(pass, funcs)...)
	for _, f := range collapse(found) {
		if f.confidence >= confidence || f.rule == exportedRule {
			rep.Add(f.diagnostic(p))
		}
	}
	return nil
}

// A checker holds what the rules know of a package.
type checker struct {
	*mapaccess.Package
	files []*ast.File
	info  *types.Info
	// excuses are the lines below comments that excuse an access.
	excuses map[line]bool
}
