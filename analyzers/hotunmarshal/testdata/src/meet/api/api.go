// Package api has a handler, and an interface for what it needs.
package api

import "net/http"

// Rules knows rules.
type Rules interface {
	Rules(tenant string) (map[string]string, error)
	Tenant(name string) (map[string]string, error)
}

// Server answers requests.
type Server struct{ Of Rules }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Of.Rules(r.Host)
	s.Of.Tenant(r.Host)
}
