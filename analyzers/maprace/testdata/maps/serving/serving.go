// Command serving has handlers of several forms.
package main

import (
	"net/http"
	"sync"

	"example.com/maps/web"
)

var (
	layers map[string]string
	mu     = new(sync.Mutex)
)

func load() error {
	mu.Lock()
	defer mu.Unlock()
	layers = make(map[string]string)
	for _, name := range []string{"roads", "rivers"} {
		layers[name] = name
	}
	return nil
}

func list(w http.ResponseWriter, r *http.Request) error {
	if err := load(); err != nil {
		return err
	}
	for name := range layers { // want `map layers is iterated over here without mu by a handler of HTTP requests`
		w.Write([]byte(name))
	}
	return nil
}

var (
	visits  = make(map[string]int)
	agents  = make(map[string]int)
	hits    = make(map[string]int)
	paths   = make(map[string]int)
	methods = make(map[string]int)
)

func visit(r *http.Request) string {
	visits[r.RemoteAddr]++ // want `map visits is written here without a lock by a handler of HTTP requests`
	return "visited"
}

func agent(r *http.Request) string {
	agents[r.UserAgent()]++ // one at a time
	return "noted"
}

// A wrapped is a handler made of another function.
type wrapped struct {
	next func(r *http.Request) string
}

func (h *wrapped) ServeHTTP(w http.ResponseWriter, r *http.Request) { w.Write([]byte(h.next(r))) }

func hit(r *http.Request) string {
	hits[r.URL.Path]++ // want `map hits is written here without a lock by a handler of HTTP requests`
	return "hit"
}

// A Context is a service's own.
type Context struct {
	W   http.ResponseWriter
	R   *http.Request
	own map[string]string
}

func count(c *Context) error {
	c.own["path"] = c.R.URL.Path
	paths[c.R.URL.Path]++ // want `map paths is written here without a lock by a handler of HTTP requests`
	return nil
}

// An app calls what is registered for a path.
type app map[string]func(c *Context) error

func (a app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f := a[r.URL.Path]; f != nil {
		f(&Context{w, r, make(map[string]string)})
	}
}

func handler(name string, next func(r *http.Request) string) http.Handler {
	return web.Plain{Kind: name, F: next}
}

func method(r *http.Request) string {
	methods[r.Method]++ // want `map methods is written here without a lock by a handler of HTTP requests`
	return r.Method
}

// each makes a handler for one request: nobody else has its map.
func each(w http.ResponseWriter, r *http.Request) {
	own := make(map[string]int)
	h := &wrapped{func(r *http.Request) string { own[r.Method]++; return "own" }}
	h.ServeHTTP(w, r)
}

func main() {
	if err := load(); err != nil {
		return
	}
	http.Handle("/list", web.Failing(list))
	http.Handle("/visit", web.Plain{F: visit})
	http.Handle("/agent", &web.Alone{F: agent})
	http.Handle("/hit", &wrapped{hit})
	http.Handle("/count", app{"/count": count})
	http.Handle("/method", handler("text/plain", method))
	http.HandleFunc("/each", each)
	http.HandleFunc("/login", web.Login)
	http.Handle("/logout", web.Router(web.Route{Path: "/logout", Answer: web.Logout}))
	http.ListenAndServe(":80", nil)
}
