// A file service decoded its list of file viewers for every document that was opened.
//
// A provider of settings takes the text of a setting by its name, through a chain
// of stores behind an interface, and decodes it on each call.
//
// Link: https://github.com/cloudreve/Cloudreve/blob/8fe28897722834f8c3c07df42eff62e9c0920c01/pkg/setting/provider.go#L238
// Framework: gin
// Input: a setting, by name
package bug

import (
	"encoding/json"
	"net/http"

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
}

func (s *settingProvider) getString(name, fallback string) string {
	return s.adapter.Get(name, fallback)
}

func (s *settingProvider) FileViewers() []viewer {
	raw := s.getString("file_viewers", "[]")
	var viewers []viewer
	if err := json.Unmarshal([]byte(raw), &viewers); err != nil { // BUG: the same text for every request
		return nil
	}
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
