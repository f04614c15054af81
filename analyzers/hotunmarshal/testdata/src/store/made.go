package store

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
	"github.com/spf13/viper"
)

// A strategy is chosen for each request, from wherever.
type strategy interface{ check() error }

var strategies chan strategy

func serve(c echo.Context) error { return (<-strategies).check() }

// oidc is a service: what it is made with, the program says.
type oidc struct {
	d  SettingDriver
	id string
}

func newOIDC(d SettingDriver, opts ...func(*oidc)) *oidc {
	s := &oidc{d: d, id: "oidc"}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

func named(id string) func(*oidc) { return func(s *oidc) { s.id = id } }

func (s *oidc) check() error { return s.config() }

func (s *oidc) name() string { return "strategies." + s.id }

func (s *oidc) config() error {
	var v any
	if err := json.Unmarshal([]byte(viper.GetString(s.name())), &v); err != nil { // want `json.Unmarshal decodes what does not depend on the request`
		return err
	}
	return json.Unmarshal([]byte(s.d.Get(s.id)), &v) // want `json.Unmarshal decodes a setting`
}

// tenant is made for somebody.
type tenant struct {
	d  SettingDriver
	id string
}

func newTenant(d SettingDriver, id string) *tenant { return &tenant{d, id} }

func (s *tenant) check() error {
	var v any
	return json.Unmarshal([]byte(viper.GetString(s.id)), &v)
}

// record is a row.
type record struct {
	d  SettingDriver
	ID string `json:"id"`
}

func (s *record) check() error {
	var v any
	return json.Unmarshal([]byte(viper.GetString(s.ID)), &v)
}
