// Package app brings the store and the pool together.
package app

import (
	"net/http"

	"example.com/maps/pool"
	"example.com/maps/store"
)

func run(keys []string) {
	s := store.New()
	pool.Each(keys, func(k string) {
		s.Get(k) // want `map .*memo is written here without a lock by several goroutines at once`
	})
}

func goes(keys []string) {
	s := store.New()
	for _, k := range keys {
		go s.Get(k) // want `map .*memo is written here without a lock by several goroutines at once`
	}
}

func safe(keys []string, s *store.Safe) {
	pool.Each(keys, func(k string) { s.Get(k) })
}

func own(keys []string) {
	pool.Each(keys, func(k string) {
		s := store.New()
		s.Get(k)
	})
	s := store.New()
	pool.Do(func() { s.Get("a") })
	s.Get("b")
}

// An interface hides what runs.
func hidden(r pool.Runner) {
	s := store.New()
	r.Run(func() { s.Get("a") })
	s.Get("b")
}

// A getter is what the code needs of a store.
type getter interface{ Get(k string) int }

func through(keys []string, g getter) {
	pool.Each(keys, func(k string) {
		g.Get(k) // want `map .*memo is written here without a lock by several goroutines at once`
	})
}

// A wide interface has methods that no store has.
type wide interface {
	getter
	Put(k string)
}

func elsewhere(keys []string, w wide) {
	pool.Each(keys, func(k string) { w.Get(k) })
}

// Each has a store of its own.
func each(getters []getter) {
	for _, g := range getters {
		go g.Get("a")
	}
}

// A Proxy hands on its requests: the handler's own package tells of its map.
type Proxy struct{ events store.Events }

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.events.ServeHTTP(w, r) }
