// The fix: make the round trip once.
package fix

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
	"github.com/gorilla/mux"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/v2"
)

type hook struct {
	Name tick.Tick `json:"hook"`
}

var conf = provider()

func provider() *koanf.Koanf {
	k := koanf.New(".")
	err := k.Load(confmap.Provider(map[string]any{
		"selfservice.flows.login.before.hooks": []any{map[string]any{"hook": "show_verification_ui"}},
	}, "."), nil)
	if err != nil {
		panic(err)
	}
	return k
}

const keyLoginHooks = "selfservice.flows.login.before.hooks"

var loginHooks = sync.OnceValue(func() []hook {
	text, err := json.Marshal(conf.Get(keyLoginHooks))
	if err != nil {
		return nil
	}
	var out []hook
	if err := json.Unmarshal(text, &out); err != nil {
		return nil
	}
	return out
})

func router() http.Handler {
	r := mux.NewRouter()
	r.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		for _, h := range loginHooks() {
			w.Header().Add("X-Hook", string(h.Name))
		}
		w.WriteHeader(http.StatusNoContent)
	})
	return r
}

var app = router()

// Request sends one request.
func Request() error { return probe.Get(app, "/login") }
