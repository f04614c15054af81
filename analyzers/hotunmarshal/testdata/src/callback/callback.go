// Package callback has functions that servers and clients call through a field.
package callback

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
)

type table struct{ Hosts map[string]string }

func load(name string) (t table) {
	raw, err := os.ReadFile(name)
	if err == nil {
		json.Unmarshal(raw, &t) // want `json.Unmarshal decodes what does not depend on the request.*each time .*runs, through callback.load`
	}
	return t
}

func rewrite() http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(pr *httputil.ProxyRequest) {
		if u, err := url.Parse(load("hosts.json").Hosts[pr.In.Host]); err == nil {
			pr.SetURL(u)
		}
	}}
}

type edge struct{ conf string }

func (e *edge) state(c net.Conn, s http.ConnState) {
	var t table
	raw, err := os.ReadFile(e.conf)
	if err != nil {
		return
	}
	json.Unmarshal(raw, &t) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*callback.edge\).state`
	if t.Hosts[c.RemoteAddr().String()] == "" {
		c.Close()
	}
}

func (e *edge) server() *http.Server { return &http.Server{ConnState: e.state} }

func (e *edge) client() *http.Client {
	tr := new(http.Transport)
	tr.Proxy = func(r *http.Request) (*url.URL, error) {
		raw, err := os.ReadFile("proxy.json")
		if err != nil {
			return nil, err
		}
		var t table
		if err := json.Unmarshal(raw, &t); err != nil { // want `json.Unmarshal decodes what does not depend on the request`
			return nil, err
		}
		return url.Parse(t.Hosts[r.URL.Host])
	}
	return &http.Client{Transport: tr}
}

// perRequest makes the proxy of a request, of what that brings.
func perRequest(w http.ResponseWriter, r *http.Request) {
	target := r.Header.Get("X-Target")
	p := &httputil.ReverseProxy{Director: func(out *http.Request) {
		var t table
		if json.Unmarshal([]byte(target), &t) == nil {
			out.Host = t.Hosts[out.Host]
		}
	}}
	p.ServeHTTP(w, r)
}

// errorPage is called by nobody: the field is another's.
type options struct{ ErrorHandler func(http.ResponseWriter, error) }

func page() options {
	return options{ErrorHandler: func(w http.ResponseWriter, err error) {
		var t table
		raw, _ := os.ReadFile("page.json")
		json.Unmarshal(raw, &t)
	}}
}
