// The fix: reuse what was decoded while the file is unchanged.
package fix

import (
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
	"gopkg.in/yaml.v3"
)

// web is the configuration of the server.
type web struct {
	Version tick.Tick         `yaml:"version"`
	Headers map[string]string `yaml:"headers"`
}

type handler struct {
	path string
	next http.Handler

	mu       sync.Mutex
	modified time.Time
	current  *web
}

// config returns the configuration, decoded anew when the file has changed.
func (h *handler) config() (*web, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	info, err := os.Stat(h.path)
	if err != nil {
		return nil, err
	}
	if h.current != nil && info.ModTime().Equal(h.modified) {
		return h.current, nil
	}
	content, err := os.ReadFile(h.path)
	if err != nil {
		return nil, err
	}
	c := &web{}
	if err := yaml.Unmarshal(content, c); err != nil {
		return nil, err
	}
	h.current, h.modified = c, info.ModTime()
	return c, nil
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, err := h.config()
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
