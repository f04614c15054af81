package timerreset

import (
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// resets looks at uses of Reset's result:
//
//	if !t.Reset(d) { <-t.C }      waits for the new timeout and eats it
//	if t.Reset(d) { panic(...) }  true says nothing reliable about a channel timer
func (c *checker) resets(fn *ssa.Function) {
	for call := range ir.Each[*ssa.Call](fn) {
		if timeFunc(&call.Call) != "(*Timer).Reset" || c.isFunc(call.Call.Args[0]) {
			continue // of an AfterFunc timer the result is exact
		}
		if c.sem == asynctimer.Sync && onlyArmed(c.prog.resetPhases[&call.Call]) {
			continue // Reset then returns true
		}
		yes, no := branches(call)
		if recv := c.receiveOf(no, call.Call.Args[0]); recv != nil {
			c.report("drain-after-reset", recv.Pos(), []related{{call.Pos(), "Reset has armed the timer again here"}},
				"this receive waits for the timeout that Reset at %s has just set and swallows it: Reset returns false when the timer was idle, not when a value is waiting", posString(c.pass.Fset, call.Pos()))
		}
		if what := aborts(yes); what != "" {
			c.report("reset-result", call.Pos(), nil,
				"Reset's result is not reliable for a channel timer, yet %s depends on it: before Go 1.23 it races with the firing, and since Go 1.23 it may be true for a timer that is already stopped (golang/go#80760)", what)
		}
	}
}

// onlyArmed reports whether a set of phases holds no other than armed ones.
func onlyArmed(phases uint) bool {
	return phases != 0 && phases&^(1<<fresh|1<<armed) == 0
}

// branches returns the blocks that control enters when a boolean call returned
// true and false, nil if no branch depends on it alone.
func branches(call *ssa.Call) (yes, no *ssa.BasicBlock) {
	for _, ref := range *call.Referrers() {
		switch ref := ref.(type) {
		case *ssa.If:
			return ref.Block().Succs[0], ref.Block().Succs[1]
		case *ssa.UnOp:
			if ref.Op != token.NOT {
				continue // not a negation
			}
			for _, ref := range *ref.Referrers() {
				if branch, ok := ref.(*ssa.If); ok {
					return branch.Block().Succs[1], branch.Block().Succs[0]
				}
			}
		}
	}
	return nil, nil
}

// receiveOf returns the receive from t's channel in b, or nil.
func (c *checker) receiveOf(b *ssa.BasicBlock, t ssa.Value) *ssa.UnOp {
	if b == nil || len(b.Preds) != 1 {
		return nil // not only on that branch
	}
	for _, instr := range b.Instrs {
		u, ok := instr.(*ssa.UnOp)
		if ok && u.Op == token.ARROW {
			if x := chanTimer(u.X); x != nil && c.sameTimer(x, t) {
				return u
			}
		}
	}
	return nil
}

// aborts tells how b gives up: by a panic, by ending the process or by
// returning an error. It returns "" if b goes on.
func aborts(b *ssa.BasicBlock) string {
	if b == nil || len(b.Preds) != 1 {
		return ""
	}
	for _, instr := range b.Instrs {
		if call, ok := instr.(*ssa.Call); ok {
			name := ""
			if f := call.Call.StaticCallee(); f != nil {
				name = f.Name()
			} else if call.Call.IsInvoke() {
				name = call.Call.Method.Name()
			}
			if strings.HasPrefix(name, "Panic") || strings.HasPrefix(name, "Fatal") {
				return "a call of " + name
			}
		}
	}
	switch last := b.Instrs[len(b.Instrs)-1].(type) {
	case *ssa.Panic:
		return "a panic"
	case *ssa.Return:
		for _, r := range last.Results {
			if k, ok := r.(*ssa.Const); isErrorType(r.Type()) && (!ok || !k.IsNil()) {
				return "an error"
			}
		}
	}
	return ""
}
