// Package branch has files and texts that conditions on the request choose, and some
// that no request chooses.
package branch

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type doc struct{ Title string }

type server struct {
	dir   string
	debug bool
}

func (s *server) stem(w http.ResponseWriter, r *http.Request) {
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		base := strings.TrimSuffix(strings.ToLower(e.Name()), ".json")
		if base != r.PathValue("name") {
			continue
		}
		decode(filepath.Join(s.dir, e.Name()))
	}
}

func decode(name string) (d doc) {
	raw, _ := os.ReadFile(name)
	json.Unmarshal(raw, &d)
	return d
}

func (s *server) walked(w http.ResponseWriter, r *http.Request) {
	read(s.dir, r.PathValue("name"))
}

func read(dir, want string) (d doc) {
	filepath.Walk(dir, func(path string, info fs.FileInfo, err error) error {
		if err != nil || info.IsDir() || filepath.Base(path) != want+".json" {
			return nil
		}
		raw, _ := os.ReadFile(path)
		return json.Unmarshal(raw, &d)
	})
	return d
}

// everything is decoded, whatever is asked for.
func (s *server) everything(w http.ResponseWriter, r *http.Request) {
	docs := make(map[string]doc)
	filepath.Walk(s.dir, func(path string, info fs.FileInfo, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return nil
		}
		raw, _ := os.ReadFile(path)
		var d doc
		json.Unmarshal(raw, &d) // want `json.Unmarshal decodes what does not depend on the request`
		docs[path] = d
		return nil
	})
	w.Write([]byte(docs[r.PathValue("name")].Title))
}

// optional reads all, or one.
func (s *server) optional(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		if len(name) == 0 || e.Name() == name {
			decode(e.Name())
		}
	}
}

// visible does not ask for a name.
func (s *server) visible(w http.ResponseWriter, r *http.Request) {
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		if s.debug || !strings.HasPrefix(e.Name(), ".") {
			raw, _ := os.ReadFile(e.Name())
			var d doc
			json.Unmarshal(raw, &d) // want `json.Unmarshal decodes what does not depend on the request`
		}
	}
}

func (s *server) versions(w http.ResponseWriter, r *http.Request) {
	decode(fileOf(r.Header.Get("Accept-Version")))
}

func fileOf(version string) string {
	if strings.HasPrefix(version, "2.") {
		return "v2.json"
	}
	return "v1.json"
}

func (s *server) captured(w http.ResponseWriter, r *http.Request) {
	name := "en.json"
	set := func(n string) { name = n }
	if r.Header.Get("Accept-Language") == "de" {
		name = "de.json"
	}
	set(name)
	raw, _ := os.ReadFile(name)
	var d doc
	json.Unmarshal(raw, &d)
}

func (s *server) index(w http.ResponseWriter, r *http.Request) {
	files := []string{"a.json", "b.json"}
	i := slices.IndexFunc(files, func(f string) bool { return f == r.FormValue("f") })
	decode(files[i])
}

// build is chosen at start, not by a request.
func (s *server) build(w http.ResponseWriter, r *http.Request) {
	name := "release.json"
	if s.debug {
		name = "debug.json"
	}
	raw, _ := os.ReadFile(name)
	var d doc
	json.Unmarshal(raw, &d) // want `json.Unmarshal decodes what does not depend on the request`
}

// fallback is what is read if there is no other.
func (s *server) fallback(w http.ResponseWriter, r *http.Request) {
	raw, err := os.ReadFile("custom.json")
	if err != nil {
		raw = []byte(`{"Title": "none"}`)
	}
	var d doc
	json.Unmarshal(raw, &d) // want `json.Unmarshal decodes what does not depend on the request`
}

// posts reads the same file, if the method is right.
func (s *server) posts(w http.ResponseWriter, r *http.Request) {
	var raw []byte
	if r.Method == http.MethodPost {
		raw, _ = os.ReadFile("posts.json")
	}
	var d doc
	json.Unmarshal(raw, &d) // want `json.Unmarshal decodes what does not depend on the request`
}

// wide has conditions of many parts, each of which depends on those before.
func wide(w http.ResponseWriter, r *http.Request) {
	name, a := "a.json", r.FormValue("a")
	for ok := true; ok; ok = ok && a != "z" || a == "y" && !ok || a == "x" {
		ok = a == "1" || a == "2" && ok || a == "3" && !ok || a == "4" || a == "5" && ok || a == "6" || a == "7" && ok
		ok = ok && (a == "1" || a == "2" && ok || a == "3" && !ok || a == "4" || a == "5" && ok || a == "6" || a == "7")
		ok = ok || (a == "1" || a == "2" && ok || a == "3" && !ok || a == "4" || a == "5" && ok || a == "6" || a == "7")
		ok = ok && (a == "1" || a == "2" && ok || a == "3" && !ok || a == "4" || a == "5" && ok || a == "6" || a == "7")
		if ok {
			name = "b.json"
		}
	}
	decode(name)
}
