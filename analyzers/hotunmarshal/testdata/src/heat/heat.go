// Package heat has decodes that a profile knows.
package heat

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
	"github.com/spf13/viper"
)

type server struct{}

func (s *server) lukewarm(c echo.Context) error {
	return func() error {
		var v any
		return json.Unmarshal([]byte(viper.GetString("b")), &v) // want `; 20.0 % of CPU below this line: decode it once`
	}()
}

func hot(c echo.Context) error {
	var v any
	return json.Unmarshal([]byte(viper.GetString("a")), &v) // want `; 75.0 % of CPU below this line: decode it once`
}

func silent(c echo.Context) error {
	var v any
	return json.Unmarshal([]byte(viper.GetString("c")), &v) // want `\(heat.go:27\): decode it once`
}
