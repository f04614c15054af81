package guarded

import (
	"sync"
	"time"
)

// A Meter counts; its goroutine, which the constructor starts, reports.
type Meter struct {
	counts map[string]int
	sinks  map[string]func(int)
	last   map[string]int
	quit   chan bool
	own    map[string]int
	ready  chan bool
	late   map[string]int
}

func NewMeter() *Meter {
	m := &Meter{counts: make(map[string]int), sinks: make(map[string]func(int)), last: make(map[string]int), quit: make(chan bool), own: make(map[string]int)}
	go m.loop()
	return m
}

func (m *Meter) loop() {
	m.late["a"] = 1
	close(m.ready)
	for {
		select {
		case <-time.After(time.Second):
			for k, n := range m.counts {
				if sink := m.sinks[k]; sink != nil {
					sink(n)
				}
				m.last[k] = n // want `map m.last is written here without a lock by a goroutine started at started.go:21, and read in \(\*Meter\).Last`
				m.own[k]++
				m.Touch(k)
			}
		case <-m.quit:
			return
		}
	}
}

// Count adds to what the goroutine iterates over.
func (m *Meter) Count(k string) {
	m.counts[k]++ // want `map m.counts is written here without a lock, and iterated over in \(\*Meter\).loop \(started.go:\d+\) by a goroutine started at started.go:21: fatal error: concurrent map iteration and map write`
}

// Sink registers, most likely before anything is counted.
func (m *Meter) Sink(k string, f func(int)) { m.sinks[k] = f }

// Last reads what the goroutine writes.
func (m *Meter) Last(k string) int {
	return m.last[k]
}

// Touch is what the goroutine calls.
func (m *Meter) Touch(k string) { m.own[k]++ }

// Late waits for the goroutine.
func (m *Meter) Late(k string) int {
	<-m.ready
	return m.late[k]
}

// A permit lets one goroutine at a time do something.
type permit chan bool

func (p permit) Acquire(timeout time.Duration) error { p <- true; return nil }
func (p permit) Release(n int)                       { <-p }

type permits interface {
	Acquire(timeout time.Duration) error
	Release(n int)
}

// A Recorder has a semaphore for a lock.
type Recorder struct {
	sem permits
	m   map[string]int
}

func NewRecorder() *Recorder {
	r := &Recorder{sem: make(permit, 1), m: make(map[string]int)}
	go r.collect()
	return r
}

func (r *Recorder) collect() {
	for {
		if err := r.sem.Acquire(time.Second); err != nil {
			return
		}
		clear(r.m)
		r.sem.Release(1)
	}
}

func (r *Recorder) Record(k string) error {
	if err := r.sem.Acquire(time.Second); err != nil {
		return err
	}
	defer r.sem.Release(1)
	r.m[k]++
	return nil
}

// A Keeper's lock is that of its owner.
type Keeper struct {
	mu     *sync.Mutex
	left   map[string]int
	forget func(string)
}

func (k *Keeper) run() {
	for {
		k.mu.Lock()
		for name := range k.left {
			k.forget(name)
			delete(k.left, name)
		}
		k.mu.Unlock()
	}
}

// An Owner hands its lock on.
type Owner struct {
	mu     sync.Mutex
	keeper *Keeper
	names  map[string]int
}

func (o *Owner) Enable() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.keeper = &Keeper{mu: &o.mu, left: make(map[string]int), forget: func(name string) { delete(o.names, name) }}
	go o.keeper.run()
}

func (o *Owner) Assign(name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.names[name] = 1
	o.keeper.left[name] = 1
}

// Restore makes the map anew, when nobody uses it yet.
func (o *Owner) Restore(names []string) {
	o.names = make(map[string]int)
	for _, name := range names {
		o.names[name] = 1
	}
}

// A Rule is evaluated by one goroutine at a time.
type Rule struct {
	mu     sync.Mutex
	alerts map[int]string
}

func (r *Rule) eval(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.alerts[n] = "firing"
}

func (r *Rule) send() {
	for range r.alerts {
	}
}

// A Group evaluates each of its rules on a goroutine.
type Group struct{ rules []*Rule }

func (g *Group) Exec() {
	for _, r := range g.rules {
		go func() {
			r.eval(1)
			r.send()
		}()
	}
}

// An Folder has a lock of its own behind an interface; that of the outer object
// does not guard its map.
type Folder struct {
	mu    sync.Locker
	files map[string]int
}

func (i *Folder) Update(name string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.files[name]++
}

func (i *Folder) Sum() (n int) {
	for _, size := range i.files { // want `map i.files is iterated over here without i.mu`
		n += size
	}
	return n
}

type Folders struct {
	mu    sync.RWMutex
	inner map[string]*Folder
}

func newLocker() sync.Locker { return new(sync.Mutex) }

func (o *Folders) Add(name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.inner[name] = &Folder{mu: newLocker(), files: make(map[string]int)}
}

func (o *Folders) Sum(name string) int {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.inner[name].Sum()
}
