// The fix: a pause of at least one.
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
		pause := time.Duration(1+rand.Int63n(b.spread)) * time.Millisecond
		ticker.Reset(pause)
	}
}

func main() {
	b := &bot{spread: 2}
	watch.Returns(2*time.Second, func() { b.run(64) })
}
