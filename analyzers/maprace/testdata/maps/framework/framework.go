// Package framework has handlers of a web framework.
package framework

import (
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
