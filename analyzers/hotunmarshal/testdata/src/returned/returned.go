// Package returned calls functions that functions return.
package returned

import (
	"encoding/json"
	"net/http"
	"os"

	"returned/lib"
)

type settings struct{ Theme, Title string }

func parser(text string) func() settings {
	return func() settings {
		var v settings
		json.Unmarshal([]byte(text), &v) // want `json.Unmarshal decodes what does not depend on the request`
		return v
	}
}

func at(w http.ResponseWriter, r *http.Request) {
	v := parser(os.Getenv("SETTINGS"))()
	w.Write([]byte(v.Theme))
}

func loader(path string) (func() settings, error) {
	if path == "" {
		return nil, os.ErrInvalid
	}
	return func() settings {
		raw, _ := os.ReadFile(path)
		var v settings
		json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
		return v
	}, nil
}

func late(w http.ResponseWriter, r *http.Request) {
	load, err := loader("settings.json")
	if err != nil {
		return
	}
	w.Write([]byte(load().Theme))
}

func ofRequest(w http.ResponseWriter, r *http.Request) {
	load, err := users(r.FormValue("user"))
	if err != nil {
		return
	}
	w.Write([]byte(load().Theme))
}

func users(path string) (func() settings, error) {
	return func() settings {
		raw, _ := os.ReadFile(path)
		var v settings
		json.Unmarshal(raw, &v)
		return v
	}, nil
}

func elsewhere(w http.ResponseWriter, r *http.Request) {
	var v settings
	json.Unmarshal(lib.Loader("rules.json")(), &v) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(v.Theme))
}

var once = lib.Once("rules.json")

func kept(w http.ResponseWriter, r *http.Request) { _ = once() }

func requestMetrics(prefix string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			raw, _ := os.ReadFile("labels.json")
			var v map[string]string
			json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
			w.Header().Set(prefix, v["name"])
			h.ServeHTTP(w, r)
		})
	}
}

func metricsHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := os.ReadFile("labels.json")
		var v map[string]string
		json.Unmarshal(raw, &v) // is seldom asked for
		w.Write([]byte(v["name"]))
	})
}
