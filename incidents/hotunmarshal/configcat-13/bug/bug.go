// A client for feature flags decoded all flags to evaluate one.
//
// It held the flags as the text that it had fetched, and decoded it for every
// evaluation: 83 us instead of 0.8.
//
// Link: https://github.com/configcat/go-sdk/pull/13
// Framework: fiber
// Input: text in a cache
package bug

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

type flags struct {
	Version tick.Tick         `json:"version"`
	Values  map[string]string `json:"values"`
}

// client evaluates feature flags.
type client struct {
	text string
}

func newClient(text string) *client { return &client{text: text} }

// Value returns the value of a flag.
func (c *client) Value(name string) string {
	var f flags
	if err := json.Unmarshal([]byte(c.text), &f); err != nil { // BUG: all flags, for one
		return ""
	}
	return f.Values[name]
}

func router() *fiber.App {
	c := newClient(`{"version":"one","values":{"dark":"on"}}`)
	app := fiber.New()
	app.Get("/", func(ctx *fiber.Ctx) error {
		return ctx.SendString(c.Value(ctx.Query("flag", "dark")))
	})
	return app
}

var app = router()

// Request sends one request.
func Request() error { return probe.Fiber(app, "/") }
