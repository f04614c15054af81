// Package helper decodes through functions that decode what they are given.
package helper

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/spf13/viper"
)

func into[T any](text string) (T, error) {
	var v T
	err := json.Unmarshal([]byte(text), &v)
	return v, err
}

func decode(r io.Reader, v any) error { return json.NewDecoder(r).Decode(v) }

func twice(text string, v any) error { return decode(strings.NewReader(text), v) }

func handler(w http.ResponseWriter, r *http.Request) {
	into[map[string]string](viper.GetString("a")) // want `json.Unmarshal decodes what does not depend .* through helper.into`
	var v any
	decode(r.Body, &v)
	twice(r.URL.Path, &v)
	twice(viper.GetString("b"), &v) // want `json.Decoder.Decode decodes what`
	func() {
		twice(viper.GetString("c"), &v) // want `json.Decoder.Decode decodes what`
	}()
	go twice(viper.GetString("d"), &v)               // want `json.Decoder.Decode decodes what`
	with(func() { twice(viper.GetString("e"), &v) }) // want `json.Decoder.Decode decodes what`
}

func with(f func()) { f() }
