// Package store decodes rows of stores: settings by constant keys, and others.
package store

import (
	"database/sql"
	"encoding/json"

	"github.com/labstack/echo/v4"
)

type Driver interface {
	Get(key string) (string, bool)
}

type db struct {
	sql    *sql.DB
	driver Driver
}

type find struct {
	Name   string
	UserID string
}

func (d *db) FindSetting(f *find) (string, error) {
	where, args := "name = ?", []any{f.Name}
	if f.UserID != "" {
		where, args = where+" AND user = ?", append(args, f.UserID)
	}
	var value string
	err := d.sql.QueryRow("SELECT value FROM settings WHERE "+where, args...).Scan(&value)
	return value, err
}

func (d *db) constant(c echo.Context) error {
	text, _ := d.FindSetting(&find{Name: "theme"})
	var v map[string]string
	return json.Unmarshal([]byte(text), &v) // want `json.Unmarshal decodes a setting that is the same for every request`
}

func (d *db) user(c echo.Context) error {
	text, _ := d.FindSetting(&find{Name: "theme", UserID: c.Param("user")})
	var v map[string]string
	return json.Unmarshal([]byte(text), &v) // of one user
}

func (d *db) cached(c echo.Context) error {
	text, _ := d.driver.Get("setting_theme")
	var v map[string]string
	return json.Unmarshal([]byte(text), &v) // want `decodes a setting`
}

func (d *db) entity(c echo.Context) error {
	text, _ := d.driver.Get("frontpage") // no setting, as far as can be seen
	var v map[string]string
	return json.Unmarshal([]byte(text), &v)
}

func (d *db) rows(c echo.Context) error {
	rows, err := d.sql.Query("SELECT value FROM jobs")
	if err != nil {
		return err
	}
	for rows.Next() {
		var text string
		rows.Scan(&text)
		var v map[string]string
		json.Unmarshal([]byte(text), &v) // changes all the time
	}
	return nil
}

type cache struct{ driver Driver }

// Get is the cache's own: what it holds is encoded.
func (c *cache) Get(key string) (v any) {
	text, _ := c.driver.Get(key)
	json.Unmarshal([]byte(text), &v)
	return v
}

func (d *db) encoded(c echo.Context) error {
	(&cache{d.driver}).Get("setting_theme")
	return nil
}
