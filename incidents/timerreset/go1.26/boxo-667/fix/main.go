// The fix: wait for the end of the slot first, and do not stop what has expired.
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
		<-t.C
	}
}

func main() {
	f := &fetcher{}
	watch.Returns(time.Second, func() { f.fetchAll([]string{"a", "b"}, 10*time.Millisecond) })
}
