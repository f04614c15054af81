package stackptr

import (
	_ "embed"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

//go:embed doc.go
var source string

// Analyzer reports frames with many reached stack objects in which many
// goroutines park.
var Analyzer = &analysis.Analyzer{
	Name:     "stackptr",
	Doc:      doc.MustExtract(source, "stackptr"),
	URL:      "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/stackptr",
	Run:      report.Guard(run),
	Requires: []*analysis.Analyzer{ir.Analyzer, escape.Analyzer, parksAnalyzer, manyAnalyzer},
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
	Analyzer.Flags.IntVar(&minReached, "reached", 16, "report frames with so many stack objects that are reached while parked")
	Analyzer.Flags.IntVar(&minRecords, "records", 24, "report frames with so many stack objects, reached or not")
	Analyzer.Flags.IntVar(&goroutines, "goroutines", 10000, "estimate the cost for so many parked goroutines")
	Analyzer.Flags.BoolVar(&locks, "locks", false, "goroutines park at locks, too")
	Analyzer.Flags.BoolVar(&candidates, "candidates", false, "also report frames that only the compiler's counts can make findings, for the command")
	Analyzer.Flags.BoolVar(&generated, "generated", false, "also report in generated files")
}

func run(pass *analysis.Pass) (any, error) {
	rep := report.New(pass)
	rep.Generated = generated
	defer rep.Flush() // directives are checked even where nothing parks
	runs := pass.ResultOf[manyAnalyzer].([]manyRun)
	if len(runs) == 0 || !worthwhile(pass.Files) {
		return nil, nil // no frame can have so many objects, or is in many goroutines
	}
	_, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).BuildNaive()
	p := &program{fset: pass.Fset, info: pass.TypesInfo, objects: make(map[*ssa.Function][]escape.Object), passing: make(map[*ssa.Function]int), looping: make(map[*ssa.Function]bool), parks: pass.ResultOf[parksAnalyzer].(*parks), runs: runs}
	pkg := pass.ResultOf[escape.Analyzer].(*escape.Result).Package()
	for _, fn := range funcs {
		for _, o := range pkg.Objects(fn) {
			p.objects[o.Fn] = append(p.objects[o.Fn], o)
		}
	}
	p.report(rep)
	return nil, nil
}

// manyObjects is the number of address operators, literals and calls below
// which no function is looked at: each makes one stack object at most, or two.
const manyObjects = 8

// worthwhile reports whether the package has a function with enough of what
// becomes stack objects.
func worthwhile(files []*ast.File) bool {
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue // no code
			}
			n := 0
			ast.Inspect(fn.Body, func(node ast.Node) bool {
				switch node := node.(type) {
				case *ast.UnaryExpr:
					if node.Op == token.AND {
						n++
					}
				case *ast.FuncLit, *ast.CompositeLit, *ast.CallExpr:
					n++
				}
				return true
			})
			if n >= manyObjects {
				return true
			}
		}
	}
	return false
}

// report adds one diagnostic for each frame that is too heavy. Where the
// command may report one, a directive is of use.
func (p *program) report(rep *report.Reporter) {
	heaviest, lighter := make(map[*ssa.Function]*frame), make(map[*ssa.Function]*frame)
	for _, r := range p.runs {
		p.walk(r, nil, heaviest, lighter)
	}
	for _, f := range heaviest {
		rep.Add(p.diagnostic(f))
	}
	for fn, f := range lighter {
		switch {
		case heaviest[fn] != nil:
			continue // is reported
		case candidates:
			d := p.diagnostic(f)
			d.Category = Candidate
			rep.Add(d)
		default:
			rep.Pending(f.fn.Pos())
		}
	}
}
