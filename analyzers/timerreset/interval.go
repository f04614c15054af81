package timerreset

import (
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// randomFact marks a function whose result may be 0 because it is a random
// number below a bound, scaled at most.
type randomFact struct{ Result int }

func (*randomFact) AFact() {}

func (*randomFact) String() string { return "random from 0" }

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
			if zero.random {
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
	imports := false
	for _, p := range pass.Pkg.Imports() {
		imports = imports || strings.HasSuffix(p.Path(), "/rand") || p.Path() == "math/rand/v2"
	}
	if !imports {
		return false
	}
	for _, name := range pass.Pkg.Scope().Names() {
		if fn, ok := pass.Pkg.Scope().Lookup(name).(*types.Func); ok && fn.Exported() {
			for r := range fn.Signature().Results().Variables() {
				if isDuration(r.Type()) {
					return true
				}
			}
		}
	}
	return false
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
		for i := range fn.Signature.Results().Len() {
			if !isDuration(fn.Signature.Results().At(i).Type()) {
				continue // no interval
			}
			if zero := c.returnsZero(fn, i, 0); zero != nil && zero.random {
				c.pass.ExportObjectFact(obj, &randomFact{i})
			}
			break // one interval per function is enough
		}
	}
}
