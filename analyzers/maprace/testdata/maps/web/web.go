// Package web is a layer above net/http, as services and frameworks have.
package web

import (
	"net/http"
	"sync"
)

// A Request is that of net/http with what the route says.
type Request struct {
	*http.Request
	Params map[string]string
}

// A ResponseWriter answers in JSON.
type ResponseWriter interface {
	Header() http.Header
	WriteHeader(status int)
	WriteJSON(v any)
}

type writer struct{ http.ResponseWriter }

func (writer) WriteJSON(any) {}

// A HandlerFunc answers a request.
type HandlerFunc func(ResponseWriter, *Request)

// A Route is a path with who answers.
type Route struct {
	Path   string
	Answer HandlerFunc
}

// Router answers by path.
func Router(routes ...Route) http.Handler {
	table := make(map[string]HandlerFunc)
	for _, r := range routes {
		table[r.Path] = r.Answer
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		table[r.URL.Path](writer{w}, &Request{r, map[string]string{}})
	})
}

// Failing is a handler that may fail.
type Failing func(w http.ResponseWriter, r *http.Request) error

func (f Failing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := f(w, r); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// Alone is a handler that answers one request at a time.
type Alone struct {
	mu sync.Mutex
	F  func(r *http.Request) string
}

func (a *Alone) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w.Write([]byte(a.F(r)))
}

// Plain is a handler by value.
type Plain struct {
	F    func(r *http.Request) string
	Kind string
}

func (p Plain) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", p.Kind)
	w.Write([]byte(p.F(r)))
}

var sessions = make(map[string]string)

// Login is for others to register: a function of a package that serves nothing itself.
func Login(w http.ResponseWriter, r *http.Request) {
	sessions[r.RemoteAddr] = r.FormValue("user") // want `map sessions is written here without a lock by a handler of HTTP requests`
}

// Logout uses the layer.
func Logout(w ResponseWriter, r *Request) {
	r.Params["seen"] = "yes"       // its own
	delete(sessions, r.RemoteAddr) // want `map sessions is written here without a lock by a handler of HTTP requests`
}
