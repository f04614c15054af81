// Package bycode calls what a generator made.
package bycode

import "net/http"

func version(w http.ResponseWriter, r *http.Request) {
	m, _ := Spec() // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(m["openapi"].(string)))
}

type server struct {
	limiter interface{ Limits() map[string]int }
}

func newServer() *server { return &server{API{}} }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.limiter.Limits() // want `json.Unmarshal decodes what does not depend on the request`
}

func body(w http.ResponseWriter, r *http.Request) {
	parse([]byte(r.FormValue("spec")))
}
