package store

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
)

// A dialer makes stores of settings: the address of one is a setting itself.
type dialer interface {
	Dial(address string) SettingDriver
}

type dialed struct {
	settings SettingDriver
	dialer   dialer
}

func (d *dialed) constant(c echo.Context) error {
	store := d.dialer.Dial(d.settings.Get("address"))
	var v any
	return json.Unmarshal([]byte(store.Get("theme")), &v) // want `decodes a setting`
}

func (d *dialed) row(c echo.Context) error {
	store := d.dialer.Dial(d.settings.Get("address"))
	name := d.settings.Get("default")
	var v any
	return json.Unmarshal([]byte(store.Get("theme."+name)), &v) // one of many, though not the request's
}

func (d *dialed) behind(c echo.Context) error {
	return theme(d.dialer.Dial(d.settings.Get("address")))
}

func theme(store SettingDriver) error {
	var v any
	return json.Unmarshal([]byte(store.Get("theme")), &v) // want `decodes a setting`
}

// An entry is a row that says itself what it has.
type entry interface{ Setting() string }

type directory interface{ Entry(name string) entry }

type entries struct {
	settings  SettingDriver
	directory directory
}

func (e *entries) serve(c echo.Context) error {
	row := e.directory.Entry("theme." + e.settings.Get("default"))
	var v any
	return json.Unmarshal([]byte(row.Setting()), &v) // one of many
}
