package timerreset

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

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
		if !ok || counts(cmp.X) {
			continue // not a comparison, or the end of a loop: i < n
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

// counts reports whether v is the variable of a loop that counts.
func counts(v ssa.Value) bool {
	phi, ok := v.(*ssa.Phi)
	return ok && slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool {
		next, ok := e.(*ssa.BinOp)
		return ok && next.Op == token.ADD && next.X == phi && isConst(next.Y)
	})
}

// testedVariable reports whether what is loaded from a variable is tested anywhere,
// or given to a function that returns whether it is right.
func (c *checker) testedVariable(at variable) bool {
	for _, load := range c.loadsOf(at) {
		if c.testedDeep(load, 0) {
			return true
		}
	}
	return false
}

// loadsOf returns what the package loads from a variable.
func (c *checker) loadsOf(at variable) []ssa.Value {
	if c.loads == nil {
		c.loads = make(map[variable][]ssa.Value)
		for _, fn := range c.prog.funcs {
			for instr := range ir.Each[ssa.Instruction](fn) {
				switch v := instr.(type) {
				case *ssa.UnOp:
					if at := c.prog.variableAt(v.X); v.Op == token.MUL && at != nil {
						c.loads[at] = append(c.loads[at], v)
					}
				case *ssa.Field:
					f := place.FieldOf(v.X.Type(), v.Field)
					c.loads[f] = append(c.loads[f], v)
				}
			}
		}
	}
	return c.loads[at]
}

// testedThrough reports whether what the pointer in a variable points to is tested.
func (c *checker) testedThrough(at variable) bool {
	return slices.ContainsFunc(c.loadsOf(at), func(ptr ssa.Value) bool { return c.testedPointee(ptr, 0) })
}

// testedPointee reports whether what a pointer points to is tested, here or where it is
// passed.
func (c *checker) testedPointee(ptr ssa.Value, depth int) bool {
	for _, ref := range *ptr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			if c.testedDeep(ref, depth) {
				return true
			}
		case *ssa.Call:
			fn := calleeOf(&ref.Call)
			if fn == nil || fn.Blocks == nil || depth > maxDepth {
				continue // not seen
			}
			if i := slices.Index(ref.Call.Args, ptr); i >= 0 && c.testedPointee(fn.Params[i], depth+1) {
				return true
			}
		}
	}
	return false
}

// testedDeep reports whether v, or what is computed of it, is tested.
func (c *checker) testedDeep(v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	if c.tested(v) {
		return true
	}
	if v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Convert:
			if c.testedDeep(ref, depth+1) {
				return true
			}
		case *ssa.BinOp:
			if ref.Op == token.MUL && c.testedDeep(ref, depth+1) {
				return true
			}
		case *ssa.Phi:
			if c.testedDeep(ref, depth+1) {
				return true
			}
		case *ssa.Call:
			if _, builtin := ref.Call.Value.(*ssa.Builtin); builtin {
				return true // max, min
			}
			fn := calleeOf(&ref.Call)
			if fn == nil || fn.Blocks == nil {
				continue // prints it, or takes it as it is
			}
			for i, arg := range ref.Call.Args {
				if arg == v && i < len(fn.Params) && c.testedDeep(fn.Params[i], depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// testedLate returns the test of an interval that comes after the ticker was made
// with it: whoever wrote it expects that it may not be positive.
func (c *checker) testedLate(call *ssa.Call, v ssa.Value) *zero {
	var late *ssa.BinOp
	for _, v := range c.sameVariable(scaled(v)) {
		if v.Referrers() == nil || isConst(v) {
			return nil
		}
		if v.Parent() != call.Parent() {
			if c.testedDeep(v, 0) {
				return nil // elsewhere, and perhaps before
			}
			continue // only used
		}
		for _, ref := range *v.Referrers() {
			cmp, ok := ref.(*ssa.BinOp)
			if !ok || !isZero(cmp.Y) {
				continue // no such test
			}
			switch cmp.Op {
			case token.LEQ, token.EQL, token.LSS, token.GTR, token.NEQ:
				if !cfg.Dominates(call, cmp) {
					return nil
				}
				late = cmp
			}
		}
	}
	if late == nil {
		return nil
	}
	return &zero{pos: late.Pos(), text: "the test at " + c.at(late.Pos()) + " comes too late", step: "it is tested here, after the ticker was made"}
}

// sameVariable returns what the package loads from the variable that v is loaded from; v
// alone if it is no load.
func (c *checker) sameVariable(v ssa.Value) []ssa.Value {
	var at variable
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL {
			at = c.prog.variableAt(v.X)
		}
	case *ssa.Field:
		at = place.FieldOf(v.X.Type(), v.Field)
	}
	if at == nil {
		return []ssa.Value{v}
	}
	return c.loadsOf(at)
}

// scaled returns what is scaled by a constant: n of time.Duration(n) * time.Second.
func scaled(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
			continue
		case *ssa.BinOp:
			if x.Op == token.MUL && isConst(x.Y) || x.Op == token.QUO && isConst(x.Y) {
				v = x.X
				continue
			}
			if x.Op == token.MUL && isConst(x.X) {
				v = x.Y
				continue
			}
		}
		return v
	}
}

// isZero reports whether v is the constant 0.
func isZero(v ssa.Value) bool {
	k, ok := v.(*ssa.Const)
	return ok && k.Value != nil && k.Value.Kind() == constant.Int && constant.Sign(k.Value) == 0
}
