// The fix: keep the profile that was decoded.
package fix

import (
	"encoding/json"
	"net/http"
	"sync"

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

var (
	mu      sync.Mutex
	current *profile // forgotten when the row changes
)

func siteProfile(s *Store) (*profile, error) {
	mu.Lock()
	defer mu.Unlock()
	if current != nil {
		return current, nil
	}
	setting := s.FindSystemSetting(&find{Name: "customized-profile"})
	p := &profile{Name: "memos"}
	if err := json.Unmarshal([]byte(setting.Value), p); err != nil {
		return nil, err
	}
	current = p
	return p, nil
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
