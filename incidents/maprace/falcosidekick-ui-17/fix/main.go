// The fix of falcosidekick-ui-17.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
)

type store struct {
	mu     sync.Mutex
	events map[string]int
}

func main() {
	s := &store{events: make(map[string]int)}
	mux := http.NewServeMux()
	mux.HandleFunc("/add", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.events[r.URL.RawQuery]++
	})
	mux.HandleFunc("/list", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for name, n := range s.events {
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
