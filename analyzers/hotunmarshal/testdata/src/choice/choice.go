// Package choice has elements that a request chooses, and elements that it does
// not.
package choice

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
)

type tenant struct {
	ID, Alias string
	Raw       []byte
}

type server struct {
	tenants []tenant
	byHost  map[string]tenant
}

func start() {
	raw, _ := os.ReadFile("tenants.json")
	s := &server{byHost: make(map[string]tenant)}
	json.Unmarshal(raw, &s.tenants)
	http.HandleFunc("/found", s.found)
	http.HandleFunc("/broken", s.broken)
	http.HandleFunc("/skipped", s.skipped)
	http.HandleFunc("/either", s.either)
	http.HandleFunc("/folded", s.folded)
	http.HandleFunc("/last", s.last)
	http.HandleFunc("/pointer", s.pointer)
	http.HandleFunc("/index", s.index)
	http.HandleFunc("/numbered", s.numbered)
	http.HandleFunc("/first", s.first)
	http.HandleFunc("/known", s.known)
	http.HandleFunc("/all", s.all)
	http.HandleFunc("/until", s.until)
	http.HandleFunc("/other", s.other)
}

// tenant is given what the request says.
func (s *server) tenant(id string) *tenant {
	for _, t := range s.tenants {
		if t.ID == id {
			return &t
		}
	}
	return nil
}

func (s *server) found(w http.ResponseWriter, r *http.Request) {
	t := s.tenant(r.Host)
	var v map[string]string
	json.Unmarshal(t.Raw, &v)
}

func (s *server) broken(w http.ResponseWriter, r *http.Request) {
	var mine tenant
	for _, t := range s.tenants {
		if r.Host == t.ID {
			mine = t
			break
		}
	}
	var v map[string]string
	json.Unmarshal(mine.Raw, &v)
}

func (s *server) skipped(w http.ResponseWriter, r *http.Request) {
	for _, t := range s.tenants {
		if t.ID != r.Host {
			continue
		}
		var v map[string]string
		json.Unmarshal(t.Raw, &v)
	}
}

func (s *server) either(w http.ResponseWriter, r *http.Request) {
	for _, t := range s.tenants {
		if t.ID == r.Host || t.Alias == r.Host {
			var v map[string]string
			json.Unmarshal(t.Raw, &v)
			return
		}
	}
}

func (s *server) folded(w http.ResponseWriter, r *http.Request) {
	for i := range s.tenants {
		if len(s.tenants[i].ID) > 0 && strings.EqualFold(s.tenants[i].ID, r.Host) {
			var v map[string]string
			json.Unmarshal(s.tenants[i].Raw, &v)
		}
	}
}

func (s *server) last(w http.ResponseWriter, r *http.Request) {
	raw := []byte("{}")
	for _, t := range s.tenants {
		if t.ID == r.Host {
			raw = t.Raw
		}
	}
	var v map[string]string
	json.Unmarshal(raw, &v)
}

func (s *server) pointer(w http.ResponseWriter, r *http.Request) {
	var mine *tenant
	for i := range s.tenants {
		if s.tenants[i].ID == r.Host {
			mine = &s.tenants[i]
		}
	}
	var v map[string]string
	json.Unmarshal(mine.Raw, &v)
}

func (s *server) index(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(s.tenants, func(t tenant) bool { return t.ID == r.Host })
	var v map[string]string
	json.Unmarshal(s.tenants[i].Raw, &v)
}

func (s *server) numbered(w http.ResponseWriter, r *http.Request) {
	i, _ := strconv.Atoi(r.FormValue("i"))
	var v map[string]string
	json.Unmarshal(s.tenants[i].Raw, &v)
}

func (s *server) first(w http.ResponseWriter, r *http.Request) {
	var v map[string]string
	json.Unmarshal(s.tenants[0].Raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
}

func (s *server) known(w http.ResponseWriter, r *http.Request) {
	t := s.tenant("default")
	var v map[string]string
	json.Unmarshal(t.Raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
}

func (s *server) all(w http.ResponseWriter, r *http.Request) {
	for _, t := range s.tenants {
		var v map[string]string
		json.Unmarshal(t.Raw, &v) // want `json.Unmarshal decodes what does not depend on the request.*in a loop`
	}
}

// until decodes what it compares.
func (s *server) until(w http.ResponseWriter, r *http.Request) {
	for _, t := range s.tenants {
		var v map[string]string
		json.Unmarshal(t.Raw, &v) // want `json.Unmarshal decodes what does not depend on the request.*in a loop`
		if v["host"] == r.Host {
			return
		}
	}
}

// other decodes what is no element.
func (s *server) other(w http.ResponseWriter, r *http.Request) {
	for _, t := range s.tenants {
		if t.ID == r.Host {
			raw, _ := os.ReadFile("other.json")
			var v map[string]string
			json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
		}
	}
}
