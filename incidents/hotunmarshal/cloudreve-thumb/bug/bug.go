// A file service decoded the same list of ids for every thumbnail.
//
// The list is a setting that a cache holds as text. The cache should hold the list.
//
// Link: https://github.com/cloudreve/Cloudreve/blob/88409cc1f0a0a55b7ea8f0aee15e82876260b2d8/models/policy.go#L241
// Framework: gin
// Input: a setting, by name
package bug

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

var cache sync.Map

func init() { cache.Store("setting_thumb_proxy_policy", `["7"]`) }

// settingByName returns the text of a setting.
func settingByName(name string) string {
	if v, ok := cache.Load("setting_" + name); ok {
		return v.(string)
	}
	return "[]"
}

func mayProxy(policy string) bool {
	var allowed []tick.Tick
	_ = json.Unmarshal([]byte(settingByName("thumb_proxy_policy")), &allowed) // BUG: the cache holds text
	for _, id := range allowed {
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
