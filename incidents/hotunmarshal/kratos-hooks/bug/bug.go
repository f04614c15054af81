// An identity server turned its configuration into JSON and back for every step of a login.
//
// The hooks of a flow are a constant key of the configuration. They are marshalled
// to be unmarshalled into their type.
//
// Link: https://github.com/ory/kratos/blob/b86338da04a040247a07f46100a86dcfb3875909/driver/config/config.go#L816
// Framework: gorilla/mux
// Input: a configuration client
package bug

import (
	"encoding/json"
	"net/http"

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

func loginHooks() []hook { return hooks(keyLoginHooks) }

func hooks(key string) []hook {
	text, err := json.Marshal(conf.Get(key))
	if err != nil {
		return nil
	}
	var out []hook
	if err := json.Unmarshal(text, &out); err != nil { // BUG: a round trip for every request
		return nil
	}
	return out
}

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
