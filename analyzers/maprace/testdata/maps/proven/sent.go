package proven

import (
	"net/http"
	"time"
)

// Headers that requests share.

type registry struct {
	*http.Client
	header http.Header
	token  func() string
}

func (r *registry) call(method, url string) (*http.Response, error) {
	authorize(r.token, &r.header)
	for {
		req, err := http.NewRequest(method, url, nil)
		if err != nil {
			return nil, err
		}
		req.Header = r.header
		resp, err := r.Do(req)
		if err == nil {
			return resp, nil
		}
		time.Sleep(time.Second)
	}
}

func authorize(token func() string, h *http.Header) {
	h.Set("Authorization", token()) // want `map r.header is written here without a lock, and iterated over in \(\*registry\).call \(sent.go:\d+\) by net/http, which sends it for an earlier call: fatal error: concurrent map iteration and map write`
}

var common = http.Header{}

func proxy(w http.ResponseWriter, r *http.Request) {
	req, err := http.NewRequestWithContext(r.Context(), r.Method, "http://backend", nil)
	if err != nil {
		return
	}
	req.Header = common
	req.Header.Set("X-Path", r.URL.Path) // want `map req.Header is written here without a lock by a handler of HTTP requests, which runs in parallel with itself`
	http.DefaultClient.Do(req)
}

// Each request has a copy.
func (r *registry) copied(method, url string) (*http.Response, error) {
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "text/plain")
	req.Header = r.header.Clone()
	req.Header.Set("Authorization", r.token())
	return r.Do(req)
}

// retry sends its own request again.
func (r *registry) retry(req *http.Request) (*http.Response, error) {
	for i := range 3 {
		if resp, err := r.Do(req); err == nil {
			return resp, nil
		}
		req.Header.Set("Retry", string(rune('0'+i)))
	}
	return nil, http.ErrServerClosed
}

func useRegistry(r *registry) {
	r.call("GET", "a")
	r.copied("GET", "a")
	r.retry(nil)
	http.HandleFunc("/", proxy)
}

var _ = useRegistry
