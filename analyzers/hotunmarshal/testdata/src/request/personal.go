package request

import (
	"encoding/json"
	"net/http"
	"os"
)

type page struct {
	Title string
	User  string
	Texts map[string]string
	Rules rules
}

type rules struct {
	Max  int
	User string
	More map[string]string
}

func read() (v rules) {
	raw, _ := os.ReadFile("rules.json")
	json.Unmarshal(raw, &v) // want `each time request.held .* through request.read`
	return v
}

// held puts it beside what the request brought.
func held(w http.ResponseWriter, r *http.Request) {
	p := page{Texts: make(map[string]string)}
	p.Rules = read()
	p.User = r.URL.Path
}

func beside(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("rules.json")
	var v rules
	json.Unmarshal(raw, &v) // want `each time request.beside`
	p := page{Rules: v}
	p.User = r.URL.Path
	all := make(map[string]page)
	all[r.URL.Path] = p
	json.NewEncoder(w).Encode(all)
}

// changes need a copy.
func changed(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("rules.json")
	var v rules
	json.Unmarshal(raw, &v)
	v.User = r.URL.Path
}

func entered(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("rules.json")
	var v *rules
	json.Unmarshal(raw, &v)
	v.More[r.URL.Path] = "1"
}

// inside changes what is held by something else.
func inside(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("rules.json")
	var v *rules
	json.Unmarshal(raw, &v)
	var p struct{ rules *rules }
	p.rules = v
	p.rules.User = r.URL.Path
}
