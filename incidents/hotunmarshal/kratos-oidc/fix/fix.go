// The fix: decode it once.
package fix

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
	"github.com/julienschmidt/httprouter"
)

type providers struct {
	Version tick.Tick `json:"version"`
	IDs     []string  `json:"ids"`
}

type strategy struct {
	config json.RawMessage // of the provider list
	once   sync.Once
	parsed providers
	err    error
}

func (s *strategy) Config() (*providers, error) {
	s.once.Do(func() { s.err = json.Unmarshal(s.config, &s.parsed) })
	return &s.parsed, s.err
}

func (s *strategy) login(w http.ResponseWriter, r *http.Request, _ httprouter.Params) {
	c, err := s.Config()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for _, id := range c.IDs {
		w.Header().Add("X-Provider", id)
	}
	w.WriteHeader(http.StatusNoContent)
}

func router() http.Handler {
	s := &strategy{config: json.RawMessage(`{"version":"one","ids":["github"]}`)}
	r := httprouter.New()
	r.GET("/login", s.login)
	return r
}

var app = router()

// Request sends one request.
func Request() error { return probe.Get(app, "/login") }
