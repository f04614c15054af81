package parallel

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/locks"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// An Event is an operation that orders goroutines: what happened before a
// release of an object happens before what comes after an acquire of it.
type Event struct {
	// Object is the channel, WaitGroup, atomic variable and so on. It is nil
	// for an acquire that waits for something that is not known.
	Object  *place.Place
	Acquire bool
	Release bool
	// Wait is set if it waits for goroutines of which the object knows, and
	// nobody sees how.
	Wait bool
}

// Events returns the operations of one instruction. Calls of functions whose
// bodies are known are the caller's business.
func Events(instr ssa.Instruction, value func(ssa.Value) *place.Place) []Event {
	switch instr := instr.(type) {
	case *ssa.Send:
		ch := value(instr.Chan)
		return []Event{{Object: ch, Acquire: !buffered(ch), Release: true}}
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			return []Event{receive(value(instr.X))}
		}
	case *ssa.Select:
		// What a case acquires is an event of its edge: see [SelectEdge].
		var events []Event
		for _, state := range instr.States {
			ch := value(state.Chan)
			if state.Dir == types.SendOnly || !buffered(ch) {
				events = append(events, Event{Object: ch, Release: true})
			}
		}
		return events
	case ssa.CallInstruction:
		return callEvents(instr.Common(), value)
	}
	return nil
}

// receive is the event of a receive. A channel that a call returned, such as
// that of ctx.Done(), may be anybody's.
func receive(ch *place.Place) Event {
	if _, ok := ch.Root.(*ssa.Call); ok && ch.Parent == nil {
		return Event{Acquire: true}
	}
	return Event{Object: ch, Acquire: true, Release: !buffered(ch)}
}

// SelectEdge returns what the edge from one block to another acquires: it is
// the one on which a select chose a case.
func SelectEdge(from, to *ssa.BasicBlock, value func(ssa.Value) *place.Place) []Event {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || to != from.Succs[0] {
		return nil
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL {
		return nil
	}
	index, ok := cmp.X.(*ssa.Extract)
	if !ok || index.Index != 0 {
		return nil
	}
	sel, ok := index.Tuple.(*ssa.Select)
	if !ok {
		return nil
	}
	k, ok := cmp.Y.(*ssa.Const)
	if !ok || k.Value == nil {
		return nil
	}
	n, _ := constant.Int64Val(k.Value)
	if n < 0 || int(n) >= len(sel.States) {
		return nil
	}
	state := sel.States[n]
	ch := value(state.Chan)
	if state.Dir == types.SendOnly {
		return []Event{{Object: ch, Acquire: !buffered(ch)}}
	}
	return []Event{{Object: ch, Acquire: true}}
}

// buffered reports whether a send to ch surely does not wait for a receiver.
func buffered(ch *place.Place) bool {
	mk, ok := ch.Root.(*ssa.MakeChan)
	if !ok || ch.Parent != nil {
		return false
	}
	size, ok := mk.Size.(*ssa.Const)
	if !ok || size.Value == nil {
		return true // computed
	}
	n, _ := constant.Int64Val(constant.ToInt(size.Value))
	return n > 0
}

// callEvents knows the operations of the standard library, and waits by their
// names.
func callEvents(call *ssa.CallCommon, value func(ssa.Value) *place.Place) []Event {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		if b.Name() == "close" {
			return []Event{{Object: value(call.Args[0]), Release: true}}
		}
		return nil
	}
	name, recv := method(call)
	fn := call.StaticCallee()
	switch {
	case locks.IsSync(fn, "Cond", "Wait"):
		return []Event{{Object: value(recv), Acquire: true}}
	case locks.IsSync(fn, "Cond", "Signal"), locks.IsSync(fn, "Cond", "Broadcast"),
		locks.IsSync(fn, "WaitGroup", "Done"), locks.IsSync(fn, "WaitGroup", "Add"):
		return []Event{{Object: value(recv), Release: true}}
	case locks.IsSync(fn, "WaitGroup", "Wait"):
		wg := value(recv)
		_, local := wg.Root.(*ssa.Alloc) // who calls its Done is seen
		return []Event{{Object: wg, Acquire: true, Wait: !local}}
	case strings.HasPrefix(name, "Wait"), strings.HasPrefix(name, "wait"), name == "Join":
		if recv == nil {
			return []Event{{Acquire: true}} // for whatever it is
		}
		return []Event{{Object: value(recv), Acquire: true, Wait: true}}
	}
	if pkgPath(fn) == "sync/atomic" && len(call.Args) > 0 {
		e := Event{Object: value(call.Args[0])}
		e.Acquire = !strings.HasPrefix(fn.Name(), "Store")
		e.Release = !strings.HasPrefix(fn.Name(), "Load")
		return []Event{e}
	}
	return nil
}

// method returns the name of what is called and its receiver, if it has one.
func method(call *ssa.CallCommon) (string, ssa.Value) {
	if call.IsInvoke() {
		return call.Method.Name(), call.Value
	}
	fn := call.StaticCallee()
	if fn == nil {
		return "", nil
	}
	if fn.Signature.Recv() != nil && len(call.Args) > 0 {
		return fn.Name(), call.Args[0]
	}
	return fn.Name(), nil
}

// pkgPath returns the import path of the package of fn, or "".
func pkgPath(fn *ssa.Function) string {
	if fn == nil {
		return ""
	}
	if obj, ok := fn.Object().(*types.Func); ok && obj.Pkg() != nil {
		return obj.Pkg().Path()
	}
	return ""
}
