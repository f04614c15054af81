// The fix of bone-39.
package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
)

var (
	stackMu sync.Mutex
	stack   = make(map[*http.Request]*mux)
)

type mux struct{ hits int }

// ServeHTTP notes which router serves a request.
func (m *mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	stackMu.Lock()
	stack[r] = m
	stackMu.Unlock()
	w.WriteHeader(http.StatusNoContent)
	stackMu.Lock()
	delete(stack, r)
	stackMu.Unlock()
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
