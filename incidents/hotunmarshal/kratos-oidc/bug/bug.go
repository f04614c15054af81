// An identity server decoded its list of login providers for every login.
//
// The strategy gets its configuration as JSON and decodes it wherever it needs it.
//
// Link: https://github.com/ory/kratos/blob/b86338da04a040247a07f46100a86dcfb3875909/selfservice/strategy/oidc/strategy.go#L655
// Framework: httprouter
// Input: bytes that the server was made with
package bug

import (
	"bytes"
	"encoding/json"
	"net/http"

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
}

func (s *strategy) Config() (*providers, error) {
	var c providers
	err := json.
		NewDecoder(bytes.NewBuffer(s.config)).
		Decode(&c) // BUG: for every request
	return &c, err
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
