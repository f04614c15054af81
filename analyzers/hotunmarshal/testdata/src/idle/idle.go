// Package idle has memos that are stored to, and that save nothing; and their like that do.
package idle

import (
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"time"
)

type config struct{ Name string }

type server struct {
	cfg, other, third, fourth *config
	at                        time.Time
	byID                      map[string]*config
	raw                       []byte
	loader                    *loader
	all                       sync.Map
}

const none = 0

const minute = time.Minute

func (s *server) failed() *config {
	if s.cfg != nil {
		return s.cfg
	}
	raw, _ := os.ReadFile("a.json")
	c := new(config)
	if err := json.Unmarshal(raw, c); err != nil { // want `s.cfg is set only when it fails`
		s.cfg = &config{}
		return s.cfg
	}
	return c
}

func (s *server) both() *config {
	if s.other != nil {
		return s.other
	}
	raw, _ := os.ReadFile("a.json")
	c := new(config)
	if err := json.Unmarshal(raw, c); err != nil {
		s.other = &config{}
		return s.other
	}
	s.other = c
	return c
}

func load(name string) (*config, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	c := new(config)
	return c, json.Unmarshal(raw, c) // want `s.third in .*failedCall is set only when it fails`
}

func (s *server) failedCall() *config {
	if c := s.third; c != nil {
		return c
	}
	c, err := load("b.json")
	if err != nil {
		s.third = new(config)
	}
	return c
}

func (s *server) renewed(r *http.Request) *config {
	key := r.Host + time.Now().String()
	if c, ok := s.byID[key]; ok {
		return c
	}
	raw, _ := os.ReadFile("c.json")
	c := new(config)
	json.Unmarshal(raw, c) // want `s.byID does not help, as the key is another each time`
	s.byID[key] = c
	return c
}

func (s *server) hourly(r *http.Request) *config {
	key := time.Now().Format("2006010215")
	if c, ok := s.byID[key]; ok {
		return c
	}
	raw, _ := os.ReadFile("c.json")
	c := new(config)
	json.Unmarshal(raw, c)
	s.byID[key] = c
	return c
}

func (s *server) expired() *config {
	if s.fourth != nil && time.Since(s.at) < none {
		return s.fourth
	}
	raw, _ := os.ReadFile("d.json")
	c := new(config)
	json.Unmarshal(raw, c) // want `s.fourth does not help, as nothing is younger than no time`
	s.fourth, s.at = c, time.Now()
	return c
}

func (s *server) young() *config {
	if s.fourth != nil && time.Since(s.at) < minute {
		return s.fourth
	}
	raw, _ := os.ReadFile("d.json")
	c := new(config)
	json.Unmarshal(raw, c)
	s.fourth, s.at = c, time.Now()
	return c
}

// text keeps the text, and decodes it each time.
func (s *server) text() *config {
	if s.raw == nil {
		s.raw, _ = os.ReadFile("e.json")
	}
	c := new(config)
	json.Unmarshal(s.raw, c) // want `json.Unmarshal decodes what does not depend on the request`
	return c
}

type loader struct {
	once sync.Once
	cfg  *config
}

func newLoader() *loader { return &loader{} }

func (l *loader) get() *config {
	l.once.Do(func() {
		raw, _ := os.ReadFile("f.json")
		l.cfg = new(config)
		json.Unmarshal(raw, l.cfg) // want `once in .*get does not help, as each request makes its own`
	})
	return l.cfg
}

func (l *loader) lazily() *config {
	if l.cfg == nil {
		raw, _ := os.ReadFile("g.json")
		l.cfg = new(config)
		json.Unmarshal(raw, l.cfg) // want `l.cfg does not help, as each request makes its own`
	}
	return l.cfg
}

type kept struct {
	once sync.Once
	cfg  *config
}

func (k *kept) get() *config {
	k.once.Do(func() {
		raw, _ := os.ReadFile("f.json")
		k.cfg = new(config)
		json.Unmarshal(raw, k.cfg)
	})
	return k.cfg
}

func (k kept) copied() (c *config) {
	k.once.Do(func() {
		raw, _ := os.ReadFile("h.json")
		c = new(config)
		json.Unmarshal(raw, c) // want `does not help, as each request makes its own`
	})
	return c
}

var global kept

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.failed()
	s.both()
	s.failedCall()
	s.renewed(r)
	s.hourly(r)
	s.expired()
	s.young()
	s.text()
	newLoader().get()
	l := &loader{}
	l.lazily()
	global.get()
	global.copied()
	// An object that is kept for the next request.
	if k, ok := s.all.Load("k"); ok {
		k.(*kept).get()
	} else {
		k := new(kept)
		s.all.Store("k", k)
		k.get()
	}
	var once sync.Once
	once.Do(func() {
		var c config
		raw, _ := os.ReadFile("i.json")
		json.Unmarshal(raw, &c) // want `once in .*ServeHTTP does not help, as each request makes its own`
	})
	value := sync.OnceValue(func() (c config) {
		raw, _ := os.ReadFile("j.json")
		json.Unmarshal(raw, &c) // want `OnceValue in .*ServeHTTP does not help, as each request makes its own`
		return c
	})
	value()
}

func routes(mux *http.ServeMux) {
	value := sync.OnceValue(func() (c config) {
		raw, _ := os.ReadFile("j.json")
		json.Unmarshal(raw, &c)
		return c
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { value() })
}

// A page is made for each request, with what it consists of.
type page struct {
	menu
	body struct{ side side }
	r    *http.Request
	all  *kept
}

type menu struct {
	once sync.Once
	cfg  config
}

func (m *menu) load() {
	m.once.Do(func() {
		raw, _ := os.ReadFile("k.json")
		json.Unmarshal(raw, &m.cfg) // want `once in .*load does not help, as each request makes its own`
	})
}

type side struct{ cfg *config }

func (s *side) load() {
	if s.cfg == nil {
		raw, _ := os.ReadFile("l.json")
		s.cfg = new(config)
		json.Unmarshal(raw, s.cfg) // want `s.cfg does not help, as each request makes its own`
	}
}

func newPage(r *http.Request, all *kept) *page { return &page{r: r, all: all} }

func (p *page) show() {
	p.load()
	p.body.side.load()
	p.all.get() // which others have, too
}

type site struct{ all *kept }

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) { newPage(r, s.all).show() }
