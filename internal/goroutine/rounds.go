package goroutine

import (
	"go/token"
	"go/types"
	"slices"

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
func (q *queues) rounds(fn *ssa.Function) map[*ssa.BasicBlock]bool {
	var out map[*ssa.BasicBlock]bool
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if !q.receives(instr) {
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

// A queues knows which functions of a package wait for the next message.
type queues struct {
	// delivers tells of each function that was asked for whether it hands out a message.
	delivers map[*ssa.Function]bool
	methods  map[string][]*ssa.Function // by name
}

func newQueues(funcs []*ssa.Function) *queues {
	q := &queues{delivers: make(map[*ssa.Function]bool), methods: make(map[string][]*ssa.Function)}
	for _, fn := range funcs {
		if fn.Signature.Recv() != nil {
			q.methods[fn.Name()] = append(q.methods[fn.Name()], fn)
		}
	}
	return q
}

// receives reports whether an instruction waits for the next message.
func (q *queues) receives(instr ssa.Instruction) bool {
	if call, ok := instr.(*ssa.Call); ok {
		return q.handsOut(call)
	}
	return fromChannel(instr)
}

// handsOut reports whether a call returns the next message: by the table, or because the
// callee waits for one and returns what it makes of it.
func (q *queues) handsOut(call *ssa.Call) bool {
	if call.Call.IsInvoke() {
		if model.Of(call.Call.Method).Receives {
			return true
		}
		iface, ok := call.Call.Value.Type().Underlying().(*types.Interface)
		return ok && slices.ContainsFunc(q.methods[call.Call.Method.Name()], func(fn *ssa.Function) bool {
			return types.Implements(fn.Signature.Recv().Type(), iface) && q.deliver(fn)
		})
	}
	fn := call.Call.StaticCallee()
	if fn == nil {
		return false
	}
	if obj, ok := ir.Func(fn); ok && model.Of(obj).Receives {
		return true
	}
	return q.deliver(fn)
}

// deliver reports whether a function waits for the next message, once, and returns data.
func (q *queues) deliver(fn *ssa.Function) bool {
	out, ok := q.delivers[fn]
	if ok {
		return out
	}
	q.delivers[fn] = false // a recursion hands out nothing
	if results := fn.Signature.Results(); results.Len() == 0 || results.Len() == 1 && types.Identical(results.At(0).Type(), types.Universe.Lookup("error").Type()) {
		return false
	}
	for _, b := range fn.Blocks {
		if slices.ContainsFunc(b.Instrs, q.receives) && !cfg.After(b)[b] {
			q.delivers[fn] = true
		}
	}
	return q.delivers[fn]
}

// fromChannel reports whether an instruction receives a message from a channel.
func fromChannel(instr ssa.Instruction) bool {
	switch i := instr.(type) {
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
