// Package store decodes rows of stores: settings by constant keys, and others.
package store

import (
	"database/sql"
	"encoding/json"
	"strings"

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

// SettingDriver is behind an interface.
type SettingDriver interface{ Get(key string) string }

type layers struct{ d SettingDriver }

func (l *layers) raw(name string) string { return l.d.Get(name) }

func (l *layers) constant(c echo.Context) error {
	var v any
	return json.Unmarshal([]byte(l.raw("cors")), &v) // want `decodes a setting`
}

func (l *layers) variable(c echo.Context) error {
	var v any
	return json.Unmarshal([]byte(l.raw(c.Param("name"))), &v)
}

// provider is a service that a context hands on.
type provider interface{ Setting(key string) string }

var channel chan provider

func (d *db) service(c echo.Context) error {
	p := <-channel // whatever it was made of
	var v any
	if err := json.Unmarshal([]byte(p.Setting("theme")), &v); err != nil { // want `decodes a setting`
		return err
	}
	return json.Unmarshal([]byte(c.Get("provider").(provider).Setting("theme")), &v) // want `decodes a setting`
}

func unpack(text []byte) (v any) {
	json.Unmarshal(text, &v)
	return v
}

// Peek is the cache's own, too.
func (c *cache) Peek(key string) any {
	text, _ := c.driver.Get(key)
	return unpack([]byte(text))
}

func (d *db) unpacked(c echo.Context) error {
	(&cache{d.driver}).Peek("setting_theme")
	return nil
}

type settingCache interface{ Get(key string) []byte }

func (d *db) ofCache(c echo.Context) error {
	var v any
	return json.Unmarshal(caches.Get("setting_theme"), &v) // want `decodes a setting .*; store.settingCache.Get\("setting_theme"\) has the text: keep the decoded value in the cache, not the text`
}

var caches settingCache

type filter struct{ ID *int }

// listed is a table whose rows are no settings, though they have a column of
// that name.
func (d *db) listed(f *filter) ([]string, error) {
	where, args := []string{"TRUE"}, []any{}
	if f.ID != nil {
		where, args = append(where, "id = ?"), append(args, *f.ID)
	}
	rows, err := d.sql.Query("SELECT id, config FROM providers WHERE "+strings.Join(where, " AND "), args...)
	if err != nil {
		return nil, err
	}
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		var v struct{ Name string }
		json.Unmarshal([]byte(text), &v)
		out = append(out, v.Name)
	}
	return out, nil
}

func (d *db) list(c echo.Context) error {
	_, err := d.listed(&filter{})
	return err
}
