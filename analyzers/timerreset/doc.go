// Package timerreset defines an analyzer that reports misuse of time.Timer and
// time.Ticker that blocks, goes stale or crashes.
//
// # Analyzer timerreset
//
// timerreset: report misuse of Reset, Stop and C that blocks, goes stale or crashes
//
// # The incident
//
// A service froze: its goroutines waited in timer code for ever. The trigger
// was a bug of go1.14's own runtime (golang/go#38070), but most freezes around
// timers are home-made. A timer sends one value. Whoever drains the channel
// after that value was received waits for a second one that never comes:
//
//	WRONG
//		select {
//		case <-t.C:                 // the value is received here
//			timedOut()
//		case r := <-replies:
//			handle(r)
//		}
//		if !t.Stop() {
//			<-t.C                   // ... and waited for again here
//		}
//
//	RIGHT
//		if !t.Stop() {
//			select {
//			case <-t.C:
//			default:
//			}
//		}
//
// # Which rules apply
//
// Before Go 1.23 a timer's channel had a buffer of one, and an old value could
// wait in it across Stop and Reset. Since Go 1.23 it is synchronous, and Stop
// and Reset clear it. The main module decides: its go line, go.work, godebug
// lines and //go:debug comments. A library whose go line is below 1.23 may run
// under either and is checked under both.
//
// # Reports when
//
// Under both semantics:
//
//   - a receive from C blocks for ever: the value was already received, Stop
//     kept it from being sent, or the channel was drained before; in select
//     cases, loops, deferred calls, literals and helper functions
//   - a case of a select never runs: on every path to it the timer was stopped or its
//     value received, and no Reset followed
//   - a receive from the nil C of a time.AfterFunc timer, or of a zero Timer
//   - Stop or Reset of a zero or nil Timer, Reset of a zero Ticker
//   - a Timer or Ticker is copied: methods act on the copy
//   - a Ticker's interval is not positive, or random from 0, or may be so: a field
//     that a decoder fills, a flag that is 0 by default, a number whose parse error
//     is dropped, time.Until and other differences, the quotient of a small
//     constant, or of two numbers that the user chooses; where nothing in the package
//     checks it, or only after the call
//   - a drain after Reset, and a Reset whose result decides over a panic or error
//   - a one-shot timer in a loop that is never Reset, in a loop of retries too, or
//     that is not Reset after an error
//   - a deferred Stop runs while a goroutine goes on receiving; Stop while a
//     goroutine waits in a lone receive; a drain while a goroutine receives too
//   - for range over a Ticker's channel that only Stop could end: Stop does not
//     close it; the ticker is followed through results, parameters, fields,
//     collections and method values
//   - who stops a timer signals its goroutine only if that is waiting already: a
//     send with a default on a channel without a buffer
//
// Where the semantics before Go 1.23 can apply:
//
//   - Reset of a timer that may have fired, or was stopped without a drain, so
//     that the next receive gets the old value; the same through a sync.Pool,
//     which may get a running timer too, and for a select that waits for a timer
//     which was stopped without a drain
//   - a ticker, or a timer of a minute or more, that is stopped on one way to
//     return, but not on another
//   - timers that leak: time.After or time.NewTimer of a minute or more in a loop
//     that other cases go round, time.Tick and unstopped tickers in functions that return
//
// Where those of Go 1.23 can apply: len and cap of C, which are always 0.
//
// A note of category toolchain tells when go.mod names a Go release whose
// runtime has a timer bug: go1.14 (golang/go#38070), go1.16 up to 1.16.6
// (golang/go#47329), go1.23 and 1.23.1 (golang/go#69312).
//
// # Stays silent when
//
// The drain is right (each path that received the value returns, Resets, or
// sets a flag that guards the drain), does not block, or is merely superfluous.
// So do polls (select with default), and a time.After whose other cases all
// leave the loop. What cannot be followed is not reported: timers in maps and
// slices, timers given to unknown functions, and fields that other functions
// Reset at the same time.
//
// # How to fix
//
// Drain without blocking, as above: that is right under both semantics. Since
// Go 1.23 no drain is needed at all: Stop and Reset suffice. Give a goroutine
// that waits for a timer a second case (ctx.Done()) instead of relying on Stop.
// Keep pointers, never values, of timers.
//
// # Flags
//
//   - low: also report what rarely matters: a drain before Stop, len(C) used to
//     drain, Reset of a Ticker with a pending tick, a Reset while another
//     goroutine receives (all before Go 1.23), copies that are only received from
//   - modernize: also report drains that Go 1.23 made superfluous, with a fix
//   - generated: also report in generated files
//
// # Known limits
//
// Typestate is followed through the functions of one package, and through
// exported helpers that take one timer. Timers whose state depends on how often
// a method is called (a drain at the start of a method that stopped the timer
// at its last end) are not reported.
package timerreset
