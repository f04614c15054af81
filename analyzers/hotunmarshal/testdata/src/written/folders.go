package written

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
)

// Plugins are uploaded: what is in their folders changes with requests.

func upload(w http.ResponseWriter, r *http.Request) {
	f, err := os.Create(filepath.Join("uploads", filepath.Base(r.FormValue("name")), "plugin.json"))
	if err != nil {
		return
	}
	defer f.Close()
	json.NewEncoder(f).Encode(rules{})
	os.WriteFile("notes/"+r.PathValue("id")+"/note.json", nil, 0o600)
}

func list(w http.ResponseWriter, r *http.Request) {
	entries, _ := os.ReadDir("uploads")
	for _, e := range entries {
		raw, _ := os.ReadFile(filepath.Join("uploads", e.Name(), "plugin.json"))
		var v rules
		json.Unmarshal(raw, &v)
		w.Write([]byte(v.Allow[0]))
	}
}

func notes(w http.ResponseWriter, r *http.Request) {
	entries, _ := os.ReadDir("notes")
	for _, e := range entries {
		raw, _ := os.ReadFile("notes/" + e.Name() + "/note.json")
		var v rules
		json.Unmarshal(raw, &v)
		w.Write([]byte(v.Allow[0]))
	}
}

func first(w http.ResponseWriter, r *http.Request) {
	found, _ := filepath.Glob("uploads/*")
	raw, _ := os.ReadFile(filepath.Join("uploads", found[0], "plugin.json"))
	var v rules
	json.Unmarshal(raw, &v)
	w.Write([]byte(v.Allow[0]))
}

// What ships in other folders does not change, whatever it is called.
func builtin(w http.ResponseWriter, r *http.Request) {
	entries, _ := os.ReadDir("builtin")
	for _, e := range entries {
		raw, _ := os.ReadFile(filepath.Join("builtin", e.Name(), "plugin.json"))
		var v rules
		json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
		w.Write([]byte(v.Allow[0]))
	}
}

func manifest(w http.ResponseWriter, r *http.Request) {
	entries, _ := os.ReadDir("uploads")
	for _, e := range entries {
		raw, _ := os.ReadFile(filepath.Join("uploads", e.Name(), "manifest.json"))
		var v rules
		json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
		w.Write([]byte(v.Allow[0]))
	}
}
