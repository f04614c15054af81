// The fix: keep the list, and decode it when the setting changes.
package fix

import (
	"encoding/json"
	"net/http"
	"sync/atomic"

	"github.com/gin-gonic/gin"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

var allowed atomic.Pointer[[]tick.Tick]

func init() { setProxyPolicy(`["7"]`) }

// setProxyPolicy is called when the setting changes.
func setProxyPolicy(text string) {
	var ids []tick.Tick
	if json.Unmarshal([]byte(text), &ids) == nil {
		allowed.Store(&ids)
	}
}

func mayProxy(policy string) bool {
	for _, id := range *allowed.Load() {
		if string(id) == policy {
			return true
		}
	}
	return false
}

func router() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.GET("/thumb/:policy", func(c *gin.Context) {
		if mayProxy(c.Param("policy")) {
			c.Status(http.StatusNoContent)
			return
		}
		c.Status(http.StatusNotFound)
	})
	return r
}

var app = router()

// Request sends one request.
func Request() error { return probe.Get(app, "/thumb/7") }
