package source

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
)

// text tells any value as text; lists by way of their encoding.
func text(v any) string {
	switch reflect.TypeOf(v).Kind() {
	case reflect.Slice:
		return list(v)
	case reflect.String:
		return v.(string)
	}
	return ""
}

func list(v any) string {
	raw, _ := json.Marshal(v)
	var in []string
	json.Unmarshal(raw, &in)
	return strings.Join(in, ",")
}

// A truth value or a number is no document.
func switches(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Debug", text(true))
	w.Header().Set("Retries", text(3))
	w.Header().Set("Share", text(0.5))
	w.Header().Set("Empty", text(nil))
}

// One that has text is.
func features(w http.ResponseWriter, r *http.Request) {
	raw, _ := json.Marshal(map[string]any{"mode": "fast", "retries": 3})
	var in map[string]any
	json.Unmarshal(raw, &in) // want `json.Unmarshal decodes .*the program encoded it just before`
	w.Header().Set("Mode", in["mode"].(string))
}
