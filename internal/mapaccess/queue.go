package mapaccess

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A goroutine, or a handler, may call functions that others have put into a field: into a
// channel, a slice, a map, or the field itself.
//
//	func (p *Pool) Submit(f func()) { p.tasks <- f }
//	func (p *Pool) worker()         { for f := range p.tasks { f() } }

// A spawner is the go statement whose goroutine calls what a field keeps, or the handler.
type spawner struct {
	fn      *ssa.Function // that starts it, or is the handler
	pos     token.Pos
	many    bool
	handler string // what it handles
	// lasting are the parameters that outlive a request, in functions that a handler calls.
	lasting map[*ssa.Parameter]bool
	// queue is set if the field is a channel: the goroutine waits for what comes.
	queue bool
}

// maxSpawnDepth bounds the calls between a go statement and that of a function
// in a field.
const maxSpawnDepth = 2

// findSpawners returns the fields of which goroutines call what they keep.
func findSpawners(funcs []*ssa.Function) map[*types.Var]*spawner {
	out := make(map[*types.Var]*spawner)
	for _, fn := range funcs {
		if what, ok := goroutine.IsHandler(fn); ok && !takesLock(fn) {
			s := &spawner{fn: fn, pos: fn.Pos(), many: true, handler: what, lasting: make(map[*ssa.Parameter]bool)}
			if fn.Signature.Recv() != nil {
				s.lasting[fn.Params[0]] = true
			}
			s.calls(out, fn, 0)
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if start, ok := instr.(*ssa.Go); ok {
					s := &spawner{fn: fn, pos: Position(start), many: cfg.InLoop(start, cfg.Cut{})}
					s.note(out, &start.Call, 0)
				}
			}
		}
	}
	return out
}

// calls adds the fields whose functions the calls of a function run.
func (s *spawner) calls(out map[*types.Var]*spawner, fn *ssa.Function, depth int) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if c, ok := instr.(*ssa.Call); ok {
				s.note(out, &c.Call, depth)
			}
		}
	}
}

// note adds the fields whose functions a call runs.
func (s *spawner) note(out map[*types.Var]*spawner, call *ssa.CallCommon, depth int) {
	var fn *ssa.Function
	switch v := call.Value.(type) {
	case *ssa.Function:
		fn = v
	case *ssa.MakeClosure:
		fn = v.Fn.(*ssa.Function)
	case *ssa.Builtin:
		return
	default:
		if field := fieldBehind(v, 0); field != nil && !call.IsInvoke() && (s.handler == "" || s.outlives(v)) {
			if old := out[field]; old == nil || !old.many {
				n := *s
				n.queue = chanType(field.Type())
				out[field] = &n
			}
		}
		return
	}
	if depth > maxSpawnDepth || takesLock(fn) {
		return // perhaps it holds a lock when it calls
	}
	for i, param := range fn.Params {
		if s.handler != "" && i < len(call.Args) && s.outlives(call.Args[i]) {
			s.lasting[param] = true
		}
	}
	s.calls(out, fn, depth+1)
}

// outlives reports whether a value in a handler, or in what it calls, was taken from
// something that was there before the request.
func (s *spawner) outlives(v ssa.Value) bool {
	for range 8 {
		switch x := v.(type) {
		case *ssa.Parameter:
			return s.lasting[x]
		case *ssa.FreeVar, *ssa.Global:
			return true
		case *ssa.UnOp, *ssa.FieldAddr, *ssa.Field, *ssa.IndexAddr, *ssa.Lookup, *ssa.Next, *ssa.Range, *ssa.Extract:
			v = *x.(ssa.Instruction).Operands(nil)[0]
		default:
			return false
		}
	}
	return false
}

// takesLock reports whether a function locks or unlocks.
func takesLock(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				if op, _ := lockset.Classify(call.Common()); op != lockset.None {
					return true
				}
			}
		}
	}
	return false
}

// fieldBehind returns the field that a value was taken from, by way of loads,
// elements and receives, or nil.
func fieldBehind(v ssa.Value, depth int) *types.Var {
	if depth > 8 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.FieldAddr:
		return place.FieldOf(v.X.Type(), v.Field)
	case *ssa.Field:
		return place.FieldOf(v.X.Type(), v.Field)
	case *ssa.UnOp:
		if v.Op == token.MUL || v.Op == token.ARROW {
			return fieldBehind(v.X, depth+1)
		}
	case *ssa.IndexAddr:
		return fieldBehind(v.X, depth+1)
	case *ssa.Lookup:
		return fieldBehind(v.X, depth+1)
	case *ssa.Next:
		if rng, ok := v.Iter.(*ssa.Range); ok {
			return fieldBehind(rng.X, depth+1)
		}
	case *ssa.Extract:
		if sel, ok := v.Tuple.(*ssa.Select); ok {
			if ch := receivedFrom(sel, v.Index); ch != nil {
				return fieldBehind(ch, 0)
			}
			return nil
		}
		return fieldBehind(v.Tuple, depth+1)
	}
	return nil
}

// receivedFrom returns the channel that the i-th result of a select comes from, nil if it
// comes from none. The first two results are the index and ok.
func receivedFrom(sel *ssa.Select, i int) ssa.Value {
	n := 2
	for _, state := range sel.States {
		if state.Dir != types.RecvOnly {
			continue // gives nothing
		}
		if n == i {
			return state.Chan
		}
		n++
	}
	return nil
}

// keptIn returns the field in which an instruction puts a function, and the
// function.
func keptIn(instr ssa.Instruction) (*types.Var, ssa.Value) {
	var v ssa.Value
	var field *types.Var
	switch instr := instr.(type) {
	case *ssa.Store:
		v = instr.Val
		switch addr := instr.Addr.(type) {
		case *ssa.FieldAddr:
			field = fieldBehind(addr, 0)
		case *ssa.IndexAddr:
			field = appended(addr)
		}
	case *ssa.Send:
		v, field = instr.X, fieldBehind(instr.Chan, 0)
	case *ssa.MapUpdate:
		v, field = instr.Value, fieldBehind(instr.Map, 0)
	}
	if field == nil {
		return nil, nil
	}
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return nil, nil
	}
	return field, v
}

// appended returns the field whose slice the element of a variadic argument is
// appended to, or nil: x.fs = append(x.fs, f).
func appended(addr *ssa.IndexAddr) *types.Var {
	if to := appendedTo(addr); to != nil {
		return fieldBehind(to, 0)
	}
	if _, ok := addr.X.(*ssa.Alloc); ok {
		return nil // an array of its own
	}
	return fieldBehind(addr, 0)
}

// appendedTo returns the slice that the element of a variadic argument is appended
// to, or nil.
func appendedTo(addr *ssa.IndexAddr) ssa.Value {
	args, ok := addr.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	for _, ref := range *args.Referrers() {
		slice, ok := ref.(*ssa.Slice)
		if !ok {
			continue
		}
		for _, ref := range *slice.Referrers() {
			call, ok := ref.(*ssa.Call)
			if !ok {
				continue
			}
			if b, ok := call.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
				return call.Call.Args[0]
			}
		}
	}
	return nil
}

// kept returns what a function does that an instruction puts where goroutines
// take it from.
func (b *Function) kept(instr ssa.Instruction) []*Access {
	field, v := keptIn(instr)
	s := b.Pkg.spawners[field]
	if field == nil || s == nil || b.Pkg.InTest(instr.Pos()) || s.handler != "" && b.perRequest() {
		return nil
	}
	if s.queue && Waits(b.Fn) {
		return nil // perhaps for the function to be done
	}
	f := b.newThread(instr, s.many, s.handler)
	f.Thread.Start = b.Pkg.Site(s.fn, s.pos)
	f.Thread.Pooled, f.Thread.Later = s.handler == "", s.handler == "" && !s.queue
	return b.runValue(v, f)
}
