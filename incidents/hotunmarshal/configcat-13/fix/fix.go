// The fix: decode what was fetched when it is fetched.
package fix

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
	flags flags
}

func newClient(text string) *client {
	c := new(client)
	if err := json.Unmarshal([]byte(text), &c.flags); err != nil {
		panic(err)
	}
	return c
}

// Value returns the value of a flag.
func (c *client) Value(name string) string { return c.flags.Values[name] }

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
