package proven

import (
	"context"
	"fmt"
	"sync"
	"time"
)

type message struct {
	tags map[string]string
	done chan struct{}
	mu   sync.Mutex
}

// feed goes on with what it has sent.
func feed() {
	ch := make(chan *message, 16)
	go func() {
		for m := range ch {
			for k := range m.tags {
				fmt.Println(k)
			}
		}
	}()
	for i := range 10 {
		m := &message{tags: map[string]string{}}
		m.tags["first"] = "x"
		ch <- m
		m.tags["seq"] = fmt.Sprint(i) // want `map m\.tags is written here without a lock, and iterated over in a function literal in feed`
	}
}

// resend sends one map again and again.
func resend(ctx context.Context) {
	out := make(chan map[string]int)
	go func() {
		for {
			select {
			case m := <-out:
				fmt.Println(m["a"])
			case <-ctx.Done():
				return
			}
		}
	}()
	m := make(map[string]int)
	for range time.Tick(time.Second) {
		m["a"]++ // want `map m is written here without a lock, and read in a function literal in resend`
		select {
		case out <- m:
		case <-ctx.Done():
			return
		}
	}
}

// bus has its channel in a field.
type bus struct{ events chan *message }

func (b *bus) Start() { go b.run() }

func (b *bus) run() {
	for e := range b.events {
		fmt.Println(e.tags)
	}
}

func (b *bus) Publish(name string) {
	e := &message{tags: map[string]string{"name": name}}
	b.events <- e
	e.tags["sent"] = "x" // want `map e\.tags is written here without a lock, and iterated over in \(\*bus\)\.run`
}

// flush is silent: it has another map for the next round.
func flush() {
	out := make(chan map[string]int)
	go func() {
		for m := range out {
			for k := range m {
				fmt.Println(k)
			}
		}
	}()
	m := make(map[string]int)
	for range time.Tick(time.Second) {
		m["a"]++
		if m["a"] > 10 {
			out <- m
			m = make(map[string]int)
		}
	}
}

// ask is silent: it waits for the answer.
func ask() {
	ch := make(chan *message)
	go func() {
		for m := range ch {
			m.tags["seen"] = "x"
			close(m.done)
		}
	}()
	m := &message{tags: map[string]string{}, done: make(chan struct{})}
	ch <- m
	<-m.done
	m.tags["again"] = "x"
}

// guarded is silent: both lock.
func guarded() {
	ch := make(chan *message)
	go func() {
		for m := range ch {
			m.mu.Lock()
			m.tags["seen"] = "x"
			m.mu.Unlock()
		}
	}()
	m := &message{tags: map[string]string{}}
	ch <- m
	m.mu.Lock()
	m.tags["again"] = "x"
	m.mu.Unlock()
}

// counted is silent: it waits for the receiver.
func counted() {
	ch := make(chan map[string]int)
	var wg sync.WaitGroup
	go func() {
		for m := range ch {
			m["x"]++
			wg.Done()
		}
	}()
	m := make(map[string]int)
	for range 3 {
		wg.Add(1)
		ch <- m
		wg.Wait()
		m["y"]++
	}
}

// The receiver answers in what it calls, or by a function that came with the message.
type call struct {
	out   map[string]string
	done  chan struct{}
	reply func()
}

type desk struct{ calls chan *call }

func (d *desk) Open() { go d.loop() }

func (d *desk) loop() {
	for c := range d.calls {
		c.out["seen"] = "x"
		d.finish(c)
	}
}

func (d *desk) finish(c *call) {
	if c.reply != nil {
		c.reply()
	}
	close(c.done)
}

// Do is silent: it waits for the answer.
func (d *desk) Do() string {
	c := &call{out: map[string]string{}, done: make(chan struct{})}
	d.calls <- c
	<-c.done
	return c.out["seen"]
}

// Ask is silent, too.
func (d *desk) Ask(ctx context.Context) string {
	answered := make(chan struct{})
	c := &call{out: map[string]string{}, done: make(chan struct{}), reply: func() { close(answered) }}
	d.calls <- c
	select {
	case <-answered:
		return c.out["seen"]
	case <-ctx.Done():
		return ""
	}
}

// ticked has a ticker of its own.
func ticked() {
	out := make(chan map[string]int)
	go func() {
		for m := range out {
			fmt.Println(m["a"])
		}
	}()
	m := make(map[string]int)
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for range t.C {
		m["a"]++ // want `map m is written here without a lock, and read in a function literal in ticked`
		out <- m
	}
}
