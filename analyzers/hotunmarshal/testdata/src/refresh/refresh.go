// Package refresh has entry points that have a text read again for the others, and some
// that do so for themselves.
package refresh

import (
	"encoding/json"
	"html/template"
	"net/http"
	"net/rpc"
	"os"
	"sync"
	"sync/atomic"
)

type routes map[string]string

var table atomic.Pointer[routes]

func load() error {
	raw, err := os.ReadFile("routes.json")
	if err != nil {
		return err
	}
	var r routes
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	table.Store(&r)
	return nil
}

func again(w http.ResponseWriter, r *http.Request) {
	if err := load(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, (*table.Load())[r.URL.Path], http.StatusFound)
}

type server struct {
	mu    sync.RWMutex
	rules routes
	own   routes
	page  *template.Template
	seen  routes
}

func (s *server) fetch() error {
	raw, err := os.ReadFile("rules.json")
	if err != nil {
		return err
	}
	var r routes
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = r
	return nil
}

func (s *server) pull(w http.ResponseWriter, r *http.Request) {
	if s.fetch() == nil {
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *server) rule(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	w.Write([]byte(s.rules[r.URL.Path]))
}

var motd string

// hook decodes in place.
func hook(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("motd.json")
	json.Unmarshal(raw, &motd)
}

func greet(w http.ResponseWriter, r *http.Request) { w.Write([]byte(motd)) }

// Those that follow use what they store.

func (s *server) readOwn() {
	raw, _ := os.ReadFile("own.json")
	var r routes
	json.Unmarshal(raw, &r) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*refresh.server\).show`
	s.own = r
}

func (s *server) show(w http.ResponseWriter, r *http.Request) {
	s.readOwn()
	s.render(w, r)
}

func (s *server) render(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(s.own[r.URL.Path]))
}

var current routes

func reload() {
	raw, _ := os.ReadFile("current.json")
	var r routes
	json.Unmarshal(raw, &r) // want `json.Unmarshal decodes what does not depend on the request.*each time a function in refresh.fresh`
	current = r
}

// fresh is middleware: what it calls may read anything.
func fresh(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reload()
		next.ServeHTTP(w, r)
	})
}

func (s *server) look() {
	raw, _ := os.ReadFile("seen.json")
	var r routes
	json.Unmarshal(raw, &r) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*refresh.server\).whole`
	s.seen = r
}

// whole gives a template all that the server has.
func (s *server) whole(w http.ResponseWriter, r *http.Request) {
	s.look()
	s.page.Execute(w, s)
}

type reply struct{ Target string }

// Dictionary answers net/rpc: the reply is the caller's.
type Dictionary struct{ file string }

func (d *Dictionary) Lookup(args *reply, to *reply) error {
	raw, err := os.ReadFile(d.file)
	if err != nil {
		return err
	}
	words := make(map[string]string)
	if err := json.Unmarshal(raw, &words); err != nil { // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*refresh.Dictionary\).Lookup`
		return err
	}
	to.Target = words[args.Target]
	return nil
}

func register() { rpc.Register(&Dictionary{"words.json"}) }
