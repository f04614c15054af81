// A proxy spent its time on decoding the configuration of its own pipeline.
//
// Each request asks the configuration for the handlers of its pipeline.
//
// Link: https://github.com/ory/oathkeeper/pull/348
// Framework: net/http
// Input: a configuration client
package bug

import (
	"net/http"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/v2"
)

type rule struct {
	Handler tick.Tick `koanf:"handler"`
}

func provider() *koanf.Koanf {
	k := koanf.New(".")
	if err := k.Load(confmap.Provider(map[string]any{"authenticators.noop.handler": "noop"}, "."), nil); err != nil {
		panic(err)
	}
	return k
}

type proxy struct {
	conf *koanf.Koanf
}

func (p *proxy) pipeline(id string) (rule, error) {
	var r rule
	err := p.conf.Unmarshal("authenticators."+id, &r) // BUG: for every request
	return r, err
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rule, err := p.pipeline("noop")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("X-Handler", string(rule.Handler))
}

var server = &proxy{provider()}

// Request sends one request.
func Request() error { return probe.Get(server, "/") }
