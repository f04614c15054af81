package request

import (
	"encoding/json"
	"net/http"
	"os"
)

// edited is a text with a change that is the same for everybody: the whole document
// could be kept.
func edited(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("rules.json")
	var v map[string]any
	json.Unmarshal(raw, &v) // want `each time request.edited`
	v["version"] = 2
	if _, err := json.Marshal(v); err != nil {
		return
	}
}

func wrapped(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile("rules.json")
	var v map[string]any
	json.Unmarshal(raw, &v) // want `each time request.wrapped`
	if _, err := json.Marshal(v); err != nil {
		return
	}
}
