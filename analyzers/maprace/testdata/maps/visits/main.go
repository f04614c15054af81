// Command visits serves requests, and has no map, lock or go statement of its own.
package main

import (
	"net/http"

	"example.com/maps/store"
)

type handler struct{ counts *store.Counter }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.counts.Add(r.URL.Path) // want `map .* is (read|written) here without a lock by a handler of HTTP requests`
}

func page(w http.ResponseWriter, r *http.Request) {
	store.Hit(r.URL.Path) // want `map .* is (read|written) here without a lock by a handler of HTTP requests`
}

func main() {
	http.Handle("/", &handler{store.NewCounter()})
	http.HandleFunc("/page", page)
	http.ListenAndServe("127.0.0.1:8080", nil)
}
