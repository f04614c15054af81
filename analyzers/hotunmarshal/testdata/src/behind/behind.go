// Package behind asks its own types for names, by way of interfaces.
package behind

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"

	"github.com/oapi-codegen/runtime"
)

type config struct{ Name string }

type resolver interface{ Resolve() (string, error) }

type etc struct{}

func (etc) Resolve() (string, error) { return "/etc/app.json", nil }

func local(w http.ResponseWriter, r *http.Request) {
	var res resolver = etc{}
	path, _ := res.Resolve()
	raw, _ := os.ReadFile(path)
	var c config
	json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(c.Name))
}

type namer interface{ Name() string }

type fixed struct{}

func (fixed) Name() string { return "/etc/app.json" }

type server struct{ n namer }

func newServer() *server { return &server{fixed{}} }

func (s *server) field(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.n.Name())
	var c config
	json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(c.Name))
}

type within struct{ dir string }

func (j within) Path() string { return j.dir + "/app.json" }

type pather interface{ Path() string }

type joined struct{ p pather }

func newJoined() *joined { return &joined{within{"/etc"}} }

func (s *joined) serve(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.p.Path())
	var c config
	json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(c.Name))
}

// chosen has two implementations, of which one asks the request.
type chosen interface{ Choose(r *http.Request) string }

type always struct{}

func (always) Choose(r *http.Request) string { return "/etc/app.json" }

type byHost struct{}

func (byHost) Choose(r *http.Request) string { return r.Host }

type choosing struct{ c chosen }

func (s *choosing) serve(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.c.Choose(r))
	var c config
	json.Unmarshal(raw, &c)
	w.Write([]byte(c.Name))
}

// What a generated binder fills in comes from the request.

type params struct{ Dist, Arch string }

type api interface {
	List(w http.ResponseWriter, p params)
	Filter(w http.ResponseWriter, p *params)
}

type wrapper struct{ h api }

func (x *wrapper) List(w http.ResponseWriter, r *http.Request) {
	var p params
	if err := runtime.BindQueryParameter("form", true, true, "dist", r.URL.Query(), &p.Dist); err != nil {
		return
	}
	x.h.List(w, p)
}

func (x *wrapper) Filter(w http.ResponseWriter, r *http.Request) {
	p := &params{Arch: "amd64"}
	bindAll(r.URL.Query(), &p.Dist, &p.Arch)
	x.h.Filter(w, p)
}

func bindAll(q url.Values, dist, arch *string) {
	runtime.BindQueryParameter("form", true, true, "dist", q, dist)
	runtime.BindQueryParameter("form", true, true, "arch", q, arch)
}

type handlers struct{ dir string }

func (h *handlers) List(w http.ResponseWriter, p params) { h.list(w, p.Dist) }

func (h *handlers) Filter(w http.ResponseWriter, p *params) { h.list(w, p.Dist) }

func (h *handlers) list(w http.ResponseWriter, dist string) {
	raw, _ := os.ReadFile(h.dir + "/" + dist + ".json")
	var c config
	json.Unmarshal(raw, &c)
	w.Write([]byte(c.Name))
}
