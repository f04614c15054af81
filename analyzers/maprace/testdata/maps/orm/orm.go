// Package orm has an engine, which all share, and sessions, of which each goroutine makes one.
// Both answer the same calls.
package orm

// Engine is shared.
type Engine struct{ dsn string }

// Session belongs to one goroutine.
type Session struct {
	engine *Engine
	cache  map[string]int
}

// NewSession makes one.
func (e *Engine) NewSession() *Session { return &Session{engine: e, cache: make(map[string]int)} }

// Get asks in a session of its own.
func (e *Engine) Get(key string) int { return e.NewSession().Get(key) }

// Get asks once for each key.
func (s *Session) Get(key string) int {
	if n, ok := s.cache[key]; ok {
		return n
	}
	n := len(s.engine.dsn) + len(key)
	s.cache[key] = n
	return n
}
