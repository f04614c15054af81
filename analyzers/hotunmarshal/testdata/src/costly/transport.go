package costly

import (
	"crypto/tls"
	"net/http"
	"net/url"
	"time"
)

type upstream struct {
	insecure bool
	shared   *http.Client
	proxy    *url.URL
}

func (u *upstream) client() *http.Client {
	return &http.Client{
		Timeout: time.Second,
		Transport: &http.Transport{ // want `http.Transport is made of what does not depend on the request, each time .*through \(\*costly.upstream\).client; .*: make it once, as all requests can share it`
			TLSClientConfig: &tls.Config{InsecureSkipVerify: u.insecure},
		},
	}
}

func (u *upstream) ask(w http.ResponseWriter, r *http.Request) {
	resp, err := u.client().Get("https://upstream")
	if err == nil {
		resp.Body.Close()
	}
}

func (u *upstream) direct(w http.ResponseWriter, r *http.Request) {
	tr := new(http.Transport) // want `http.Transport is made of what does not depend on the request`
	tr.Proxy = http.ProxyURL(u.proxy)
	(&http.Client{Transport: tr}).Head("https://upstream")
}

// proxied has a proxy that the request names.
func (u *upstream) proxied(w http.ResponseWriter, r *http.Request) {
	proxy, err := url.Parse(r.FormValue("proxy"))
	if err != nil {
		return
	}
	tr := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return proxy, nil }}
	(&http.Client{Transport: tr}).Head("https://upstream")
	named := &http.Transport{TLSClientConfig: &tls.Config{ServerName: r.Host}}
	(&http.Client{Transport: named}).Head("https://upstream")
}

// once means to use a connection once.
func (u *upstream) once(w http.ResponseWriter, r *http.Request) {
	(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Head("https://upstream")
}

// closed closes what it does not need.
func (u *upstream) closed(w http.ResponseWriter, r *http.Request) {
	c := &http.Client{Transport: &http.Transport{}}
	defer c.CloseIdleConnections()
	c.Head("https://upstream")
}

// lazily keeps it for the next request.
func (u *upstream) lazily(w http.ResponseWriter, r *http.Request) {
	if u.shared == nil {
		u.shared = &http.Client{Transport: &http.Transport{}}
	}
	u.shared.Head("https://upstream")
}
