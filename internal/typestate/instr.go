package typestate

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// instr interprets an instruction. What each kind reads and sets is the engine's to know, what
// that means the domain's.
func (x *Interpretation[V, W, N]) instr(w W, instr ssa.Instruction) []W {
	path := w.Known()
	if v, ok := instr.(ssa.Value); ok && x.Renew != nil {
		x.Renew(w, v)
	}
	switch instr := instr.(type) {
	case *ssa.Phi, *ssa.If, *ssa.Jump, *ssa.Return, *ssa.DebugRef:
		// set, or taken, where a block is entered
	case *ssa.Panic:
		return x.Throw(w)
	case *ssa.Alloc:
		p := x.Table.Root(instr)
		path.Mem.Clear(p)
		path.Set(x.Symbols, instr, x.Domain.Declare(w, instr, p))
	case *ssa.Store:
		path.Conds.Stored(x.Symbols, instr.Addr)
		x.Domain.Store(w, instr, x.Addr(w, instr.Addr))
	case *ssa.Call:
		if isRecover(&instr.Call) {
			x.recovers(w, instr)
			break
		}
		return x.Domain.Call(w, instr)
	case *ssa.Defer:
		x.Domain.Defer(w, instr)
	case *ssa.RunDefers:
		return x.runDefers(w)
	case *ssa.Go, *ssa.Send, *ssa.MapUpdate:
		x.Domain.Give(w, instr)
	case *ssa.Select:
		return x.selects(w, instr)
	case *ssa.UnOp:
		done := true
		switch instr.Op {
		case token.MUL:
			done = x.Domain.Load(w, instr, x.Addr(w, instr.X))
		case token.ARROW:
			done = x.Domain.Receive(w, instr)
		default:
			path.Set(x.Symbols, instr, x.Domain.Compute(w, instr))
		}
		if !done {
			return nil
		}
	case ssa.Value:
		path.SetResults(x.Symbols, instr, []V{x.compute(w, instr)})
	}
	return []W{w}
}

// compute returns the value of an instruction that only computes. What is converted stays
// what it is.
func (x *Interpretation[V, W, N]) compute(w W, v ssa.Value) V {
	switch v := v.(type) {
	case *ssa.ChangeType:
		return x.Domain.Eval(w, v.X)
	case *ssa.ChangeInterface:
		return x.Domain.Eval(w, v.X)
	case *ssa.SliceToArrayPointer:
		return x.Domain.Eval(w, v.X)
	case *ssa.Extract:
		return w.Known().Env.Component(v.Tuple, v.Index)
	}
	return x.Domain.Compute(w, v)
}

// Defer defers a call, with what its function and its arguments are now.
func (x *Interpretation[V, W, N]) Defer(w W, d *ssa.Defer) {
	w.Known().Defer(Deferred[V]{Instr: d, Call: &d.Call, Func: x.Domain.Eval(w, d.Call.Value), Args: x.Values(w, d.Call.Args)}, 1)
}

// Values returns what w knows of operands.
func (x *Interpretation[V, W, N]) Values(w W, operands []ssa.Value) []V {
	var vals []V
	for _, v := range operands {
		vals = append(vals, x.Domain.Eval(w, v))
	}
	return vals
}
