// Package framework has handlers of a web framework.
package framework

import (
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
)

type server struct {
	hits map[string]int
}

func register(e *gin.Engine) {
	s := &server{hits: make(map[string]int)}
	e.GET("/", s.hit)
}

func (s *server) hit(c *gin.Context) {
	s.hits[c.Query("page")]++ // want `map s.hits is .*HTTP requests`
}

type guarded struct {
	mu   sync.Mutex
	hits map[string]int
}

func registerGuarded(e *gin.Engine) {
	s := &guarded{hits: make(map[string]int)}
	e.GET("/", s.hit)
}

func (s *guarded) hit(c *gin.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hits[c.Query("page")]++
}

// A Transport is called by all goroutines that have the client.
type Transport struct{ hosts map[string]int }

func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.hosts[r.Host]++ // want `map t.hosts is written here without a lock by a handler of outgoing HTTP requests, which runs in parallel with itself`
	r.Header.Set("X", "y")
	return http.DefaultTransport.RoundTrip(r)
}

// Helped has a helper that takes what a request comes in, and is called under the lock.
type Helped struct {
	mu   sync.Mutex
	hits map[string]int
}

func registerHelped(e *gin.Engine) {
	s := &Helped{hits: make(map[string]int)}
	e.GET("/", s.hit)
}

func (s *Helped) hit(c *gin.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Count(c, "page")
}

// Count is called by hit, with the lock.
func (s *Helped) Count(c *gin.Context, key string) { s.hits[c.Query(key)]++ }
