package timerreset

import "go/token"

// kind tells what made a timer.
type kind uint8

const (
	kindUnknown kind = iota
	kindTimer        // time.NewTimer: fires once into C
	kindFunc         // time.AfterFunc: C is nil
	kindTicker       // time.NewTicker
)

// phase is the typestate of one timer.
type phase uint8

const (
	unknown phase = iota
	fresh         // armed just now: no time has passed, so it cannot have fired
	armed         // armed: it may have fired meanwhile, but nobody has received
	pending       // fired, and its value waits in the channel's buffer (old semantics)
	empty         // inactive, and the channel is empty: a receive blocks
	quiet         // inactive; whether a value waits in the channel is not known
	uninit        // the zero value: Stop and Reset panic, C is nil
)

// reason tells why a timer's channel is empty.
type reason uint8

const (
	noReason reason = iota
	received        // the value was received
	stopped         // Stop prevented the value
	drained         // a non-blocking drain found or took the value
)

// others is a set of what code that is not being followed, in another
// goroutine or behind a call, may do to a timer.
type others uint8

const (
	othersReset   others = 1 << iota // Reset it, or put another in its place
	othersStop                       // Stop it
	othersReceive                    // receive from its channel

	othersAll = othersReset | othersStop | othersReceive
)

// object is what is known of one timer in one world. It is comparable; worlds
// whose objects agree are merged.
type object struct {
	kind   kind
	phase  phase
	reason reason
	others others
	nonNil bool
	mock   bool      // uninit, but with a channel of its own
	dur    int64     // constant duration in nanoseconds, valid if hasDur
	hasDur bool      //
	pos    token.Pos // where the phase began: the receive, Stop, Reset or New
	made   token.Pos // where the timer was made, if known
}

// settle forgets what others may have changed while this goroutine waited.
func (o object) settle() object {
	if o.phase == fresh {
		o.phase = armed
	}
	switch {
	case o.others&othersReset != 0:
		o = o.forget()
	case o.others != 0 && (o.phase == armed || o.phase == pending || o.phase == quiet):
		o = o.forget()
	}
	return o
}

// forget keeps what cannot change: the kind.
func (o object) forget() object {
	if o.phase == uninit {
		return o // no method makes a zero timer usable
	}
	return object{kind: o.kind, others: o.others, nonNil: o.nonNil, made: o.made}
}

// arm is the transfer of Reset and of the constructors.
func (o object) arm(pos token.Pos, dur int64, hasDur bool) object {
	o.phase, o.reason, o.pos, o.dur, o.hasDur, o.nonNil = armed, noReason, pos, dur, hasDur, true
	if hasDur && dur > 0 {
		o.phase = fresh
	}
	return o
}

// take is the transfer of a receive. Another tick of a ticker comes that is not stopped.
func (o object) take(why reason, pos token.Pos) object {
	switch {
	case o.kind != kindTicker || o.phase == quiet || o.phase == pending && o.reason == stopped:
		return o.drain(why, pos)
	case o.phase == pending:
		o.phase = armed
	}
	return o
}

// drain is the transfer to an empty channel.
func (o object) drain(why reason, pos token.Pos) object {
	o.phase, o.reason, o.pos, o.nonNil = empty, why, pos, true
	return o
}
