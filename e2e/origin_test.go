package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

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

// TestFilledBelow has a library that fills in what it is given through a function
// that is registered elsewhere, and whose own package decodes: what it fills in is
// a row all the same.
func TestFilledBelow(t *testing.T) {
	root := write(t, t.TempDir(), map[string]string{
		"db/go.mod": "module example.com/db\n\ngo 1.24\n",
		"db/db.go": `package db

import "encoding/json"

type DB struct {
	dest  any
	key   string
	fills []func(*DB)
}

func (db *DB) First(dest any, key string) {
	db.dest, db.key = dest, key
	for _, fill := range db.fills {
		fill(db)
	}
	db.check([]byte("{}"))
}

// Look looks at a text.
func (db *DB) Look(text []byte) error { return db.check([]byte(db.key)) }

func (db *DB) check(text []byte) error { return json.Unmarshal(text, &db.key) }
`,
		"app/go.mod": "module example.com/app\n\ngo 1.24\n\nrequire example.com/db v1.0.0\n\nreplace example.com/db v1.0.0 => ../db\n",
		"app/app.go": `package app

import (
	"encoding/json"
	"net/http"

	"example.com/db"
)

type row struct{ Value string }

type server struct {
	db   *db.DB
	text []byte
}

func (s *server) value(key string) string {
	r := row{Value: "{}"}
	s.db.First(&r, key)
	return r.Value
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var page, theme, text any
	json.Unmarshal([]byte(s.value(r.URL.Path)), &page)
	json.Unmarshal([]byte(s.value("theme_config")), &theme)
	s.db.Look(s.text)
	json.Unmarshal(s.text, &text)
}
`,
	})
	out := place{dir: filepath.Join(root.dir, "app")}.vet(t, "./...")
	out.expect(t, 1, nil, []string{
		"app.go:26:16: json.Unmarshal decodes a setting that is the same for every request",
		"app.go:28:16: json.Unmarshal decodes what does not depend on the request", // though the library had it
	})
	if strings.Contains(out.stderr, "app.go:25:") {
		t.Errorf("a row of the request is reported:\n%s", out.stderr)
	}
}

// TestLentBelow has handlers behind an interface, and behind that a library that
// reads a file and decodes it: main, where they meet, does not import the library.
func TestLentBelow(t *testing.T) {
	root := write(t, t.TempDir(), map[string]string{
		"conf/go.mod": "module example.com/conf\n\ngo 1.24\n",
		"conf/conf.go": `package conf

import "encoding/json"

func Decode(text []byte, v any) error { return decode(text, v) }

func decode(text []byte, v any) error { return json.Unmarshal(text, v) }
`,
		"app/go.mod": "module example.com/app\n\ngo 1.24\n\nrequire example.com/conf v1.0.0\n\nreplace example.com/conf v1.0.0 => ../conf\n",
		"app/rules/rules.go": `package rules

import (
	"os"

	"example.com/conf"
)

type Files struct{}

func (Files) Rules() (rules []string) {
	text, _ := os.ReadFile("/etc/rules.json")
	conf.Decode(text, &rules)
	return rules
}

func (Files) Parse(text []byte) (rules []string) {
	conf.Decode(text, &rules)
	return rules
}
`,
		"app/web/web.go": `package web

import (
	"io"
	"net/http"
)

type Source interface {
	Rules() []string
	Parse([]byte) []string
}

type Server struct{ Source Source }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.Source.Parse(body)
	s.Source.Rules()
}
`,
		"app/main.go": `package main

import (
	"net/http"

	"example.com/app/rules"
	"example.com/app/web"
)

func main() { http.ListenAndServe(":80", &web.Server{Source: rules.Files{}}) }
`,
	})
	out := place{dir: filepath.Join(root.dir, "app")}.vet(t, "./...")
	out.expect(t, 1, nil, []string{
		"rules/rules.go:13:13: json.Unmarshal decodes what does not depend on the request",
	})
}
