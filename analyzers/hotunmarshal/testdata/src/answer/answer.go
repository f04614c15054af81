// Package answer encodes what it decoded: for who asked, or to keep it.
package answer

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"time"
)

type doc struct {
	Version string
	Servers []string
	Now     time.Time
}

func read() []byte {
	raw, _ := os.ReadFile("openapi.json")
	return raw
}

func plain(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d) // want `json.Unmarshal decodes what does not depend on the request`
	out, _ := json.MarshalIndent(d, "", " ")
	w.Header().Set("Content-Type", "application/json")
	io.Copy(w, bytes.NewReader(out))
}

var base = "https://example.com"

func constant(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d) // want `json.Unmarshal decodes what does not depend on the request`
	d.Servers = []string{base}
	d.Version = "v2"
	out, _ := json.Marshal(d)
	respond(w, out)
}

func respond(w http.ResponseWriter, out []byte) { w.Write(out) }

func buffered(w http.ResponseWriter, r *http.Request) {
	var d map[string]any
	json.Unmarshal(read(), &d) // want `json.Unmarshal decodes what does not depend on the request`
	d["version"] = "v2"
	var buf bytes.Buffer
	json.NewEncoder(&buf).Encode(d)
	buf.WriteTo(w)
}

func host(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	d.Servers = []string{r.Host}
	json.NewEncoder(w).Encode(d)
}

func clock(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	d.Now = time.Now()
	json.NewEncoder(w).Encode(d)
}

func overlay(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	json.NewDecoder(r.Body).Decode(&d)
	json.NewEncoder(w).Encode(d)
}

func (d *doc) apply(version string) { d.Version = version }

func applied(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	d.apply(r.FormValue("version"))
	w.Write([]byte(d.Version))
}

func saved(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	d.Version = "v3"
	out, _ := json.Marshal(d)
	os.WriteFile("next.json", out, 0o600)
}

func sent(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	out, _ := json.Marshal(d)
	http.Post("https://example.com", "application/json", bytes.NewReader(out))
}

func file(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	f, _ := os.Create("copy.json")
	json.NewEncoder(f).Encode(d)
}

var last []byte

func kept(w http.ResponseWriter, r *http.Request) {
	var d doc
	json.Unmarshal(read(), &d)
	last, _ = json.Marshal(d)
}
