package timerreset

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A zero is the reason why a value may be 0 or less.
type zero struct {
	pos    token.Pos
	text   string // a sentence for the message
	step   string // and one for the place
	proven bool   // it needs no special configuration
}

// maxZero bounds how far a value is followed back.
const maxZero = 12

// zero returns why v may be 0 or less, nil if nothing tells that it may. It looks at
// what surely has no other bound: a value that the package compares anywhere is
// taken to be positive.
func (c *checker) zero(v ssa.Value, depth int) *zero {
	if depth > maxZero || c.tested(v) {
		return nil
	}
	next := func(v ssa.Value) *zero { return c.zero(v, depth+1) }
	any := func(vs ...ssa.Value) *zero {
		for _, v := range vs {
			if z := next(v); z != nil {
				return z
			}
		}
		return nil
	}
	switch v := v.(type) {
	case *ssa.Convert:
		return next(v.X)
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return c.zeroResult(call, v.Index, depth)
		}
	case *ssa.Call:
		return c.zeroResult(v, 0, depth)
	case *ssa.BinOp:
		switch v.Op {
		case token.MUL:
			return any(v.X, v.Y)
		case token.QUO:
			if z := next(v.X); z != nil {
				return z
			}
			return c.quotient(v)
		case token.SUB:
			if isDuration(v.Type()) && !isConst(v.X) {
				return &zero{pos: v.Pos(), text: "the difference at " + c.at(v.Pos()) + " is 0 or less when the second is the longer one", step: "it is subtracted here"}
			}
		}
	case *ssa.Phi:
		return any(v.Edges...)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return c.zeroVariable(v, depth)
		}
	case *ssa.Field:
		if f := place.FieldOf(v.X.Type(), v.Field); !c.testedVariable(f) {
			return c.unset(f, v.Parent())
		}
	case *ssa.Parameter:
		for _, call := range c.aliases.calls[v.Parent()] {
			for i, p := range v.Parent().Params {
				if p != v || i >= len(call.Common().Args) {
					continue // another parameter
				}
				arg := call.Common().Args[i]
				if _, started := call.(*ssa.Go); started && notPositive(arg) {
					return &zero{pos: call.Pos(), text: "it is 0 or less in the goroutine that is started at " + c.at(call.Pos()), step: "the goroutine is started here"}
				}
				if z := next(arg); z != nil {
					return z
				}
			}
		}
	}
	return nil
}

func (c *checker) at(pos token.Pos) string { return posString(c.pass.Fset, pos) }

func isConst(v ssa.Value) bool {
	_, ok := v.(*ssa.Const)
	return ok
}

// maxQuotient bounds the constants of which a quotient may well be 0: 1000/rate of
// milliseconds, but not a second in nanoseconds.
const maxQuotient = 1e6

// quotient returns why a constant divided by something may be 0, or one number that the
// user chooses by another.
func (c *checker) quotient(q *ssa.BinOp) *zero {
	k, ok := q.X.(*ssa.Const)
	if !ok && !isDuration(q.Type()) && c.chosen(q.X) && c.chosen(q.Y) {
		return &zero{pos: q.Pos(), text: "the quotient at " + c.at(q.Pos()) + " is 0 when the divisor is the larger one", step: "it is divided here, without a remainder"}
	}
	if !ok || k.Value == nil || k.Value.Kind() != constant.Int || k.Int64() > maxQuotient || isConst(q.Y) || c.tested(q.Y) {
		return nil
	}
	y := q.Y
	if conv, ok := y.(*ssa.Convert); ok {
		y = conv.X
	}
	if c.tested(y) || c.fixed(y, 0) {
		return nil
	}
	return &zero{pos: q.Pos(), text: fmt.Sprintf("the quotient at %s is 0 when the divisor is more than %d", c.at(q.Pos()), k.Int64()), step: "it is divided here, without a remainder"}
}

// chosen reports whether a value is an integer that a flag or a decoder sets, and that
// nothing checks.
func (c *checker) chosen(v ssa.Value) bool {
	if conv, ok := v.(*ssa.Convert); ok {
		v = conv.X
	}
	load, ok := v.(*ssa.UnOp)
	if b, basic := v.Type().Underlying().(*types.Basic); !ok || !basic || b.Info()&types.IsInteger == 0 || c.tested(v) {
		return false
	}
	at := c.prog.variableAt(load.X)
	if at == nil || c.testedVariable(at) {
		return false
	}
	f, _ := at.(*types.Var)
	return len(c.flagVars()[at]) > 0 || f != nil && c.decoded(f) != nil
}

// fixed reports whether a value is one of the constants that the package passes.
func (c *checker) fixed(v ssa.Value, depth int) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return true
	case *ssa.Parameter:
		calls := c.aliases.calls[v.Parent()]
		if len(calls) == 0 || c.prog.exposed[v.Parent()] || depth > maxDepth {
			return false
		}
		for _, call := range calls {
			for i, p := range v.Parent().Params {
				if p == v && i < len(call.Common().Args) && !c.fixed(call.Common().Args[i], depth+1) {
					return false
				}
			}
		}
		return true
	case *ssa.Convert:
		return c.fixed(v.X, depth)
	case *ssa.Phi: // another number where it is out of range
		return depth <= maxDepth && !slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return !c.tested(e) && !c.fixed(e, depth+1) })
	case *ssa.Call:
		return true // as runtime.NumCPU: small
	case *ssa.UnOp:
		at := c.prog.variableAt(v.X)
		return at == nil || c.testedVariable(at)
	}
	return false
}

// zeroResult returns why a result of a call may be 0 or less.
func (c *checker) zeroResult(call *ssa.Call, result, depth int) *zero {
	fn := call.Call.StaticCallee()
	if fn == nil {
		return nil
	}
	args := call.Call.Args
	luck := &zero{pos: call.Pos(), text: "the random number from " + c.at(call.Pos()) + " may be 0", step: "the random number, which may be 0, comes from here", proven: true}
	switch ir.Path(fn) + "." + fn.Name() {
	case "math/rand.Intn", "math/rand.Int63n", "math/rand.Int31n",
		"math/rand/v2.IntN", "math/rand/v2.Int64N", "math/rand/v2.Int32N", "math/rand/v2.N",
		"math/rand/v2.UintN", "math/rand/v2.Uint64N", "math/rand/v2.Uint32N", "crypto/rand.Int":
		if k, ok := args[len(args)-1].(*ssa.Const); ok && k.Value != nil && constant.Compare(k.Value, token.LEQ, constant.MakeInt64(1)) {
			return nil // always 0: the interpretation sees that
		}
		return luck
	case "math/big.Int64", "math/big.Uint64":
		return c.zero(args[0], depth+1)
	case "fmt.Sprintf":
		return c.printed(args, depth)
	case "time.Until":
		return &zero{pos: call.Pos(), text: "time.Until at " + c.at(call.Pos()) + " is 0 or less when that time has passed", step: "the time that is left is computed here"}
	case "time.Sub":
		return &zero{pos: call.Pos(), text: "the difference at " + c.at(call.Pos()) + " is 0 or less when the second time is not earlier", step: "the times are subtracted here"}
	case "time.ParseDuration":
		if z := c.zero(args[0], depth+1); z != nil {
			return z
		}
		return c.dropped(call, result)
	case "strconv.Atoi", "strconv.ParseInt", "strconv.ParseUint", "strconv.ParseFloat":
		return c.dropped(call, result)
	}
	if fn.Blocks != nil && ir.Pkg(fn) == ir.Pkg(call.Parent()) {
		return c.returnsZero(fn, result, depth+1)
	}
	fact := new(intervalFact)
	if obj, ok := ir.Func(fn); !ok || !c.pass.ImportObjectFact(obj, fact) || fact.Result != result {
		return nil
	}
	if fact.Always {
		return &zero{pos: call.Pos(), text: fn.Name() + ", called at " + c.at(call.Pos()) + ", returns nothing else", step: "it comes from here", proven: true}
	}
	return luck
}

// returnsZero returns why a result of a function may be 0 or less. A constant is
// what comes with an error.
func (c *checker) returnsZero(fn *ssa.Function, result, depth int) *zero {
	for _, ret := range returns(fn) {
		if len(ret.Results) > result {
			if z := c.zero(ret.Results[result], depth+1); z != nil {
				return z
			}
		}
	}
	return nil
}

// dropped returns why the number that a text is parsed as may be 0: the error is not
// looked at.
func (c *checker) dropped(call *ssa.Call, result int) *zero {
	if result != 0 {
		return nil
	}
	for _, ref := range *call.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && e.Index == 1 {
			for _, use := range *e.Referrers() {
				if _, debug := use.(*ssa.DebugRef); !debug {
					return nil
				}
			}
		}
	}
	return &zero{pos: call.Pos(), text: call.Call.StaticCallee().Name() + " at " + c.at(call.Pos()) + " returns 0 for a text that it cannot read: its error is dropped", step: "the error is dropped here"}
}

// printed follows a random number through fmt.Sprintf("%d%s", n, unit).
func (c *checker) printed(args []ssa.Value, depth int) *zero {
	format, ok := args[0].(*ssa.Const)
	if !ok || len(args) != 2 || !strings.HasPrefix(constant.StringVal(format.Value), "%d") {
		return nil
	}
	slice, ok := args[1].(*ssa.Slice)
	if !ok {
		return nil
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
				return c.zero(st.Val, depth+1)
			}
		}
	}
	return nil
}
