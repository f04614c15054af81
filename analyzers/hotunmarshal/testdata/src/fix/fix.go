// Package fix has decodes that can be hoisted, and some that cannot.
package fix

import (
	"encoding/json"
	"net/http"
	"unicode"
)

const rules = `{"a":"b"}`

type table map[string]string

// hoisted only reads what it decodes.
func hoisted(w http.ResponseWriter, r *http.Request) {
	var t table
	if err := json.Unmarshal([]byte(rules), &t); err != nil { // want `json.Unmarshal decodes`
		http.Error(w, err.Error(), 500)
		return
	}
	w.Header().Set("X-A", t["a"])
	unicode.IsUpper('a')
}

func changed(w http.ResponseWriter, r *http.Request) {
	var m table
	if err := json.Unmarshal([]byte(rules), &m); err != nil { // want `json.Unmarshal decodes`
		return
	}
	m["x"] = "y"
}

func local(w http.ResponseWriter, r *http.Request) {
	type own map[string]string
	var o own
	if err := json.Unmarshal([]byte(rules), &o); err != nil { // want `json.Unmarshal decodes`
		return
	}
	w.Header().Set("X-A", o["a"])
}
