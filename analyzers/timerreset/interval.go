package timerreset

import (
	"go/constant"
	"go/token"
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
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue // not a call
			}
			name := timeFunc(&call.Call)
			switch name {
			case "Tick":
				k, ok := call.Call.Args[0].(*ssa.Const)
				if ok && k.Value != nil && k.Value.Kind() == constant.Int && k.Int64() <= 0 {
					c.report("interval", call.Pos(), nil, "time.Tick returns nil for an interval that is not positive: a receive from it blocks for ever")
				}
			case "NewTicker", "(*Ticker).Reset":
				arg := call.Call.Args[len(call.Call.Args)-1]
				if from := c.random(arg, 0); from.IsValid() {
					c.report("interval", call.Pos(), []related{{from, "the random number, which may be 0, comes from here"}},
						"%s panics when the interval is 0, and the random number from %s may be 0", strings.NewReplacer("(*", "", ")", "", "New", "time.New").Replace(name), posString(c.pass.Fset, from))
				}
			}
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
			if c.returnsRandom(fn, i, 0).IsValid() {
				c.pass.ExportObjectFact(obj, &randomFact{i})
			}
			break // one interval per function is enough
		}
	}
}

func (c *checker) returnsRandom(fn *ssa.Function, result, depth int) token.Pos {
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && len(ret.Results) > result {
			if from := c.random(ret.Results[result], depth+1); from.IsValid() {
				return from
			}
		}
	}
	return token.NoPos
}

// random returns where the random number v comes from, if v may be 0 for no
// other reason than that the number may.
func (c *checker) random(v ssa.Value, depth int) token.Pos {
	if depth > 12 || c.tested(v) {
		return token.NoPos
	}
	next := func(v ssa.Value) token.Pos { return c.random(v, depth+1) }
	switch v := v.(type) {
	case *ssa.Convert:
		return next(v.X)
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.Extract:
		return c.randomCall(v.Tuple, v.Index, depth)
	case *ssa.Call:
		return c.randomCall(v, 0, depth)
	case *ssa.BinOp:
		if v.Op == token.MUL {
			if from := next(v.X); from.IsValid() {
				return from
			}
			return next(v.Y)
		}
	case *ssa.Phi:
		for _, e := range v.Edges {
			if from := next(e); from.IsValid() {
				return from
			}
		}
	}
	return token.NoPos
}

// randomCall returns where the random number that a call returns comes from.
func (c *checker) randomCall(v ssa.Value, result, depth int) token.Pos {
	call, ok := v.(*ssa.Call)
	if !ok {
		return token.NoPos
	}
	fn := call.Call.StaticCallee()
	if fn == nil {
		return token.NoPos
	}
	args := call.Call.Args
	switch ir.Path(fn) + "." + fn.Name() {
	case "math/rand.Intn", "math/rand.Int63n", "math/rand.Int31n",
		"math/rand/v2.IntN", "math/rand/v2.Int64N", "math/rand/v2.Int32N", "math/rand/v2.N",
		"math/rand/v2.UintN", "math/rand/v2.Uint64N", "math/rand/v2.Uint32N", "crypto/rand.Int":
		if k, ok := args[len(args)-1].(*ssa.Const); ok && k.Value != nil && constant.Compare(k.Value, token.LEQ, constant.MakeInt64(1)) {
			return token.NoPos // always 0: rule interval needs no luck
		}
		return call.Pos()
	case "math/big.Int64", "math/big.Uint64":
		return c.random(args[0], depth+1)
	case "time.ParseDuration":
		return c.random(args[0], depth+1)
	case "fmt.Sprintf":
		return c.printed(args, depth)
	}
	if fn.Blocks != nil && ir.Pkg(fn) == ir.Pkg(call.Parent()) {
		return c.returnsRandom(fn, result, depth+1)
	}
	fact := new(randomFact)
	if obj, ok := ir.Func(fn); ok && c.pass.ImportObjectFact(obj, fact) && fact.Result == result {
		return call.Pos()
	}
	return token.NoPos
}

// printed follows a random number through fmt.Sprintf("%d%s", n, unit).
func (c *checker) printed(args []ssa.Value, depth int) token.Pos {
	format, ok := args[0].(*ssa.Const)
	if !ok || len(args) != 2 || !strings.HasPrefix(constant.StringVal(format.Value), "%d") {
		return token.NoPos
	}
	slice, ok := args[1].(*ssa.Slice)
	if !ok {
		return token.NoPos
	}
	for _, ref := range *slice.X.Referrers() {
		index, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue // the slice itself
		}
		if k, ok := index.Index.(*ssa.Const); !ok || k.Int64() != 0 {
			continue // another operand
		}
		for _, ref := range *index.Referrers() {
			if st, ok := ref.(*ssa.Store); ok {
				return c.random(st.Val, depth+1)
			}
		}
	}
	return token.NoPos
}

// tested reports whether v is compared in a way that can tell 0 from what is
// positive.
func (c *checker) tested(v ssa.Value) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	for _, ref := range *refs {
		if call, ok := ref.(*ssa.Call); ok && isMethod(&call.Call, "time", "Duration", call.Call.Value.Name()) && c.tested(call) {
			return true // d.Seconds() <= 0
		}
		cmp, ok := ref.(*ssa.BinOp)
		if !ok {
			continue // not a comparison
		}
		zero := func(v ssa.Value) bool {
			k, ok := v.(*ssa.Const)
			return ok && k.Value != nil && constant.Sign(k.Value) == 0
		}
		switch cmp.Op {
		case token.EQL, token.NEQ, token.LEQ, token.GTR:
			return true
		case token.LSS, token.GEQ:
			if !zero(cmp.Y) { // x < 0 leaves 0 in
				return true
			}
		}
	}
	return false
}
