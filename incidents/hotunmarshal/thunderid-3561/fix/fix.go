// The fix: keep the decoded value.
package fix

import (
	"encoding/json"
	"net/http"
	"sync/atomic"

	"github.com/go-chi/chi/v5"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

// origins are the sites that may call.
type origins struct {
	Version tick.Tick `json:"version"`
	Allowed []string  `json:"allowed"`
}

type service struct {
	raw     map[string]json.RawMessage // as the store has them
	current atomic.Pointer[origins]
}

func (s *service) origins() origins {
	if o := s.current.Load(); o != nil {
		return *o
	}
	var o origins
	_ = json.Unmarshal(s.raw["cors"], &o)
	s.current.Store(&o)
	return o
}

func (s *service) cors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, o := range s.origins().Allowed {
			if o == r.Header.Get("Origin") {
				w.Header().Set("Access-Control-Allow-Origin", o)
			}
		}
		next.ServeHTTP(w, r)
	})
}

func router() http.Handler {
	s := &service{raw: map[string]json.RawMessage{"cors": json.RawMessage(`{"version":"one","allowed":["https://a.example"]}`)}}
	r := chi.NewRouter()
	r.Use(s.cors)
	r.Get("/", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	return r
}

var app = router()

// Request sends one request.
func Request() error { return probe.Get(app, "/") }
