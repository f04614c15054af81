// Package source decodes what does not depend on the request, from each kind
// of source.
package source

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"encoding/xml"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/viper"
)

type config struct{ Name string }

//go:embed rules.json
var embedded []byte

var variable = os.Getenv("RULES")

func constant(w http.ResponseWriter, r *http.Request) {
	var c config
	json.Unmarshal([]byte(`{"Name":"a"}`), &c) // want `json.Unmarshal decodes what does not depend on the request, into source.config, each time source.constant .* decode it once`
}

func embed(w http.ResponseWriter, r *http.Request) {
	var c config
	json.Unmarshal(embedded, &c) // want `it comes from embedded embedded \(source.go:\d+\), 13 bytes: decode it once \(sync.OnceValues\)`
}

func file(w http.ResponseWriter, r *http.Request) {
	raw, err := os.ReadFile("rules.json")
	if err != nil {
		return
	}
	var c config
	xml.Unmarshal(raw, &c) // want `xml.Unmarshal decodes what .* it comes from os.ReadFile\("rules.json"\) \(source.go:\d+\)`
}

func opened(w http.ResponseWriter, r *http.Request) {
	f, err := os.Open(filepath.Join(os.Getenv("HOME"), "rules.json"))
	if err != nil {
		return
	}
	defer f.Close()
	var c config
	json.NewDecoder(f).Decode(&c) // want `json.Decoder.Decode decodes what`
}

func environment(w http.ResponseWriter, r *http.Request) {
	var c config
	json.NewDecoder(strings.NewReader(variable)).Decode(&c) // want `it comes from package variable variable`
}

func client(w http.ResponseWriter, r *http.Request) {
	var c config
	json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `it comes from viper.GetString\("rules"\)`
	viper.UnmarshalKey("rules", &c)                      // want `viper.UnmarshalKey decodes what`
}

func own(w http.ResponseWriter, r *http.Request) {
	v := viper.New()
	v.SetConfigFile("rules.yaml")
	v.ReadInConfig() // want `viper.Viper.ReadInConfig decodes what`
	var c config
	v.Unmarshal(&c) // want `viper.Viper.Unmarshal decodes what`
}

func posted(w http.ResponseWriter, r *http.Request) {
	v := viper.New()
	v.ReadConfig(r.Body)
	var c config
	v.Unmarshal(&c) // what the request brought
}

// generated has a decoder that a generator made.
type generated struct{ name string }

func (g *generated) UnmarshalJSON(text []byte) error {
	g.name = string(text)
	return nil
}

func byMethod(w http.ResponseWriter, r *http.Request) {
	var g generated
	g.UnmarshalJSON([]byte(viper.GetString("rules"))) // want `generated.UnmarshalJSON decodes what`
	var h generated
	h.UnmarshalJSON([]byte(r.URL.Path))
}

var flagged string

func init() { flag.StringVar(&flagged, "rules", "", "the rules") }

func ofFlag(w http.ResponseWriter, r *http.Request) {
	var c config
	json.Unmarshal([]byte(flagged), &c) // want `it comes from package variable flagged`
}

type server struct {
	raw  []byte
	path string
	last []byte // set by requests
}

func newServer(raw []byte, path string) *server { return &server{raw: raw, path: path} }

func (s *server) field(w http.ResponseWriter, r *http.Request) {
	for range 3 {
		var c config
		json.Unmarshal(s.raw, &c) // want `each time \(\*source.server\).field \(source.go:\d+\) runs, in a loop; it comes from what \*source.server was made with`
	}
}

func (s *server) remember(w http.ResponseWriter, r *http.Request) {
	s.last = []byte(r.URL.Path)
	var c config
	json.Unmarshal(s.last, &c) // of some request
}

func (s *server) fieldPath(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.path)
	var c config
	json.NewDecoder(bytes.NewReader(raw)).Decode(&c) // want `it comes from os.ReadFile`
}

func captured(raw []byte) http.HandlerFunc {
	var once config
	json.Unmarshal(raw, &once) // when the handler is made
	return func(w http.ResponseWriter, r *http.Request) {
		var c config
		json.Unmarshal(raw, &c) // want `a function in source.captured .* it comes from variable raw, set when the handler was made`
	}
}

func middleware(raw []byte) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var c config
			json.Unmarshal(raw, &c) // want `json.Unmarshal decodes`
			next.ServeHTTP(w, r)
		})
	}
}

func roundTrip(w http.ResponseWriter, r *http.Request) {
	text, _ := json.Marshal(viper.GetString("rules"))
	var c config
	json.Unmarshal(text, &c) // want `it comes from viper.GetString.*; the program encoded it just before \(source.go:\d+\): convert it once`
}

func walk(w http.ResponseWriter, r *http.Request) {
	var all []config
	filepath.Walk("/etc/rules", func(path string, info os.FileInfo, err error) error {
		raw, _ := os.ReadFile(path)
		var c config
		if err := json.Unmarshal(raw, &c); err != nil { // want `through a function in source.walk`
			return err
		}
		all = append(all, c)
		return nil
	})
}

type large struct {
	A, B, C, D, E, F, G, H, I, J string
	More                         []part
}

type part struct{ K, L, M, N, O, P, Q, R, S, T string }

func broad(w http.ResponseWriter, r *http.Request) {
	var l large
	json.Unmarshal([]byte(viper.GetString("large")), &l) // want `into source.large \(21 fields\)`
}

func system(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("/proc/self/status")
	var c config
	json.Unmarshal(raw, &c) // made when it is read
}

func init() {
	var c config
	json.Unmarshal(embedded, &c) // once
}

func main() {
	var c config
	json.Unmarshal(embedded, &c) // once
}
