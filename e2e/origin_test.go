package e2e

import "testing"

// TestDecodeBelow has a decode two packages below the handler, and one that only
// an interface leads to, which none but package main's imports know together:
// facts about packages reach direct importers only.
func TestDecodeBelow(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{
		"go.mod": modFile,
		"help/help.go": `package help

import (
	"encoding/json"
	"os"
)

func Load() (v map[string]string, err error) {
	raw, err := os.ReadFile("rules.json")
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal(raw, &v)
	return v, err
}
`,
		"svc/svc.go": `package svc

import "example.com/m/help"

func Get(name string) string {
	v, _ := help.Load()
	return v[name]
}
`,
		"api/api.go": `package api

import (
	"fmt"
	"net/http"

	"example.com/m/svc"
)

type Rules interface{ Rule(name string) string }

type Server struct{ Rules Rules }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, svc.Get(r.URL.Path), s.Rules.Rule(r.URL.Path))
}
`,
		"store/store.go": `package store

import (
	"encoding/json"
	"os"
)

type Files struct{}

func (*Files) Rule(name string) string {
	raw, _ := os.ReadFile("store.json")
	var v map[string]string
	json.Unmarshal(raw, &v)
	return v[name]
}
`,
		"wire/wire.go": `package wire

import "example.com/m/store"

func Rules() *store.Files { return new(store.Files) }
`,
		"cmd/main.go": `package main

import (
	"net/http"

	"example.com/m/api"
	"example.com/m/wire"
)

func main() { http.ListenAndServe(":1", &api.Server{Rules: wire.Rules()}) }
`,
	})
	m.vet(t, "./...").expect(t, 1, nil, []string{
		"help/help.go:13:22: json.Unmarshal decodes",
		"store/store.go:13:16: json.Unmarshal decodes",
	})
}
