package request

import (
	"encoding/json"
	"net/http"
)

// A feed is made at start and keeps what requests bring beside its rules.
type feed struct {
	rules *texts
	last  string
	seen  map[string]string
}

type texts struct{ mask string }

func newFeed(mask string) *feed {
	return &feed{rules: &texts{mask: mask}, seen: make(map[string]string)}
}

func (f *feed) note(r *http.Request) {
	f.seen[r.URL.Path] = r.RemoteAddr
	f.last = r.URL.RawQuery
}

func (f *feed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.note(r)
	f.write(w)
}

func (f *feed) write(w http.ResponseWriter) {
	f.rules.masked()
	var v any
	json.Unmarshal([]byte(f.last), &v) // of some request
}

func (t *texts) masked() (v map[string]string) {
	json.Unmarshal([]byte(t.mask), &v) // want `it comes from what \*request.feed was made with`
	return v
}
