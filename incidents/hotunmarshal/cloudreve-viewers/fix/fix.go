// The fix: keep the viewers with the text that they were decoded of.
package fix

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

// viewer opens files of some kinds.
type viewer struct {
	ID   tick.Tick `json:"id"`
	Exts []string  `json:"exts"`
}

// store is where settings are kept as text.
type store interface {
	Get(name, fallback string) string
}

type table map[string]string

func (t table) Get(name, fallback string) string {
	if v, ok := t[name]; ok {
		return v
	}
	return fallback
}

type settingProvider struct {
	adapter store

	mu      sync.Mutex
	text    string
	viewers []viewer
}

func (s *settingProvider) getString(name, fallback string) string {
	return s.adapter.Get(name, fallback)
}

func (s *settingProvider) FileViewers() []viewer {
	raw := s.getString("file_viewers", "[]")
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.text == raw {
		return s.viewers
	}
	var viewers []viewer
	if err := json.Unmarshal([]byte(raw), &viewers); err != nil {
		return nil
	}
	s.text, s.viewers = raw, viewers
	return viewers
}

var settings = &settingProvider{adapter: table{"file_viewers": `[{"id":"office","exts":["odt","ods"]}]`}}

func router() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.GET("/wopi", func(c *gin.Context) {
		for _, v := range settings.FileViewers() {
			for _, ext := range v.Exts {
				if ext == c.Query("ext") {
					c.Status(http.StatusNoContent)
					return
				}
			}
		}
		c.Status(http.StatusNotFound)
	})
	return r
}

var app = router()

// Request sends one request.
func Request() error { return probe.Get(app, "/wopi?ext=odt") }
