package stackptr

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"
)

// timed reports whether an instruction reads from a connection with a deadline: that
// is over soon, and if the connection lives on, the goroutine parks elsewhere.
//
//	conn.SetReadDeadline(time.Now().Add(timeout))
//	hello, err := readHello(conn)
//
// What is called must be known to read, or return what it read, and not set other
// deadlines: else it may serve the connection as long as that lives.
func timed(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok || !isParker(call.Common()) && !returnsValue(call.Call.Signature()) {
		return false
	}
	if callee, _ := callgraph.Callee(call.Common()); callee != nil && setsDeadline(callee) {
		return false
	}
	deadlines := make(map[variable]bool)
	for _, b := range call.Parent().DomPreorder() {
		if !b.Dominates(call.Block()) {
			continue // control may have come another way
		}
		for _, instr := range b.Instrs {
			if instr == call {
				break
			}
			if set, ok := instr.(*ssa.Call); ok {
				if conn, until := deadline(set.Common()); conn != nil {
					_, later := until.(*ssa.Call) // else it may be the zero time: none
					deadlines[variableOf(conn)] = later
				}
			}
		}
	}
	return slices.ContainsFunc(operands(call.Common()), func(v ssa.Value) bool { return deadlines[variableOf(v)] })
}

// setsDeadline reports whether a function sets a deadline for reading.
func setsDeadline(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				return false
			}
			conn, _ := deadline(call.Common())
			return conn != nil
		})
	})
}

// deadline returns the connection and the time of a call that sets a deadline for
// reading.
func deadline(call *ssa.CallCommon) (conn, until ssa.Value) {
	if sig := call.Signature(); sig.Recv() == nil || sig.Params().Len() != 1 {
		return nil, nil // something else
	}
	if name := callgraph.CalledName(call); name != "SetDeadline" && name != "SetReadDeadline" {
		return nil, nil
	}
	all := operands(call)
	return all[0], all[1]
}

// operands returns the arguments of a call, the receiver first.
func operands(call *ssa.CallCommon) []ssa.Value {
	if call.IsInvoke() {
		return append([]ssa.Value{call.Value}, call.Args...)
	}
	return call.Args
}

// returnsValue reports whether one of the results is no error.
func returnsValue(sig *types.Signature) bool {
	for result := range sig.Results().Variables() {
		if !types.Identical(result.Type(), types.Universe.Lookup("error").Type()) {
			return true
		}
	}
	return false
}

// A variable is where a value is kept: a local one, or a field of what is kept in one.
type variable struct {
	base  ssa.Value
	field int // -1 if it is the base itself
}

// variableOf returns the variable that a value is loaded from, by way of interfaces,
// or the value.
func variableOf(v ssa.Value) variable {
	for {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
			continue
		case *ssa.ChangeInterface:
			v = x.X
			continue
		case *ssa.UnOp:
			if x.Op != token.MUL {
				break
			}
			if field, ok := x.X.(*ssa.FieldAddr); ok {
				return variable{variableOf(field.X).base, field.Field}
			}
			return variable{x.X, -1}
		case *ssa.FieldAddr: // an embedded connection
			return variable{variableOf(x.X).base, x.Field}
		}
		return variable{v, -1}
	}
}
