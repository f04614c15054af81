// Package elsewhere stops tickers and timers where they have another name.
package elsewhere

import (
	"errors"
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

// A loop that ends with an error is left waiting too.
type conn struct {
	tick *time.Ticker
	done chan bool
}

func (c *conn) ping() error { return nil }

func (c *conn) keepalive() func() {
	tick := time.NewTicker(time.Second)
	go func() {
		for range tick.C { // want `this loop ends only with an error, and Stop at elsewhere.go:\d+ ends the ticks without one`
			if err := c.ping(); err != nil {
				return
			}
		}
	}()
	return tick.Stop
}

func (c *conn) watch() {
	c.tick = time.NewTicker(time.Second)
	go c.beat()
}

func (c *conn) beat() {
	for {
		<-c.tick.C // want `this loop ends only with an error, and Stop at`
		if c.ping() != nil {
			return
		}
	}
}

func (c *conn) close() { c.tick.Stop() }

// It tells that it has ended.
func (c *conn) told() func() {
	tick := time.NewTicker(time.Second)
	go func() {
		defer close(c.done)
		for range tick.C {
			if err := c.ping(); err != nil {
				return
			}
		}
	}()
	return func() {
		<-c.done
		tick.Stop()
	}
}

// The loop stops its ticker.
type breaker struct{ tick *time.Ticker }

func (b *breaker) start() {
	b.tick = time.NewTicker(time.Second)
	go b.run()
}

func (b *breaker) run() {
	for range b.tick.C {
		if err := b.try(); err != nil {
			return
		}
	}
}

func (b *breaker) try() error {
	b.tick.Stop()
	return errors.New("once")
}

// The flag may come with the last tick.
func (c *conn) until(quit func() bool) func() {
	tick := time.NewTicker(time.Second)
	go func() {
		for range tick.C {
			if quit() {
				return
			}
		}
	}()
	return tick.Stop
}
