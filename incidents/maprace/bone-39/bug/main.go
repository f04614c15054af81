// A router took services down that had some load.
//
// The server calls ServeHTTP for each request on a goroutine of its own.
//
// Link: https://github.com/go-zoo/bone/issues/39
// Idiom: a package map of what is in progress
// Source: HTTP handler
package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
)

var (
	stack = make(map[*http.Request]*mux)
)

type mux struct{ hits int }

// ServeHTTP notes which router serves a request.
func (m *mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	stack[r] = m // BUG: ServeHTTP runs in parallel with itself
	w.WriteHeader(http.StatusNoContent)
	delete(stack, r) // OTHER
}

func main() {
	var m mux
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 50000 {
				m.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
			}
		}()
	}
	wg.Wait()
}
