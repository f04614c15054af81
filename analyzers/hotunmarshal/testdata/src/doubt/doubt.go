// Package doubt has ways to decodes through functions that are seldom called, by their names.
package doubt

import (
	"encoding/json"
	"net/http"
	"os"
)

type rules struct{ Allow, Deny []string }

func read(name string) []byte {
	raw, _ := os.ReadFile(name)
	return raw
}

func restoreSession() (v rules) {
	json.Unmarshal(read("session.json"), &v) // want `; doubt.restoreSession may seldom run, by its name`
	return v
}

func session(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(restoreSession().Allow[0]))
}

type fakeNewsFilter struct{}

func (fakeNewsFilter) words() (v rules) {
	json.Unmarshal(read("words.json"), &v) // want `; .doubt.fakeNewsFilter..words may seldom run, by its name`
	return v
}

func news(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(fakeNewsFilter{}.words().Allow[0]))
}

func updatePolicies() { load() }

func load() (v rules) {
	json.Unmarshal(read("policies.json"), &v) // want `; doubt.updatePolicies may seldom run, by its name`
	return v
}

func policies(w http.ResponseWriter, r *http.Request) { updatePolicies() }

// One way without doubt is enough.

func migrateRules() { both() }

func both() (v rules) {
	json.Unmarshal(read("rules.json"), &v) // want `each time doubt.direct .* runs, through doubt.both; it comes`
	return v
}

func migrated(w http.ResponseWriter, r *http.Request) { migrateRules() }

func direct(w http.ResponseWriter, r *http.Request) { both() }
