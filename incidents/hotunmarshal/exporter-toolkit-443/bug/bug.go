// A metrics server spent most of each request on reading its own configuration.
//
// The file is consulted for every request, so that a change is picked up without
// a restart: it is read and decoded each time.
//
// Link: https://github.com/prometheus/exporter-toolkit/pull/443
// Framework: net/http
// Input: a file
package bug

import (
	"net/http"
	"os"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
	"gopkg.in/yaml.v3"
)

// web is the configuration of the server.
type web struct {
	Version tick.Tick         `yaml:"version"`
	Headers map[string]string `yaml:"headers"`
}

func load(path string) (*web, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &web{}
	return c, yaml.Unmarshal(content, c) // BUG: the same file for every request
}

type handler struct {
	path string
	next http.Handler
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, err := load(h.path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for k, v := range c.Headers {
		w.Header().Set(k, v)
	}
	h.next.ServeHTTP(w, r)
}

var server = &handler{
	path: probe.File("web.yml", "version: one\nheaders:\n  X-Frame-Options: deny\n"),
	next: http.NotFoundHandler(),
}

// Request sends one request.
func Request() error { return probe.Get(server, "/metrics") }
