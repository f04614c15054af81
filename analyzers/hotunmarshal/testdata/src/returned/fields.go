package returned

import (
	"encoding/json"
	"net/http"
	"os"
	"sync"
)

type policy struct{ Deny []string }

type file struct{ name string }

func (f *file) load() (*policy, error) {
	raw, err := os.ReadFile(f.name)
	if err != nil {
		return nil, err
	}
	p := new(policy)
	return p, json.Unmarshal(raw, p) // want `json.Unmarshal decodes what does not depend on the request.*runs, through \(\*returned.file\).load`
}

// A gate has the value of a method in a field.
type gate struct{ policy func() (*policy, error) }

func newGate(name string) *gate {
	f := &file{name: name}
	return &gate{policy: f.load}
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p, err := g.policy(); err == nil {
		w.Write([]byte(p.Deny[0]))
	}
}

// A wall has a literal there, which captures what it was made with.
type wall struct{ policy func() policy }

func newWall(name string) *wall {
	return &wall{policy: func() (p policy) {
		raw, _ := os.ReadFile(name)
		json.Unmarshal(raw, &p) // want `json.Unmarshal decodes what does not depend on the request`
		return p
	}}
}

func (l *wall) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(l.policy().Deny[0]))
}

// A fence has one that decodes once.
type fence struct{ policy func() policy }

func newFence(name string) *fence {
	return &fence{policy: sync.OnceValue(func() (p policy) {
		raw, _ := os.ReadFile(name)
		json.Unmarshal(raw, &p)
		return p
	})}
}

func (f *fence) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(f.policy().Deny[0]))
}

// current is a variable that is a function.
var current = readCurrent

func readCurrent() (p policy) {
	raw, _ := os.ReadFile("current.json")
	json.Unmarshal(raw, &p) // want `json.Unmarshal decodes what does not depend on the request.*through returned.readCurrent`
	return p
}

func byVariable(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(current().Deny[0]))
}

// texts gives a helper the value of a method that reads.
func (f *file) text() []byte {
	raw, _ := os.ReadFile(f.name)
	return raw
}

func parse(text func() []byte) (p policy) {
	json.Unmarshal(text(), &p) // want `json.Unmarshal decodes what does not depend on the request.*each time returned.byMethod .*through returned.parse; it comes from os.ReadFile`
	return p
}

var site = file{"site.json"}

func byMethod(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(parse(site.text).Deny[0]))
}

func byBody(w http.ResponseWriter, r *http.Request) {
	b := body{r}
	w.Write([]byte(parse(b.text).Deny[0]))
}

type body struct{ r *http.Request }

func (b body) text() []byte { return []byte(b.r.FormValue("policy")) }

// A job is made for a request, with a function for that.
type job struct{ text func() []byte }

func (j *job) run() (p policy) {
	json.Unmarshal(j.text(), &p)
	return p
}

func byJob(w http.ResponseWriter, r *http.Request) {
	user := r.FormValue("user")
	j := &job{text: func() []byte {
		raw, _ := os.ReadFile(user)
		return raw
	}}
	w.Write([]byte(j.run().Deny[0]))
}

func parseNow(text func() []byte) (p policy) {
	json.Unmarshal(text(), &p) // want `each time returned.byFunc .*through returned.parseNow; it comes from os.ReadFile\("now.json"\)`
	return p
}

func now() []byte {
	raw, _ := os.ReadFile("now.json")
	return raw
}

func byFunc(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(parseNow(now).Deny[0]))
	w.Write([]byte(parseNow(func() []byte { return []byte(r.FormValue("now")) }).Deny[0]))
}
