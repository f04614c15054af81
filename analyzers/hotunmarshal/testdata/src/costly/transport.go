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

// cloned clones what all share.
func (u *upstream) cloned(w http.ResponseWriter, r *http.Request) {
	tr := http.DefaultTransport.(*http.Transport).Clone() // want `http.Transport.Clone makes a client of what does not depend on the request`
	tr.MaxIdleConns = 10
	tr.TLSClientConfig.InsecureSkipVerify = u.insecure
	(&http.Client{Transport: tr}).Head("https://upstream")
}

func transport(base *http.Transport) http.RoundTripper {
	tr := base.Clone() // want `http.Transport.Clone makes a client of what does not depend on the request.* through costly.transport`
	return tr
}

func (u *upstream) helped(w http.ResponseWriter, r *http.Request) {
	c := http.Client{Transport: transport(http.DefaultTransport.(*http.Transport))}
	c.Head("https://upstream")
}

// clonedFor has clones that the request has a say in, or that keep nothing.
func (u *upstream) clonedFor(w http.ResponseWriter, r *http.Request) {
	tr := http.DefaultTransport.(*http.Transport).Clone()
	tr.TLSClientConfig.ServerName = r.Host
	(&http.Client{Transport: tr}).Head("https://upstream")
	proxy, err := url.Parse(r.FormValue("proxy"))
	if err != nil {
		return
	}
	(&http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}).Head("https://upstream")
	tr = http.DefaultTransport.(*http.Transport).Clone()
	tr.Proxy = http.ProxyURL(proxy)
	(&http.Client{Transport: tr}).Head("https://upstream")
	tr = http.DefaultTransport.(*http.Transport).Clone()
	tr.DisableKeepAlives = true
	(&http.Client{Transport: tr}).Head("https://upstream")
}

// clonedOnce keeps it.
func (u *upstream) clonedOnce(w http.ResponseWriter, r *http.Request) {
	if u.shared == nil {
		u.shared = &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	}
	u.shared.Head("https://upstream")
}
