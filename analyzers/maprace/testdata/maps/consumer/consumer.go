// Package consumer uses package library from goroutines.
package consumer

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"example.com/maps/library"
)

func counts(words []string) int {
	c := library.NewCounter()
	var wg sync.WaitGroup
	for _, w := range words {
		wg.Go(func() { c.Count(w) }) // want `written here .* by several goroutines`
	}
	wg.Wait()
	return c.Total("a")
}

func countsLocked(words []string) int {
	c, err := library.NewLocked()
	if err != nil {
		return 0
	}
	var wg sync.WaitGroup
	for _, w := range words {
		wg.Go(func() { c.Count(w) })
	}
	wg.Wait()
	return c.Total("a")
}

// API keeps a counter in a field.
type API struct{ hits library.Counter }

// NewAPI returns one.
func NewAPI() *API { return &API{hits: library.NewCounter()} }

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.hits.Count(r.URL.Path) // want `written here .* by a handler of HTTP requests`
	fmt.Fprintln(w, a.hits.Total(r.URL.Path))
}

// Locked keeps one with a lock.
type Locked struct{ hits library.Counter }

// NewLockedAPI returns one.
func NewLockedAPI() *Locked {
	c, _ := library.NewLocked()
	return &Locked{hits: c}
}

func (l *Locked) ServeHTTP(w http.ResponseWriter, r *http.Request) { l.hits.Count(r.URL.Path) }

var visits = library.NewCounter()

func visit(w http.ResponseWriter, r *http.Request) {
	visits.Count(r.URL.Path) // want `written here .* by a handler of HTTP requests`
}

func init() { http.HandleFunc("/visit", visit) }

// seen is a sink with a map of its own.
type seen struct{ m map[string]bool }

func (s *seen) Take(msg string) {
	s.m[msg] = true // want `written here .* by several goroutines`
}

func pumpObject(in <-chan string) {
	library.NewPump(&seen{m: make(map[string]bool)}, nil).Run(in)
}

func pumpFunc(in <-chan string) {
	n := make(map[string]int)
	library.NewPump(library.SinkFunc(func(msg string) {
		n[msg]++ // want `written here .* by several goroutines`
	}), nil).Run(in)
}

func pumpTap(in <-chan string) {
	last := make(map[string]time.Time)
	p := library.NewPump(nil, func(msg string) {
		last[msg] = time.Now() // want `written here .* by several goroutines`
	})
	p.Tap(in)
}

// inTurn is a sink that gets one message after the other.
type inTurn struct{ m map[string]bool }

func (s *inTurn) Take(msg string) { s.m[msg] = true }

func drain(in <-chan string) {
	library.NewPump(&inTurn{m: make(map[string]bool)}, nil).Drain(in)
}

// guardedSink has a lock.
type guardedSink struct {
	mu sync.Mutex
	m  map[string]bool
}

func (s *guardedSink) Take(msg string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[msg] = true
}

func pumpGuarded(in <-chan string) {
	library.NewPump(&guardedSink{m: make(map[string]bool)}, nil).Run(in)
}

// Lobby lists the rooms of package library.
type Lobby struct{ rooms *library.Rooms }

// NewLobby returns one.
func NewLobby() *Lobby { return &Lobby{rooms: library.NewRooms()} }

// Enter is for all.
func (l *Lobby) Enter(name string) { l.rooms.Join(name) }

// Watch prints the rooms now and then.
func (l *Lobby) Watch() {
	go func() {
		for range time.Tick(time.Second) {
			for name := range l.rooms.All() { // want `iterated over here without l.rooms.mu`
				fmt.Println(name)
			}
		}
	}()
}

// List is a handler.
func (l *Lobby) List(w http.ResponseWriter, r *http.Request) {
	all := l.rooms.All()
	fmt.Fprintln(w, all[r.URL.Path]) // want `read here without l.rooms.mu`
}

// Kick changes what it was handed.
func (l *Lobby) Kick(w http.ResponseWriter, r *http.Request) {
	delete(l.rooms.All(), r.URL.Path) // want `written here without l.rooms.mu`
}

// Snapshot is a handler that has a copy.
func (l *Lobby) Snapshot(w http.ResponseWriter, r *http.Request) {
	for name := range l.rooms.Copy() {
		fmt.Fprintln(w, name)
	}
}

func bus(in <-chan string) {
	b := library.NewBus()
	b.On("a", func() {})
	b.Start(in)
	b.Fire("a") // a bug of the library, which is told there
}

// topics is silent: the handler is registered, and nobody serves yet.
func topics(mux *http.ServeMux) *library.Topics {
	t := library.NewTopics()
	t.Route(mux)
	t.Add("a")
	return t
}
