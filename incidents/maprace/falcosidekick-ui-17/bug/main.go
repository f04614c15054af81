// A dashboard died when events came in while somebody looked at it.
//
// Each request has a goroutine of its own.
//
// Link: https://github.com/falcosecurity/falcosidekick-ui/pull/17
// Idiom: no lock at all
// Source: HTTP handlers
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
)

type store struct {
	events map[string]int
}

func main() {
	s := &store{events: make(map[string]int)}
	mux := http.NewServeMux()
	mux.HandleFunc("/add", func(w http.ResponseWriter, r *http.Request) {
		s.events[r.URL.RawQuery]++ // BUG: a handler runs in parallel with itself
	})
	mux.HandleFunc("/list", func(w http.ResponseWriter, r *http.Request) {
		for name, n := range s.events { // OTHER
			fmt.Fprintln(w, name, n)
		}
	})
	var wg sync.WaitGroup
	for range 4 {
		for _, path := range []string{"/add?a", "/add?b", "/list"} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range 20000 {
					mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
				}
			}()
		}
	}
	wg.Wait()
}
