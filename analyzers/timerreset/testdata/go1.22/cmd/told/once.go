package main

import "time"

type discoverer struct{ quit chan struct{} }

// run is called by main, once.
func (d *discoverer) run() {
	tick := time.Tick(time.Second)
	for {
		select {
		case <-tick:
		case <-d.quit:
			return
		}
	}
}

// Watch is called by what main calls.
func Watch(quit chan struct{}) {
	t := time.NewTicker(time.Second)
	for {
		select {
		case <-t.C:
		case <-quit:
			return
		}
	}
}

func start(quit chan struct{}) { Watch(quit) }

// again is called in a loop.
func again(quit chan struct{}) {
	tick := time.Tick(time.Second) // want `the ticker of time.Tick is never stopped, and again returns`
	select {
	case <-tick:
	case <-quit:
	}
}

// both is called twice.
func both(quit chan struct{}) {
	t := time.NewTicker(time.Second) // want `the ticker is never stopped, and both returns`
	select {
	case <-t.C:
	case <-quit:
	}
}

// value is somebody's to call.
func value(quit chan struct{}) {
	t := time.NewTicker(time.Second) // want `the ticker is never stopped, and value returns`
	select {
	case <-t.C:
	case <-quit:
	}
}

func run(n int) {
	d := &discoverer{make(chan struct{})}
	go d.run()
	start(d.quit)
	for i := 0; i < n; i++ {
		again(d.quit)
	}
	both(d.quit)
	both(d.quit)
	value(d.quit)
	handle := value
	if n > 3 {
		handle = both
	}
	handle(d.quit)
}
