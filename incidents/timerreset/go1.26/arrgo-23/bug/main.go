// A chat bot died in the night, when its dice rolled a pause of zero.
//
// Reset of a Ticker panics when the interval is not positive, and a random
// number below n may be zero.
//
// Link: https://github.com/wneessen/arrgo/issues/23
// Idiom: Ticker.Reset with an interval that may be zero
// Outcome: panics
package main

import (
	"math/rand"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type bot struct {
	spread int64 // of the pause, in milliseconds
	spoken int
}

func (b *bot) run(rounds int) {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for range rounds {
		<-ticker.C
		b.spoken++
		pause := time.Duration(rand.Int63n(b.spread)) * time.Millisecond
		ticker.Reset(pause) // BUG: zero once in a while
	}
}

func main() {
	b := &bot{spread: 2}
	watch.Returns(2*time.Second, func() { b.run(64) })
}
