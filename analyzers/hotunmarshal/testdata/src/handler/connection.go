package handler

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
)

type transport struct{ next http.RoundTripper }

// RoundTrip runs for each request that the service sends.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := os.ReadFile("credentials.json")
	if err != nil {
		return nil, err
	}
	var v map[string]string
	if err := json.Unmarshal(raw, &v); err != nil { // want `each time \(\*handler.transport\).RoundTrip`
		return nil, err
	}
	r.Header.Set("Authorization", v["token"])
	return t.next.RoundTrip(r)
}

// fetch is a helper, not a transport.
func fetch(r *http.Request) (*http.Response, error) {
	var v map[string]string
	json.Unmarshal([]byte(`{}`), &v)
	return http.DefaultClient.Do(r)
}

func serve() {
	s := &http.Server{ConnContext: func(ctx context.Context, c net.Conn) context.Context {
		raw, _ := os.ReadFile("limits.json")
		var v map[string]int
		json.Unmarshal(raw, &v) // want `each time a function in handler.serve`
		return context.WithValue(ctx, transport{}, v)
	}}
	s.ListenAndServe()
}
