package lockset

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// channelTokens returns the channels that fn uses as a mutex: those that the
// package uses so, and those to which it both sends and receives, and that have
// room for one value as far as is known.
//
//	sem <- struct{}{}        |  m := <-box
//	m[k] = v                 |  m[k] = v
//	<-sem                    |  box <- m
//
// The value tells whether a send acquires the token, rather than a receive: the
// first operation of the function does.
func (l *Locks) channelTokens() map[*place.Place]bool {
	sends, receives := make(map[*place.Place]bool), make(map[*place.Place]bool)
	first := make(map[*place.Place]bool)
	note := func(p *place.Place, send bool) {
		if _, ok := first[p]; !ok {
			first[p] = send
		}
		if send {
			sends[p] = true
		} else {
			receives[p] = true
		}
	}
	var visit func(fn *ssa.Function, value func(ssa.Value) *place.Place)
	visit = func(fn *ssa.Function, value func(ssa.Value) *place.Place) {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Send:
					note(value(instr.Chan), true)
				case *ssa.Select:
					for _, state := range instr.States {
						note(value(state.Chan), state.Dir == types.SendOnly)
					}
				case *ssa.UnOp:
					if instr.Op == token.ARROW && !instr.CommaOk {
						note(value(instr.X), false)
					}
				case *ssa.Defer: // defer func() { <-sem }()
					mc, ok := instr.Call.Value.(*ssa.MakeClosure)
					if !ok || fn != l.fn {
						continue // no literal, or a nested one
					}
					lit := mc.Fn.(*ssa.Function)
					visit(lit, func(v ssa.Value) *place.Place {
						load, ok := v.(*ssa.UnOp)
						if !ok {
							return nil
						}
						for i, fv := range lit.FreeVars {
							if load.X == fv {
								return l.contentOf(mc.Bindings[i])
							}
						}
						return nil
					})
				}
			}
		}
	}
	visit(l.fn, l.model.Value)
	tokens := make(map[*place.Place]bool)
	for p := range first {
		if send, ok := l.channels.lock(p); ok {
			tokens[p] = send
		} else if p != nil && sends[p] && receives[p] && oneSlot(p) && l.channels.mayBeLock(p) {
			tokens[p] = first[p]
		}
	}
	return tokens
}

// contentOf returns the place that the channel in the variable at addr has.
func (l *Locks) contentOf(addr ssa.Value) *place.Place {
	if refs := addr.Referrers(); refs != nil {
		for _, ref := range *refs {
			if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL {
				return l.model.Value(load)
			}
		}
	}
	return nil
}

// oneSlot reports whether a channel may have a buffer of one.
func oneSlot(p *place.Place) bool {
	mk := Made(p)
	return mk == nil || isOne(mk.Size) // a computed size is not that of a mutex
}

// Made returns where the channel at a place is made, in the function or the one around
// it; nil if that is not known.
func Made(p *place.Place) *ssa.MakeChan {
	v := p.Root
	if p.Parent != nil {
		v = captured(p)
	}
	mk, _ := v.(*ssa.MakeChan)
	return mk
}

// captured returns what the variable holds that a literal captured, if it is assigned
// once, or nil.
func captured(p *place.Place) ssa.Value {
	fv, ok := p.Root.(*ssa.FreeVar)
	if !ok || p.Parent.Parent != nil || p.Field != place.Deref {
		return nil
	}
	var val ssa.Value
	for _, variable := range Bindings(fv) {
		refs := variable.Referrers()
		if refs == nil {
			return nil
		}
		for _, ref := range *refs {
			if st, ok := ref.(*ssa.Store); ok && st.Addr == variable {
				if val != nil && val != st.Val {
					return nil
				}
				val = st.Val
			}
		}
	}
	return val
}

// Bindings returns the variables that a literal captures as fv, wherever it is made.
func Bindings(fv *ssa.FreeVar) []ssa.Value {
	lit := fv.Parent()
	var out []ssa.Value
	for _, b := range lit.Parent().Blocks {
		for _, instr := range b.Instrs {
			mc, ok := instr.(*ssa.MakeClosure)
			if !ok || mc.Fn != lit {
				continue // another
			}
			for i, v := range lit.FreeVars {
				if v == fv && i < len(mc.Bindings) {
					out = append(out, mc.Bindings[i])
				}
			}
		}
	}
	return out
}

// token returns the state after a send to, or a receive from, a channel.
func (l *Locks) token(s State, ch ssa.Value, send bool) State {
	p := l.model.Value(ch)
	acquires, ok := l.tokens[p]
	switch {
	case !ok:
		return s
	case acquires == send:
		return s.acquire(p, Write)
	}
	return s.release(p)
}
