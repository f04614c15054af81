// Package pool runs functions on goroutines.
package pool

import "sync"

// Each runs f for each key, in parallel, and waits.
func Each(keys []string, f func(string)) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f(k)
		}()
	}
	wg.Wait()
}

// Do runs f here.
func Do(f func()) { f() }

// A Runner runs one function, or keeps it.
type Runner interface {
	Run(f func())
	OnEvent(f func())
}

// A Pool has workers that run what they are given.
type Pool struct {
	tasks chan func()
	ticks []func()
	hook  func(string)
}

func NewPool(n int, hook func(string)) *Pool {
	p := &Pool{tasks: make(chan func()), hook: hook}
	for range n {
		go p.work()
	}
	go p.tick()
	return p
}

func (p *Pool) work() {
	for {
		select {
		case f, ok := <-p.tasks:
			if !ok {
				return
			}
			f()
		}
	}
}

func (p *Pool) tick() {
	for _, f := range p.ticks {
		f()
	}
}

func (p *Pool) Start(keys []string) {
	for _, k := range keys {
		go func() { p.hook(k) }()
	}
}

// Submit returns before f runs.
func (p *Pool) Submit(f func()) { p.tasks <- f }

// Tick adds what one goroutine runs.
func (p *Pool) Tick(f func()) { p.ticks = append(p.ticks, f) }

// A Loop has one worker.
type Loop struct{ tasks chan func() }

func NewLoop() *Loop {
	l := &Loop{make(chan func())}
	go l.run()
	return l
}

func (l *Loop) run() {
	for f := range l.tasks {
		f()
	}
}

// Post returns before f runs.
func (l *Loop) Post(f func()) { l.tasks <- f }

// Call waits for f.
func (l *Loop) Call(f func()) {
	done := make(chan bool)
	l.tasks <- func() { f(); close(done) }
	<-done
}
