// The fix: decode it when it is first asked for.
package fix

import (
	"encoding/json"
	"os"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

type document struct {
	Version tick.Tick `json:"swagger"`
	Host    string    `json:"host"`
}

var path = probe.File("swagger.json", `{"swagger":"2.0","host":"localhost"}`)

var load = sync.OnceValues(func() (*document, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	d := new(document)
	return d, json.Unmarshal(text, d)
})

func router() *fiber.App {
	app := fiber.New()
	app.Get("/swagger.json", func(c *fiber.Ctx) error {
		d, err := load()
		if err != nil {
			return err
		}
		return c.SendString(d.Host)
	})
	return app
}

var app = router()

// Request sends one request.
func Request() error { return probe.Fiber(app, "/swagger.json") }
