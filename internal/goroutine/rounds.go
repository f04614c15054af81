package goroutine

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// rounds returns the blocks of the loops of fn that wait for a message, each of
// whose rounds is one event:
//
//	for {
//		m, err := reader.ReadMessage(ctx)
//		...
//	}
//
//	for m := range claim.Messages() {
//		...
//	}
func rounds(fn *ssa.Function) map[*ssa.BasicBlock]bool {
	var out map[*ssa.BasicBlock]bool
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if !receives(instr) {
				continue // does not wait
			}
			below, above := cfg.After(b), cfg.Before(b)
			if !below[b] {
				break // once
			}
			if out == nil {
				out = make(map[*ssa.BasicBlock]bool)
			}
			for c := range below {
				if above[c] {
					out[c] = true
				}
			}
			break
		}
	}
	return out
}

// receives reports whether an instruction waits for the next message.
func receives(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Call:
		callee := i.Call.Method
		if !i.Call.IsInvoke() {
			fn := i.Call.StaticCallee()
			if fn == nil {
				return false
			}
			callee, _ = ir.Func(fn)
		}
		return callee != nil && model.Of(callee).Receives
	case *ssa.UnOp:
		if i.Op != token.ARROW {
			return false
		}
		ch, ok := i.X.Type().Underlying().(*types.Chan)
		return ok && message(ch.Elem())
	case *ssa.Select:
		for _, s := range i.States {
			if ch, ok := s.Chan.Type().Underlying().(*types.Chan); ok && s.Dir == types.RecvOnly && message(ch.Elem()) {
				return true
			}
		}
	}
	return false
}

// message reports whether t is what a queue delivers, a connection or a request that is
// handed on to a worker, or a job that holds one of these.
func message(t types.Type) bool {
	if model.Carrier(t) != "" {
		return !isNamed(t, "net/http", "Response") // what a service asked for itself
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for field := range st.Fields() {
		if model.Carrier(field.Type()) != "" && !isNamed(field.Type(), "net/http", "Response") {
			return true
		}
	}
	return false
}
