package registrar

import "net/http"

// A Ctx is what a handler of an Engine is given.
type Ctx struct {
	w     http.ResponseWriter
	r     *http.Request
	after []func()
}

// Param returns a parameter.
func (c *Ctx) Param(k string) string { return c.r.FormValue(k) }

// After has a function called when the request is done.
func (c *Ctx) After(f func()) { c.after = append(c.after, f) }

// A HandlerFunc handles a request.
type HandlerFunc func(*Ctx)

// An Engine is a small framework.
type Engine struct {
	routes map[string]HandlerFunc
	before []func(path string)
	start  []func()
}

// NewEngine makes one.
func NewEngine() *Engine { return &Engine{routes: map[string]HandlerFunc{}} }

// Add has a handler called for each request to a path.
func (e *Engine) Add(path string, h HandlerFunc) { e.routes[path] = h }

// Before has a function called before each handler.
func (e *Engine) Before(f func(path string)) { e.before = append(e.before, f) }

// OnStart has a function called at start.
func (e *Engine) OnStart(f func()) { e.start = append(e.start, f) }

// Start calls what is for the start.
func (e *Engine) Start() {
	for _, f := range e.start {
		f()
	}
}

// ServeHTTP handles requests.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, f := range e.before {
		f(r.URL.Path)
	}
	h, ok := e.routes[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	c := &Ctx{w: w, r: r}
	h(c)
	for _, f := range c.after {
		f()
	}
}
