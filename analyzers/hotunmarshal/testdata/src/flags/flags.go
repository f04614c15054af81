// Package flags has what is reported by flag only.
package flags

import (
	"embed"
	"encoding/json"

	"github.com/labstack/echo/v4"
	"github.com/spf13/viper"
)

//go:embed flags.go
var files embed.FS

func keyed(c echo.Context) error {
	raw, err := files.ReadFile(c.Param("lang") + ".json")
	if err != nil {
		return err
	}
	var v any
	return json.Unmarshal(raw, &v) // want `decodes one of a fixed set of values`
}

func install(c echo.Context) error {
	var v any
	return json.Unmarshal([]byte(viper.GetString("d")), &v) // want `decodes what does not depend`
}

type driver interface{ Get(string) string }

type server struct{ d driver }

func (s *server) indirect(c echo.Context) error {
	var v any
	return json.Unmarshal([]byte(s.d.Get("frontpage")), &v) // want `json.Unmarshal decodes`
}

type worker struct{}

func (worker) Step() {
	var v any
	json.Unmarshal([]byte(viper.GetString("d")), &v) // want `each time \(flags.worker\).Step`
}

type text struct{ d driver }

// get is a store of anything.
func (t *text) get(key string, v any) error { return json.Unmarshal([]byte(t.d.Get(key)), v) }

func (t *text) stored(c echo.Context) error {
	var v any
	if err := t.get("settings", &v); err != nil { // want `json.Unmarshal decodes`
		return err
	}
	return t.get(c.Param("id"), &v)
}
