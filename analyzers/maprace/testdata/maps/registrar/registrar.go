// Package registrar has handlers that an importer's registry serves, and a map that
// is filled once, before.
package registrar

import "net/http"

var known map[string][]string

var names = []string{"a", "b"}

func fill(log func(string)) {
	known = make(map[string][]string, len(names))
	for _, n := range names {
		known[n] = nil
		log(n)
	}
}

// Init is called at the start.
func Init(log func(string)) { fill(log) }

// Valid reads.
func Valid(id string) bool {
	_, ok := known[id]
	return ok
}

// Add writes.
func Add(id string) { known[id] = nil }

// A Registry serves handlers.
type Registry interface {
	Register(method, path string, h http.HandlerFunc)
}

// A Filter has handlers.
type Filter struct{ registry Registry }

// New returns a filter.
func New(r Registry) *Filter { return &Filter{r} }

func (f *Filter) handle(w http.ResponseWriter, r *http.Request) { Valid(r.URL.Path) }

// Start has the handlers served.
func (f *Filter) Start() {
	register := f.registry.Register
	register(http.MethodPut, "/update", f.handle)
}
