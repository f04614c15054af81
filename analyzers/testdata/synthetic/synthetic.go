// Package synthetic runs functions that nobody wrote: bound methods, thunks,
// wrappers of promoted methods, instances, initializers.
package synthetic

import (
	"net"
	"net/http"
	"sync"
	"time"

	"example.com/synthetic/lib"
)

var started = time.Now()

type registry struct {
	h  lib.Handler
	mu sync.Mutex
	m  map[string]int
}

func (g *registry) handler() lib.Handler { return g.h }

type server struct {
	lib.Handler
	sync.Mutex
	f func(net.Conn)
}

func (s *server) serve(c net.Conn) { defer c.Close() }

func bound(g *registry, s *server) {
	http.HandleFunc("/field", g.h.Handle)
	http.HandleFunc("/result", g.handler().Handle)
	http.Handle("/converted", http.HandlerFunc(g.h.Handle))
	http.HandleFunc("/promoted", s.Handle)
	f := s.Handle
	http.HandleFunc("/kept", func(w http.ResponseWriter, r *http.Request) { f(w, r) })
	http.HandleFunc("/given", func(w http.ResponseWriter, r *http.Request) { s.Next(w, r, s.Handle) })
}

func accept(l net.Listener, s *server) {
	thunk, method := (*server).serve, s.serve
	promoted := (*server).Lock
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go thunk(s, c)
		go method(c)
		go s.f(c)
		go promoted(s)
		closing := c.Close
		go closing()
		time.AfterFunc(time.Second, s.Unlock)
	}
}

type pool[T any] struct {
	items map[string]T
	h     lib.Handler
	t     *time.Timer
}

func (p *pool[T]) put(k string, v T) { p.items[k] = v; p.t.Reset(time.Second) }

func (p *pool[T]) run(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go p.take(c)
	}
}

func (p *pool[T]) take(c net.Conn) { _ = p.items[c.RemoteAddr().String()] }

type instance = pool[int]

func generic(l net.Listener) {
	p := &pool[int]{items: map[string]int{}, t: time.NewTimer(time.Second)}
	put, take := p.put, (*instance).take
	go put("a", 1)
	go p.run(l)
	go take(p, nil)
	go each(p.items, func(k string, v int) { p.items[k] = v })
}

func each[K comparable, V any](m map[K]V, f func(K, V)) {
	for k, v := range m {
		f(k, v)
	}
}

func sequence(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func ranged(m map[string]int) {
	for k := range sequence(m) {
		go delete(m, k)
		defer println(k)
	}
}

func errors(err error) func() string { return err.Error }
