package timerreset

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// intervalFact marks a function whose result may be 0 because it is a random
// number below a bound, scaled at most, or is a constant that is not positive.
type intervalFact struct {
	Result int
	Always bool // it is a constant
}

func (*intervalFact) AFact() {}

func (f *intervalFact) String() string {
	if f.Always {
		return "not positive"
	}
	return "random from 0"
}

// intervals looks for the intervals of tickers that the interpretation does
// not see: constants of time.Tick, and random numbers that include 0.
func (c *checker) intervals(fn *ssa.Function) {
	for call := range ir.Each[*ssa.Call](fn) {
		name := timeFunc(&call.Call)
		switch name {
		case "Tick":
			k, ok := call.Call.Args[0].(*ssa.Const)
			if ok && k.Value != nil && k.Value.Kind() == constant.Int && k.Int64() <= 0 {
				c.report("interval", call.Pos(), nil, "time.Tick returns nil for an interval that is not positive: a receive from it blocks for ever")
			}
		case "NewTicker", "(*Ticker).Reset":
			arg := call.Call.Args[len(call.Call.Args)-1]
			what := strings.NewReplacer("(*", "", ")", "", "New", "time.New").Replace(name)
			zero := c.zero(arg, 0)
			if zero == nil {
				zero = c.testedLate(call, arg)
			}
			if zero == nil {
				continue // positive, as far as is known
			}
			rel := []related{{zero.pos, zero.step}}
			if zero.proven {
				c.report("interval", call.Pos(), rel, "%s panics when the interval is 0, and %s", what, zero.text)
				continue
			}
			c.report("interval-unchecked", call.Pos(), rel, "%s panics when the interval is not positive, and %s", what, zero.text)
		}
	}
}

// mayReturnRandom reports whether exportRandom can have something to export:
// the package imports random numbers and an exported function returns a
// time.Duration.
func mayReturnRandom(pass *analysis.Pass) bool {
	random := slices.ContainsFunc(pass.Pkg.Imports(), func(p *types.Package) bool {
		return strings.HasSuffix(p.Path(), "/rand") || p.Path() == "math/rand/v2"
	})
	if !random {
		return false
	}
	for _, name := range pass.Pkg.Scope().Names() {
		if fn, ok := pass.Pkg.Scope().Lookup(name).(*types.Func); ok && fn.Exported() && durationResult(fn.Signature()) >= 0 {
			return true
		}
	}
	return false
}

// durationResult returns the index of the first result that is a time.Duration, or -1.
func durationResult(sig *types.Signature) int {
	for i := range sig.Results().Len() {
		if isDuration(sig.Results().At(i).Type()) {
			return i
		}
	}
	return -1
}

// exportConstants exports a fact per function that returns nothing but a constant which is no
// interval. It needs no SSA, as most packages have nothing else of concern.
func exportConstants(pass *analysis.Pass) {
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok || decl.Body == nil || len(decl.Body.List) != 1 || !decl.Name.IsExported() {
				continue // nobody else can call it, or it does more
			}
			ret, ok := decl.Body.List[0].(*ast.ReturnStmt)
			if !ok || len(ret.Results) != 1 {
				continue // not such a function
			}
			tv := pass.TypesInfo.Types[ret.Results[0]]
			if obj, ok := pass.TypesInfo.Defs[decl.Name].(*types.Func); ok && tv.Value != nil && isDuration(obj.Signature().Results().At(0).Type()) && constant.Sign(tv.Value) <= 0 {
				pass.ExportObjectFact(obj, &intervalFact{Always: true})
			}
		}
	}
}

func isDuration(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Duration" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}

// exportRandom exports a fact per function that returns a random number which
// may be 0.
func (c *checker) exportRandom() {
	for _, fn := range c.prog.funcs {
		obj, ok := ir.Func(fn)
		if !ok || !obj.Exported() || fn.Blocks == nil {
			continue // nobody else can call it
		}
		// One interval per function is enough.
		if i := durationResult(fn.Signature); i >= 0 {
			if zero := c.returnsZero(fn, i, 0); zero != nil && zero.proven {
				c.pass.ExportObjectFact(obj, &intervalFact{Result: i})
			}
		}
	}
}
