// Package callbacks gives functions to servers and clients that call them in parallel.
package callbacks

import (
	"crypto/tls"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"sync"
)

// Certs has one certificate for each name.
type Certs struct{ byName map[string]*tls.Certificate }

func (c *Certs) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if cert := c.byName[hello.ServerName]; cert != nil {
		return cert, nil
	}
	cert := new(tls.Certificate)
	c.byName[hello.ServerName] = cert // want `written here .* by a handler of TLS handshakes`
	return cert, nil
}

func serve(h http.Handler) error {
	c := &Certs{byName: make(map[string]*tls.Certificate)}
	srv := &http.Server{Handler: h, TLSConfig: &tls.Config{GetCertificate: c.get}}
	return srv.ListenAndServeTLS("", "")
}

func proxies() *http.Client {
	used := make(map[string]int)
	return &http.Client{Transport: &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			used[r.Host]++ // want `written here .* outgoing HTTP requests`
			return nil, nil
		},
	}}
}

func failures(to *url.URL) http.Handler {
	failed := make(map[string]error)
	p := httputil.NewSingleHostReverseProxy(to)
	p.ModifyResponse = func(resp *http.Response) error {
		delete(failed, resp.Request.Host) // want `written here .* HTTP requests`
		return nil
	}
	return p
}

func guarded() *http.Client {
	var mu sync.Mutex
	used := make(map[string]int)
	return &http.Client{Transport: &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			mu.Lock()
			defer mu.Unlock()
			used[r.Host]++
			return nil, nil
		},
	}}
}

// walker calls its function where it is.
type walker struct{ visit func(string) }

func count(names []string) map[string]int {
	n := make(map[string]int)
	w := &walker{visit: func(name string) { n[name]++ }}
	for _, name := range names {
		w.visit(name)
	}
	return n
}

// Texts fills a map on demand, in a helper.
type Texts struct {
	mu    sync.Mutex
	order []string
	m     map[string]string
	deep  map[string]string
	safe  map[string]string
}

// NewTexts returns none.
func NewTexts() *Texts {
	return &Texts{m: make(map[string]string), deep: make(map[string]string), safe: make(map[string]string)}
}

func (t *Texts) load(name string) {
	b, _ := os.ReadFile(name)
	t.m[name] = string(b) // want `filled here on demand`
}

// Get looks before it loads.
func (t *Texts) Get(name string) string {
	if s, ok := t.m[name]; ok {
		return s
	}
	t.load(name)
	return t.m[name]
}

func (t *Texts) store(name, s string) { t.deep[name] = s } // want `filled here on demand`

func (t *Texts) parse(name string) {
	b, _ := os.ReadFile(name)
	t.store(name, string(b))
}

// Deep looks two calls before.
func (t *Texts) Deep(name string) string {
	if _, ok := t.deep[name]; !ok {
		t.parse(name)
	}
	return t.deep[name]
}

func (t *Texts) keep(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.safe[name] = name
}

// Safe locks.
func (t *Texts) Safe(name string) string {
	t.mu.Lock()
	s, ok := t.safe[name]
	t.mu.Unlock()
	if ok {
		return s
	}
	t.keep(name)
	return name
}

// Note is one more method with the lock.
func (t *Texts) Note(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.order = append(t.order, name)
}
