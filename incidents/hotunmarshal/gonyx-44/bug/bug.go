// A server read and decoded its API description for everybody who looked at it.
//
// The file does not change while the server runs.
//
// Link: https://github.com/Blocktunium/gonyx/pull/44
// Framework: fiber
// Input: a file
package bug

import (
	"encoding/json"
	"os"

	"github.com/gofiber/fiber/v2"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

type document struct {
	Version tick.Tick `json:"swagger"`
	Host    string    `json:"host"`
}

var path = probe.File("swagger.json", `{"swagger":"2.0","host":"localhost"}`)

func router() *fiber.App {
	app := fiber.New()
	app.Get("/swagger.json", func(c *fiber.Ctx) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		var d document
		if err := json.NewDecoder(f).Decode(&d); err != nil { // BUG: for every visitor
			return err
		}
		return c.SendString(d.Host)
	})
	return app
}

var app = router()

// Request sends one request.
func Request() error { return probe.Fiber(app, "/swagger.json") }
