// A note service decoded a switch of the whole system for every note.
//
// The switch is a row that the handler finds by a constant name.
//
// Link: https://github.com/usememos/memos/blob/5361f76b1135ad03a3637e1b2e6528e9b9802efd/server/memo.go#L62
// Framework: echo
// Input: a row, by a constant name
package bug

import (
	"encoding/json"
	"net/http"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
	"github.com/labstack/echo/v4"
)

type find struct {
	Name string
}

type systemSetting struct {
	Name, Value string
}

// Store is the database.
type Store struct {
	rows []systemSetting
}

func (s *Store) FindSystemSetting(f *find) *systemSetting {
	for _, row := range s.rows {
		if row.Name == f.Name {
			return &row
		}
	}
	return nil
}

func registerRoutes(e *echo.Echo, s *Store) {
	e.GET("/memo", func(c echo.Context) error {
		setting := s.FindSystemSetting(&find{Name: "disable-public-memos"})
		var disabled tick.Tick
		if err := json.Unmarshal([]byte(setting.Value), &disabled); err != nil { // BUG: for every note
			return err
		}
		if disabled == "yes" && c.QueryParam("visibility") == "public" {
			return c.NoContent(http.StatusForbidden)
		}
		return c.NoContent(http.StatusNoContent)
	})
}

func router(s *Store) *echo.Echo {
	e := echo.New()
	registerRoutes(e, s)
	return e
}

var app = router(&Store{rows: []systemSetting{{"disable-public-memos", `"yes"`}, {"customized-profile", `{"name":"memos"}`}}})

// Request sends one request.
func Request() error { return probe.Get(app, "/memo") }
