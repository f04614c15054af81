// A note service decoded the profile of the site for every feed.
//
// Two handlers share the helper that finds the row and decodes it.
//
// Link: https://github.com/usememos/memos/blob/5361f76b1135ad03a3637e1b2e6528e9b9802efd/server/rss.go#L133
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

type profile struct {
	Name tick.Tick `json:"name"`
}

func siteProfile(s *Store) (*profile, error) {
	setting := s.FindSystemSetting(&find{Name: "customized-profile"})
	p := &profile{Name: "memos"}
	err := json.Unmarshal([]byte(setting.Value), p) // BUG: for every feed
	return p, err
}

func registerRoutes(e *echo.Echo, s *Store) {
	feed := func(c echo.Context) error {
		p, err := siteProfile(s)
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, string(p.Name))
	}
	e.GET("/rss.xml", feed)
	e.GET("/u/:id/rss.xml", feed)
}

func router(s *Store) *echo.Echo {
	e := echo.New()
	registerRoutes(e, s)
	return e
}

var app = router(&Store{rows: []systemSetting{{"disable-public-memos", `"yes"`}, {"customized-profile", `{"name":"memos"}`}}})

// Request sends one request.
func Request() error { return probe.Get(app, "/rss.xml") }
