package silent

import "net/http"

// Functions are registered for a key before requests come, one as well as several.

type statusHandler func(w http.ResponseWriter, r *http.Request)

type pages struct {
	status map[int][]statusHandler
	hooks  map[string][]func()
	after  map[string][]func(error)
}

func NewPages() *pages {
	return &pages{status: map[int][]statusHandler{}, hooks: map[string][]func(){}, after: map[string][]func(error){}}
}

func (p *pages) add(code int, h statusHandler) {
	if p.status[code] == nil {
		p.status[code] = make([]statusHandler, 0)
	}
	p.status[code] = append(p.status[code], h)
}

func (p *pages) Bind(code int, h statusHandler) { p.add(code, h) }

func (p *pages) Before(path string, hook func()) { p.hooks[path] = append(p.hooks[path], hook) }

func (p *pages) After(path string, more ...func(error)) {
	list := p.after[path]
	p.after[path] = append(list, more...)
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, hook := range p.hooks[r.URL.Path] {
		hook()
	}
	for _, h := range p.status[http.StatusNotFound] {
		h(w, r)
	}
	for _, f := range p.after[r.URL.Path] {
		f(nil)
	}
}
