package lockset

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Channels knows the fields of a package whose channels serve as locks: all have
// room for one value, and some function takes the value and gives it back, itself
// or by methods that do one half each.
//
//	func (s *stripe) lock()   { <-s.sem }
//	func (s *stripe) unlock() { s.sem <- struct{}{} }
//
// The zero value knows none.
type Channels struct {
	// acquires tells, for each lock, whether a send acquires it rather than a
	// receive: it does unless the channel is filled where it is made.
	acquires map[*types.Var]bool
	// roomy are the fields some of whose channels have room for more, or for none.
	roomy map[*types.Var]bool
}

// A halfOp is a send or receive of a function, or of one that it calls.
type halfOp struct {
	field *types.Var
	send  bool
	at    ssa.Instruction
}

// FindChannels returns the channels of fields that serve as locks in funcs, the
// functions of one package.
func FindChannels(funcs []*ssa.Function) Channels {
	c := Channels{acquires: make(map[*types.Var]bool), roomy: make(map[*types.Var]bool)}
	one, given, filled := make(map[*types.Var]bool), make(map[*types.Var]bool), make(map[*types.Var]bool)
	ops := make(map[*ssa.Function][]halfOp)
	makers := make(map[*ssa.Function]bool)
	for _, fn := range funcs {
		made := make(map[*types.Var]bool)
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if field, val := fieldStore(instr); field != nil {
					made[field] = true
					switch mk, ok := val.(*ssa.MakeChan); {
					case !ok:
						given[field] = true
					case isOne(mk.Size):
						one[field] = true
					default:
						c.roomy[field] = true
					}
				}
				ops[fn] = append(ops[fn], halfOps(instr)...)
			}
		}
		for _, op := range ops[fn] {
			filled[op.field] = filled[op.field] || op.send && made[op.field]
		}
		makers[fn] = len(made) > 0
	}
	for _, fn := range funcs {
		if makers[fn] {
			continue // fills the channel
		}
		all := append(ops[fn], calledOps(fn, ops)...)
		for _, a := range all {
			if one[a.field] && !given[a.field] && !c.roomy[a.field] && a.send != filled[a.field] && givesBack(a, all) {
				c.acquires[a.field] = a.send
			}
		}
	}
	return c
}

// givesBack reports whether an operation of the other direction comes after a.
func givesBack(a halfOp, all []halfOp) bool {
	for _, r := range all {
		if r.field == a.field && r.send != a.send && a.at != r.at && cfg.Dominates(a.at, r.at) {
			return true
		}
	}
	return false
}

// fieldStore returns the field of type channel that an instruction assigns, and
// the value.
func fieldStore(instr ssa.Instruction) (*types.Var, ssa.Value) {
	st, ok := instr.(*ssa.Store)
	if !ok {
		return nil, nil
	}
	addr, ok := st.Addr.(*ssa.FieldAddr)
	if !ok {
		return nil, nil
	}
	if _, ok := st.Val.Type().Underlying().(*types.Chan); !ok {
		return nil, nil
	}
	val := st.Val
	if conv, ok := val.(*ssa.ChangeType); ok {
		val = conv.X
	}
	return place.FieldOf(addr.X.Type(), addr.Field), val
}

// halfOps returns what an instruction sends to, or receives from, channels of
// fields.
func halfOps(instr ssa.Instruction) []halfOp {
	var out []halfOp
	add := func(ch ssa.Value, send bool) {
		if field := chanField(ch); field != nil {
			out = append(out, halfOp{field, send, instr})
		}
	}
	switch instr := instr.(type) {
	case *ssa.Send:
		add(instr.Chan, true)
	case *ssa.UnOp:
		if instr.Op == token.ARROW && !instr.CommaOk {
			add(instr.X, false)
		}
	case *ssa.Select:
		for _, state := range instr.States {
			add(state.Chan, state.Dir == types.SendOnly)
		}
	}
	return out
}

// chanField returns the field that a channel was loaded from, or nil. What is made
// and then stored in a field counts as loaded from it.
func chanField(ch ssa.Value) *types.Var {
	switch ch := ch.(type) {
	case *ssa.UnOp:
		if addr, ok := ch.X.(*ssa.FieldAddr); ok && ch.Op == token.MUL {
			return place.FieldOf(addr.X.Type(), addr.Field)
		}
	case *ssa.MakeChan:
		for _, ref := range *ch.Referrers() {
			if field, _ := fieldStore(ref); field != nil {
				return field
			}
		}
	}
	return nil
}

// calledOps returns the operations of the functions that fn calls by name, now or
// when it returns, at the call.
func calledOps(fn *ssa.Function, ops map[*ssa.Function][]halfOp) []halfOp {
	var out []halfOp
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if _, start := instr.(*ssa.Go); !ok || start {
				continue // no call, or on another goroutine
			}
			for _, op := range ops[call.Common().StaticCallee()] {
				out = append(out, halfOp{op.field, op.send, instr})
			}
		}
	}
	return out
}

// isOne reports whether a size is the constant 1.
func isOne(size ssa.Value) bool {
	c, ok := size.(*ssa.Const)
	if !ok || c.Value == nil {
		return false
	}
	n, exact := constant.Int64Val(constant.ToInt(c.Value))
	return exact && n == 1
}

// lock reports whether a channel is a lock, and whether a send acquires it.
func (c Channels) lock(p *place.Place) (send, ok bool) {
	if p == nil || p.Parent == nil || p.Parent.Var == nil {
		return false, false
	}
	send, ok = c.acquires[p.Parent.Var]
	return send, ok
}

// mayBeLock reports whether a channel may have room for just one value.
func (c Channels) mayBeLock(p *place.Place) bool {
	return p.Parent == nil || p.Parent.Var == nil || !c.roomy[p.Parent.Var]
}
