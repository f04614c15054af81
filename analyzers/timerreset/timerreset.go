package timerreset

import (
	_ "embed"
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

//go:embed doc.go
var source string

// Analyzer reports misuse of time.Timer and time.Ticker.
var Analyzer = &analysis.Analyzer{
	Name: "timerreset",
	Doc:  doc.MustExtract(source, "timerreset"),
	URL:  "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/timerreset",
	Run:  report.Guard(run),
}

func run(pass *analysis.Pass) (any, error) {
	rep := report.New(pass)
	for _, f := range pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			fn, ok := typeutil.Callee(pass.TypesInfo, call).(*types.Func)
			if !ok || fn.FullName() != "time.NewTicker" {
				return true
			}
			if v := pass.TypesInfo.Types[call.Args[0]].Value; v != nil && constant.Sign(v) <= 0 {
				rep.Add(analysis.Diagnostic{Pos: call.Pos(), End: call.End(), Message: "time.NewTicker panics: the interval is not positive"})
			}
			return true
		})
	}
	rep.Flush()
	return nil, nil
}
