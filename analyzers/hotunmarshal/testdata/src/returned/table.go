package returned

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

// A desk calls what a table has for a request.
type desk struct {
	path string
	own  map[string]func(http.ResponseWriter)
}

type action struct {
	name string
	run  func(*desk, string) string
}

var actions = map[string]action{
	"rate": {"rate", rateOf},
	"name": {"name", (*desk).name},
	"echo": {"echo", echoed},
}

func rateOf(d *desk, arg string) string {
	b, _ := os.ReadFile("/etc/desk/rates.json")
	var m map[string]float64
	json.Unmarshal(b, &m) // want `decodes`
	return fmt.Sprint(m[arg])
}

func (d *desk) name(arg string) string {
	b, _ := os.ReadFile(d.path)
	var m map[string]string
	json.Unmarshal(b, &m) // want `decodes`
	return m[arg]
}

// echoed decodes what it is given.
func echoed(d *desk, arg string) string {
	var m map[string]string
	json.Unmarshal([]byte(arg), &m)
	return fmt.Sprint(m)
}

func (d *desk) show(w http.ResponseWriter) {
	b, _ := os.ReadFile(d.path)
	var m map[string]string
	json.Unmarshal(b, &m) // want `decodes`
	fmt.Fprint(w, m["show"])
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if a, ok := actions[q.Get("action")]; ok {
		fmt.Fprint(w, a.run(d, q.Get("arg")))
	}
	if show := d.own[r.URL.Path]; show != nil {
		show(w)
	}
}

// setup runs a table of its own, before anything is served.
var setup = []func(*desk) error{(*desk).load, check}

func (d *desk) load() error {
	b, err := os.ReadFile(d.path)
	if err != nil {
		return err
	}
	var m map[string]string
	return json.Unmarshal(b, &m)
}

func check(d *desk) error {
	b, _ := os.ReadFile(d.path)
	var m map[string]string
	return json.Unmarshal(b, &m)
}

func newDesk(path string) *desk {
	d := &desk{path: path}
	d.own = map[string]func(http.ResponseWriter){"/show": d.show}
	for _, step := range setup {
		if err := step(d); err != nil {
			panic(err)
		}
	}
	return d
}

func serveDesk() { http.Handle("/desk", newDesk("/etc/desk/desk.json")) }
