package ir

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// A noReturnFact says that a function never returns.
type noReturnFact struct{}

func (*noReturnFact) AFact()         {}
func (*noReturnFact) String() string { return "noReturn" }

// graphs runs ctrlflow on a package, with facts of this analyzer in the place of
// its own. If ctrlflow were required, drivers that load all dependencies from
// source would run it on the standard library, too, and keep every graph.
func graphs(pass *analysis.Pass) (*ctrlflow.CFGs, error) {
	own := *pass
	own.Analyzer = ctrlflow.Analyzer
	own.ResultOf = map[*analysis.Analyzer]any{inspect.Analyzer: inspector.New(pass.Files)}
	own.ExportObjectFact = func(obj types.Object, _ analysis.Fact) {
		pass.ExportObjectFact(obj, new(noReturnFact))
	}
	own.ImportObjectFact = func(obj types.Object, _ analysis.Fact) bool {
		return pass.ImportObjectFact(obj, new(noReturnFact))
	}
	result, err := ctrlflow.Analyzer.Run(&own)
	if err != nil {
		return nil, err
	}
	return result.(*ctrlflow.CFGs), nil
}

// noReturn reports whether fn, a function of the standard library, never
// returns to its caller. ctrlflow would know by facts, but nothing is run on
// the standard library, which saves a seventh of a cold run.
func noReturn(fn *types.Func) bool {
	pkg := fn.Pkg()
	if pkg == nil {
		return false // a method of error
	}
	switch pkg.Path() {
	case "os":
		return fn.Name() == "Exit"
	case "runtime":
		return fn.Name() == "Goexit"
	case "log":
		return strings.HasPrefix(fn.Name(), "Fatal") || strings.HasPrefix(fn.Name(), "Panic")
	case "testing":
		switch fn.Name() {
		case "Fatal", "Fatalf", "FailNow", "Skip", "Skipf", "SkipNow":
			return true
		}
	}
	return false
}
