package happens

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
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
func Events(instr ssa.Instruction, r *place.Resolver) []Event {
	value := r.Value
	switch instr := instr.(type) {
	case *ssa.Send:
		e := both(value(instr.Chan))
		e.Acquire = !roomy(e.Object) || !starting(instr)
		return []Event{e}
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			return receive(value(instr.X))
		}
	case *ssa.Select:
		// What a case acquires is an event of its edge: see [Edge].
		var events []Event
		for _, state := range instr.States {
			e := both(channel(value(state.Chan)))
			e.Acquire = e.Acquire && instr.Blocking && idle(instr)
			events = append(events, e)
		}
		return events
	case ssa.CallInstruction:
		return callEvents(instr.Common(), r)
	}
	return nil
}

// both is the event of a send or a receive. A receive happens before the send
// completes, or before one that comes so much later as the buffer is long.
func both(ch *place.Place) Event {
	return Event{Object: ch, Acquire: true, Release: true}
}

// roomy reports whether a channel is made with room for more than one value: a send says
// nothing of what its receivers have done, as that to a semaphore of many.
func roomy(ch *place.Place) bool {
	mk := lockset.Made(ch)
	if mk == nil {
		return false // not known
	}
	size, ok := mk.Size.(*ssa.Const)
	return !ok || size.Int64() > 1
}

// starting reports whether a goroutine is started after a send: it takes one of several
// slots for that. Sends after the last are as many as there are slots, and wait for all:
//
//	for range cap(sem) { sem <- struct{}{} }
func starting(send *ssa.Send) bool {
	for _, b := range send.Parent().Blocks {
		for _, instr := range b.Instrs {
			if start, ok := instr.(*ssa.Go); ok && cfg.Reaches(send, start, cfg.Cut{}) {
				return true
			}
		}
	}
	return false
}

// receive returns the event of a receive. A channel that a call returned, such as
// that of ctx.Done(), may be anybody's, but the clock's orders nothing.
func receive(ch *place.Place) []Event {
	if call, ok := ch.Root.(*ssa.Call); ok && ch.Parent == nil {
		if ir.Path(call.Call.StaticCallee()) == "time" {
			return nil // time.After, time.Tick
		}
		return []Event{{Acquire: true}}
	}
	return []Event{both(channel(ch))}
}

// channel returns the object that a channel is: for t.C it is the timer.
func channel(ch *place.Place) *place.Place {
	if f := ch.Parent; f != nil && f.Var != nil && f.Var.Pkg() != nil && f.Var.Pkg().Path() == "time" {
		return f.Parent
	}
	return ch
}

// idle reports whether no case of a select does anything: it only waits for
// any of them, none of which is a timeout.
func idle(sel *ssa.Select) bool {
	for _, state := range sel.States {
		if _, ok := state.Chan.(*ssa.Call); ok {
			return false // of time.After, or ctx.Done: what else is waited for may not have come
		}
	}
	for _, ref := range *sel.Referrers() {
		index, ok := ref.(*ssa.Extract)
		if !ok || index.Index != 0 {
			return false // a received value is used
		}
		for _, ref := range *index.Referrers() {
			cmp, ok := ref.(*ssa.BinOp)
			if !ok || len(*cmp.Referrers()) != 1 {
				return false
			}
			branch, ok := (*cmp.Referrers())[0].(*ssa.If)
			if !ok {
				return false
			}
			if body := branch.Block().Succs[0]; len(body.Preds) == 1 && len(body.Instrs) > 1 {
				return false
			}
		}
	}
	return true
}

// Edges knows what the edges between the blocks of one function acquire.
type Edges struct {
	r      *place.Resolver
	pauses []*ssa.BasicBlock // blocks that wait
	// polling remembers which edges leave a loop that waits.
	polling map[[2]*ssa.BasicBlock]bool
}

// NewEdges returns the edges of fn.
func NewEdges(fn *ssa.Function, r *place.Resolver) *Edges {
	e := &Edges{r: r, polling: make(map[[2]*ssa.BasicBlock]bool)}
	for _, b := range fn.Blocks {
		if slices.ContainsFunc(b.Instrs, isPause) {
			e.pauses = append(e.pauses, b)
		}
	}
	return e
}

// Of returns what the edge between two blocks acquires: it leaves a loop that
// waits, is the one on which a select chose a case, or on which a channel was closed.
func (e *Edges) Of(from, to *ssa.BasicBlock) []Event {
	if e.polls(from, to) {
		return []Event{{Acquire: true}}
	}
	if ch := ended(from, to); ch != nil {
		return []Event{{Object: e.r.Sub(e.r.Value(ch), place.End, nil), Acquire: true}}
	}
	if state := cfg.Selected(from, to); state != nil {
		return []Event{{Object: channel(e.r.Value(state.Chan)), Acquire: true}}
	}
	return nil
}

// ended returns the channel that is closed, and empty, if control takes the edge
// between two blocks, or nil:
//
//	for v := range ch { ... }
//	if _, ok := <-ch; !ok { ... }
func ended(from, to *ssa.BasicBlock) ssa.Value {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] == from.Succs[1] {
		return nil
	}
	cond, open := branch.Cond, from.Succs[0]
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		cond, open = not.X, from.Succs[1]
	}
	got, ok := cond.(*ssa.Extract)
	if !ok || got.Index != 1 || to == open {
		return nil
	}
	receive, ok := got.Tuple.(*ssa.UnOp)
	if !ok || receive.Op != token.ARROW {
		return nil
	}
	return receive.X
}

// callEvents knows the operations of the standard library, and waits by their
// names.
func callEvents(call *ssa.CallCommon, r *place.Resolver) []Event {
	value := r.Value
	if b, ok := call.Value.(*ssa.Builtin); ok {
		if b.Name() == "close" {
			ch := value(call.Args[0])
			return []Event{{Object: ch, Release: true}, {Object: r.Sub(ch, place.End, nil), Release: true}}
		}
		return nil
	}
	name, recv := method(call)
	fn := call.StaticCallee()
	switch {
	case lockset.IsSync(fn, "Cond", "Wait"):
		return []Event{{Object: value(recv), Acquire: true}}
	case lockset.IsSync(fn, "Cond", "Signal"), lockset.IsSync(fn, "Cond", "Broadcast"),
		lockset.IsSync(fn, "WaitGroup", "Done"), lockset.IsSync(fn, "WaitGroup", "Add"):
		return []Event{{Object: value(recv), Release: true}}
	case lockset.IsSync(fn, "WaitGroup", "Wait"):
		return []Event{{Object: value(recv), Acquire: true, Wait: true}}
	case strings.HasPrefix(name, "Wait"), strings.HasPrefix(name, "wait"), name == "Join" && recv != nil: // strings.Join waits for nobody
		if recv == nil {
			return []Event{{Acquire: true}} // for whatever it is
		}
		return []Event{{Object: value(recv), Acquire: true, Wait: true}}
	}
	if ir.Path(fn) == "time" && name == "Reset" {
		return []Event{{Object: value(recv), Release: true}}
	}
	if ir.Path(fn) == "sync/atomic" && len(call.Args) > 0 {
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
