// Package served starts, and serves handlers of another package.
package served

import (
	"net/http"

	"example.com/maps/registrar"
)

var filter *registrar.Filter

type mux struct{}

func (mux) Register(method, path string, h http.HandlerFunc) { http.HandleFunc(path, h) }

// Main is called once: what it gives to Init is no key.
func Main(log func(string), done chan struct{}) {
	run(log)
	<-done
}

func run(log func(string)) {
	registrar.Init(log)
	filter = registrar.New(mux{})
	http.HandleFunc("/valid", valid)
	http.HandleFunc("/install", install)
	http.HandleFunc("/add", add)
	start()
}

func start() { filter.Start() }

// Two that read.
func valid(w http.ResponseWriter, r *http.Request) { registrar.Valid(r.URL.Path) }

func install(w http.ResponseWriter, r *http.Request) { start() }

func add(w http.ResponseWriter, r *http.Request) {
	registrar.Add(r.URL.Path) // want `map known is written here without a lock by a handler of HTTP requests, which runs in parallel with itself`
}
