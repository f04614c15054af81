// The fix: keep what was decoded, by name.
package fix

import (
	"net/http"
	"sync"

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

	mu    sync.Mutex
	rules map[string]rule
}

func (p *proxy) pipeline(id string) (rule, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r, ok := p.rules[id]; ok {
		return r, nil
	}
	var r rule
	if err := p.conf.Unmarshal("authenticators."+id, &r); err != nil {
		return r, err
	}
	p.rules[id] = r
	return r, nil
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rule, err := p.pipeline("noop")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("X-Handler", string(rule.Handler))
}

var server = &proxy{conf: provider(), rules: make(map[string]rule)}

// Request sends one request.
func Request() error { return probe.Get(server, "/") }
