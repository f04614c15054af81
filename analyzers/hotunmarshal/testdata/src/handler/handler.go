// Package handler has functions that run per request, and some that do not.
package handler

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/spf13/viper"
)

func decode() {
	var v any
	json.Unmarshal([]byte(viper.GetString("a")), &v) // want `each time handler.echoed`
}

func echoed(c echo.Context) error {
	decode()
	return nil
}

// setup registers, once.
func setup(c echo.Context) http.HandlerFunc {
	var v any
	json.Unmarshal([]byte(viper.GetString("b")), &v)
	return func(http.ResponseWriter, *http.Request) {}
}

func plain() {
	var v any
	json.Unmarshal([]byte(viper.GetString("c")), &v)
}

// adminConfig is for few.
func adminConfig(c echo.Context) error {
	var v any
	return json.Unmarshal([]byte(viper.GetString("d")), &v)
}

func ignored(c echo.Context) error {
	var v any
	//lint:ignore hotunmarshal it is asked for once a day
	return json.Unmarshal([]byte(viper.GetString("e")), &v)
}

// small decodes a key, which costs little, and what stands for a setting.
func small(c echo.Context) error {
	var key [32]byte
	json.Unmarshal([]byte(viper.GetString("key")), &key)
	var on bool
	return json.Unmarshal([]byte(viper.GetString("on")), &on) // want `decodes what does not depend on the request`
}

// ask is one of many ways to shared, showConfig a shorter one that is seldom taken.
func ask(c echo.Context) error { return second() }

func second() error { return shared() }

func showConfig(c echo.Context) error { return shared() }

func shared() error {
	var v any
	return json.Unmarshal([]byte(viper.GetString("shared")), &v) // want `each time handler.ask \(handler.go:\d+\) runs`
}
