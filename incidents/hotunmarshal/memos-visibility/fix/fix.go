// The fix: decode the switch when it is set.
package fix

import (
	"encoding/json"
	"net/http"
	"sync/atomic"

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

var publicDisabled atomic.Bool

// onSetting is called for each row at start, and when one changes.
func onSetting(row systemSetting) error {
	var disabled tick.Tick
	if row.Name != "disable-public-memos" {
		return nil
	}
	if err := json.Unmarshal([]byte(row.Value), &disabled); err != nil {
		return err
	}
	publicDisabled.Store(disabled == "yes")
	return nil
}

func registerRoutes(e *echo.Echo, s *Store) {
	for _, row := range s.rows {
		if err := onSetting(row); err != nil {
			panic(err)
		}
	}
	e.GET("/memo", func(c echo.Context) error {
		if publicDisabled.Load() && c.QueryParam("visibility") == "public" {
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
