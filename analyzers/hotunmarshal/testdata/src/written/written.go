// Package written writes some files, and reads others in each request.
package written

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
)

type rules struct{ Allow, Deny []string }

type server struct{ dir, rulesFile, stateFile string }

func writePid() error { return os.WriteFile("/run/app.pid", []byte("1"), 0o600) }

func (s *server) saveState(b []byte) error { return os.WriteFile(s.stateFile, b, 0o600) }

func (s *server) saveUsers(b []byte) error {
	return save(filepath.Join(s.dir, "users.json"), b)
}

func save(path string, b []byte) error {
	tmp := path + ".tmp"
	if err := os.WriteFile(tmp, b, 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

func constant(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("/etc/rules.json")
	var v rules
	json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(v.Allow[0]))
}

func (s *server) field(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.rulesFile)
	var v rules
	json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(v.Allow[0]))
}

func (s *server) joined(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(filepath.Join(s.dir, "rules.json"))
	var v rules
	json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(v.Allow[0]))
}

// What the package writes may change with each request.

func (s *server) state(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.stateFile)
	var v rules
	json.Unmarshal(raw, &v)
	w.Write([]byte(v.Allow[0]))
}

func (s *server) users(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(filepath.Join(s.dir, "users.json"))
	var v rules
	json.Unmarshal(raw, &v)
	w.Write([]byte(v.Allow[0]))
}

func pid(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("/run/app.pid")
	var v rules
	json.Unmarshal(raw, &v)
	w.Write([]byte(v.Allow[0]))
}
