package doubt

import (
	"encoding/json"
	"net/http"
)

// A sink has nothing that hands out what Put is given.
type sink interface {
	Has(key string) bool
	Put(key string, v *rules) error
}

// A bus calls who knows when.
type bus interface{ OnChange(fn func()) }

type hub struct {
	sink sink
	bus  bus
}

func (h *hub) put(w http.ResponseWriter, r *http.Request) {
	if h.sink.Has("hub") {
		return
	}
	v := new(rules)
	json.Unmarshal(read("hub.json"), v) // want `; doubt.sink.Put may keep it for the next request, by its name`
	h.sink.Put("hub", v)
}

func (h *hub) watched(w http.ResponseWriter, r *http.Request) {
	h.bus.OnChange(func() {
		var v rules
		json.Unmarshal(read("bus.json"), &v) // want `; doubt.bus.OnChange may call what it is given another time, by its name`
	})
}

func lint(text string) (ok bool) {
	var v rules
	return json.Unmarshal([]byte(text), &v) == nil
}

// An archive has texts.
type archive interface{ Store(text string) error }

func (h *hub) archived(w http.ResponseWriter, r *http.Request) {
	keepText(vault, string(read("archive.json"))) // want `; doubt.archive.Store may keep it for the next request, by its name`
}

var vault archive

func keepText(a archive, text string) {
	if lint(text) {
		a.Store(text)
	}
}

func adminPanel(w http.ResponseWriter, r *http.Request) {
	var v rules
	json.Unmarshal(read("panel.json"), &v) // want `; it may seldom be requested, by its name`
}
