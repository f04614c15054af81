// Package elsewhere stops tickers and timers where they have another name.
package elsewhere

import (
	"sync"
	"time"
)

func work() {}

// Returned to the caller, who stops it.
func start() *time.Ticker {
	tick := time.NewTicker(time.Second)
	go func() {
		for range tick.C { // want `this loop never ends: Stop at elsewhere.go:\d+ ends the ticks but does not close the channel`
			work()
		}
	}()
	return tick
}

func measure() {
	t := start()
	work()
	t.Stop()
}

// A result beside another.
func startErr() (*time.Ticker, error) {
	tick := time.NewTicker(time.Second)
	go func() {
		for {
			<-tick.C // want `this loop never ends: Stop at`
			work()
		}
	}()
	return tick, nil
}

func measureErr() {
	t, err := startErr()
	if err != nil {
		return
	}
	defer t.Stop()
	work()
}

// The method value stops it.
func stopper() func() {
	tick := time.NewTicker(time.Second)
	go func() {
		for range tick.C { // want `this loop never ends: Stop at`
			work()
		}
	}()
	return tick.Stop
}

// A parameter of the loop.
func loop(t *time.Ticker) {
	for range t.C { // want `this loop never ends: Stop at`
		work()
	}
}

func pass() {
	t := time.NewTicker(time.Second)
	go loop(t)
	work()
	t.Stop()
}

// The field is stopped, a local variable looped over.
type poller struct {
	tick *time.Ticker
	all  map[string]*time.Ticker
	list []*time.Ticker
	mu   sync.Mutex
}

func (p *poller) run() {
	tick := time.NewTicker(time.Second)
	p.tick = tick
	go func() {
		for range tick.C { // want `this loop never ends: Stop at`
			work()
		}
	}()
}

func (p *poller) halt() { p.tick.Stop() }

func (p *poller) add(name string) {
	tick := time.NewTicker(time.Second)
	p.all[name] = tick
	go func() {
		for range tick.C { // want `this loop never ends: Stop at`
			work()
		}
	}()
}

func (p *poller) remove(name string) {
	if t, ok := p.all[name]; ok {
		t.Stop()
		delete(p.all, name)
	}
}

func (p *poller) push() {
	tick := time.NewTicker(time.Second)
	p.list = append(p.list, tick)
	go func() {
		for range tick.C { // want `this loop never ends: Stop at`
			work()
		}
	}()
}

func (p *poller) stopAll() {
	for _, t := range p.list {
		t.Stop()
	}
}

// Another ticker is stopped than the one that is looped over.
func newTicker() *time.Ticker { return time.NewTicker(time.Second) }

func forever() {
	t := newTicker()
	for range t.C {
		work()
	}
}

func once() {
	t := newTicker()
	<-t.C
	t.Stop()
}

// The process ends with it.
func own() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for range t.C {
		work()
	}
}

// A done channel ends the loop.
func done() (*time.Ticker, chan bool) {
	t := time.NewTicker(time.Second)
	quit := make(chan bool)
	go func() {
		for {
			select {
			case <-t.C:
				work()
			case <-quit:
				return
			}
		}
	}()
	return t, quit
}

func useDone() {
	t, quit := done()
	t.Stop()
	close(quit)
}

// A test in the loop ends it.
func counted(n int) *time.Ticker {
	t := time.NewTicker(time.Second)
	go func() {
		for range t.C {
			if n--; n == 0 {
				return
			}
		}
	}()
	return t
}

func useCounted() { counted(3).Stop() }
