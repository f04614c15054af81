package store

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
)

// edit changes a text as its caller says.
func edit(text []byte, change func(v map[string]any)) []byte {
	var v map[string]any
	json.Unmarshal(text, &v) // to be changed
	change(v)
	text, _ = json.Marshal(v)
	return text
}

func (l *layers) renamed(c echo.Context) error {
	text := edit([]byte(l.raw("theme")), func(v map[string]any) { v["name"] = c.Param("name") })
	var v any
	return json.Unmarshal(text, &v) // it has the request's name
}

func (l *layers) cleaned(c echo.Context) error {
	version := "2"
	text := edit([]byte(l.raw("theme")), func(v map[string]any) { v["version"] = version })
	var v any
	return json.Unmarshal(text, &v) // want `decodes a setting`
}
