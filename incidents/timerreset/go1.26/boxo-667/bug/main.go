// Code that stops an expired timer and then reads its channel hangs since Go 1.23.
//
// Before, the value stayed in the channel until somebody took it. Now Stop takes
// it away, and the receive after it waits for ever.
//
// Link: https://github.com/ipfs/boxo/pull/667
// Idiom: receive after Stop
// Outcome: blocks
// Timers: since 1.23
package main

import (
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26/internal/watch"
)

type fetcher struct {
	fetched int
}

func (f *fetcher) fetch(cid string, took time.Duration) {
	time.Sleep(took)
	f.fetched++
}

// fetchAll gives every block the same time slot, used up or not.
func (f *fetcher) fetchAll(cids []string, slot time.Duration) {
	for _, cid := range cids {
		t := time.NewTimer(slot)
		f.fetch(cid, 2*slot) // always longer than the slot
		t.Stop()
		<-t.C // BUG: Stop has taken the value away
	}
}

func main() {
	f := &fetcher{}
	watch.Returns(time.Second, func() { f.fetchAll([]string{"a", "b"}, 10*time.Millisecond) })
}
