package mapaccess

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// What is sent over a channel belongs to who receives it, unless the sender goes on with it:
//
//	go func() { for e := range events { for k := range e.tags { ... } } }()
//	events <- e
//	e.tags["sent"] = now()

// A Kept is an access that a sender makes after the send, with one that the goroutine of a
// receiver makes to the same map.
type Kept struct {
	Sender, Receiver *Access
}

// A receipt is a value that a goroutine receives from a channel.
type receipt struct {
	channel *place.Place // as the function sees it that starts the goroutine
	value   ssa.Value
	by      *Function
	start   *ssa.Go
	in      *Function // that starts it
}

// KeptAfterSend returns what senders do to maps that they have sent, which a goroutine of
// the package receives meanwhile.
func (p *Package) KeptAfterSend(funcs []*ssa.Function) []Kept {
	var receipts []receipt
	for _, fn := range funcs {
		if b := p.Functions[fn]; b != nil && !p.InTest(fn.Pos()) {
			receipts = append(receipts, b.receipts()...)
		}
	}
	if len(receipts) == 0 {
		return nil
	}
	var out []Kept
	for _, fn := range funcs {
		b := p.Functions[fn]
		if b == nil || p.InTest(fn.Pos()) {
			continue // no body, or of a test
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				for _, s := range sends(instr) {
					if p.relevant(s.value.Type()) {
						out = append(out, b.keptAfter(s, receipts)...)
					}
				}
			}
		}
	}
	return out
}

// A send is a value that is sent to a channel.
type send struct {
	at        ssa.Instruction
	ch, value ssa.Value
	chosen    *ssa.SelectState // of a select, nil of others
}

// sends returns what an instruction sends, not if it may go on without.
func sends(instr ssa.Instruction) []send {
	switch instr := instr.(type) {
	case *ssa.Send:
		return []send{{instr, instr.Chan, instr.X, nil}}
	case *ssa.Select:
		if !instr.Blocking {
			return nil
		}
		var out []send
		for _, state := range instr.States {
			if state.Dir == types.SendOnly {
				out = append(out, send{instr, state.Chan, state.Send, state})
			}
		}
		return out
	}
	return nil
}

// receipts returns what the goroutines receive that a function starts.
func (b *Function) receipts() []receipt {
	var out []receipt
	for _, block := range b.Fn.Blocks {
		for _, instr := range block.Instrs {
			start, ok := instr.(*ssa.Go)
			if !ok {
				continue // no goroutine
			}
			c := b.Pkg.callee(&start.Call)
			by := b.Pkg.Functions[c.Fn]
			if by == nil {
				continue // not known
			}
			bind := b.Pkg.binder(by.Sum, c)
			for ch, v := range received(c.Fn) {
				if at := b.Pkg.Subst(b.Pkg.Value(ch), bind); at != nil && b.Pkg.relevant(v.Type()) {
					out = append(out, receipt{at, v, by, start, b})
				}
			}
		}
	}
	return out
}

// received yields the channels that a function receives from, and what it gets.
func received(fn *ssa.Function) func(yield func(ch, v ssa.Value) bool) {
	return func(yield func(ch, v ssa.Value) bool) {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				var ch, v ssa.Value
				switch instr := instr.(type) {
				case *ssa.UnOp:
					if instr.Op == token.ARROW && !instr.CommaOk {
						ch, v = instr.X, instr
					}
				case *ssa.Extract:
					ch, v = channelOf(instr), instr
				}
				if ch != nil && !yield(ch, v) {
					return
				}
			}
		}
	}
}

// channelOf returns the channel that a part of a tuple was received from, nil if it was not.
func channelOf(part *ssa.Extract) ssa.Value {
	switch tuple := part.Tuple.(type) {
	case *ssa.UnOp:
		if tuple.Op == token.ARROW && part.Index == 0 {
			return tuple.X
		}
	case *ssa.Select:
		return receivedFrom(tuple, part.Index)
	}
	return nil
}

// keptAfter returns what the function does after a send to what it has sent, and the
// receiver to what it gets.
func (b *Function) keptAfter(s send, receipts []receipt) []Kept {
	var out []Kept
	ch, sent := b.Pkg.Value(s.ch), b.copied(s.value)
	for _, r := range receipts {
		if r.by == b || !b.sameChannel(ch, r) {
			continue // another
		}
		got := b.Pkg.Root(r.value)
		for _, mine := range b.Events {
			for _, x := range mine.Accesses {
				if x.Thread != nil || len(x.May) > 0 || !leadsTo(sent, x.Place) && x.Place != sent {
					continue // of another goroutine, guarded, or of another map
				}
				y := r.by.access(x.Kind, b.Pkg.Rebase(x.Place, sent, got))
				if y != nil && b.goesOn(s, mine.Instr) {
					theirs := *y
					theirs.Thread = &Thread{Start: b.Pkg.Site(r.in.Fn, Position(r.start))}
					out = append(out, Kept{x, &theirs})
				}
			}
		}
	}
	return out
}

// sameChannel reports whether a goroutine receives from a channel: both are the same place,
// a field or variable, or what the function and a literal of it have.
func (b *Function) sameChannel(ch *place.Place, r receipt) bool {
	if ch == r.channel && (b == r.in || Global(ch.Root)) {
		return true
	}
	if obj := KeyOf(ch); obj != nil {
		return obj == KeyOf(r.channel)
	}
	made := lockset.Made(ch)
	return made != nil && made == lockset.Made(r.channel)
}

// access returns an access of a function to a map that conflicts with another's, without a
// lock, nil if there is none.
func (b *Function) access(kind Kind, at *place.Place) *Access {
	for _, ev := range b.Events {
		for _, a := range ev.Accesses {
			if a.Place == at && a.Thread == nil && a.Kind.Conflicts(kind) && len(a.May) == 0 {
				return a
			}
		}
	}
	return nil
}

// goesOn reports whether control may get from a send to an access to what was sent, before
// the function has another one. Where it waits for anything but the channel and the clock, that
// may be the receiver's answer.
func (b *Function) goesOn(s send, to ssa.Instruction) bool {
	sent, ch := b.copied(s.value), b.Pkg.Value(s.ch)
	waits := func(obj *place.Place) bool { return obj != nil && obj != ch && !isClock(obj) }
	cut := b.Cut(Moment{Access: &Access{Place: sent, Thread: &Thread{}}, At: s.at})
	at, edge := cut.At, cut.Edge
	cut.At = func(instr ssa.Instruction) bool {
		return instr != s.at && slices.ContainsFunc(b.effect(instr).Acquires, waits) || at(instr)
	}
	cut.Edge = func(from, to *ssa.BasicBlock) bool {
		if state := cfg.Selected(from, to); state != nil && s.chosen != nil && state != s.chosen && from == s.at.Block() {
			return true // another case
		}
		if slices.ContainsFunc(b.edges.Of(from, to), func(ev happens.Event) bool { return ev.Acquire && waits(ev.Object) }) {
			return true
		}
		return edge(from, to)
	}
	return cfg.Reaches(s.at, to, cut)
}

// isClock reports whether an object is a timer or a ticker, which waits for nobody.
func isClock(obj *place.Place) bool {
	t := obj.Type()
	if t == nil {
		return false
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	tn := named(t)
	return tn != nil && tn.Pkg() != nil && tn.Pkg().Path() == "time"
}
