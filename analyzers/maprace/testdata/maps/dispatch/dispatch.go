// Package dispatch passes one of two types behind an interface. What its caller
// passes tells which, and a place that this one does not have cannot exist.
package dispatch

import "example.com/maps/orm"

var engine = new(orm.Engine)

type getter interface{ Get(key string) int }

func get(g getter, key string) int { return g.Get(key) } // want `map Session.cache is written here without a lock by several goroutines at once, started at dispatch.go:65`

// Sync gives the engine, in a package variable.
func Sync() {
	go func() {
		for _, key := range []string{"a", "b"} {
			get(engine, key)
		}
	}()
}

// Get gives the engine.
func Get(key string) int { return get(engine, key) }

// Move gives a session of its own.
func Move(from, to string) int {
	s := engine.NewSession()
	return get(s, from) + get(s, to)
}

type service struct{ e *orm.Engine }

// Sync gives the engine in a field.
func (s *service) Sync() {
	for _, key := range []string{"a", "b"} {
		go get(s.e, key)
	}
}

type wrapped struct{ getter }

func (w *wrapped) twice(key string) int { return w.Get(key) + w.Get(key) }

// Twice gives it in an embedded interface.
func Twice(keys []string) {
	w := &wrapped{engine}
	for _, key := range keys {
		go w.twice(key)
	}
}

func first[G getter](g G, key string) int { return get(g, key) }

// First gives it by way of a generic function.
func First(keys []string) {
	for _, key := range keys {
		go first(engine, key)
	}
}

// Shared gives one session to many goroutines.
func Shared(keys []string) {
	s := engine.NewSession()
	for _, key := range keys {
		go get(s, key)
	}
}
