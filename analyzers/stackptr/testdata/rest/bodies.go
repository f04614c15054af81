package rest

import (
	"encoding/json"
	"io"
	"net/http"
)

// A request brings its body with it.
func (s *server) upload(w http.ResponseWriter, r *http.Request) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	json.NewDecoder(http.MaxBytesReader(w, r.Body, 1000)).Decode(s)
	limited := &io.LimitedReader{R: r.Body, N: 1000}
	io.ReadAll(limited)
	params(r)
	use(all)
}

func params(r *http.Request) []byte {
	data, _ := io.ReadAll(r.Body)
	return data
}

// What is read as it comes may take as long as the peer likes.
func (s *server) follow(w http.ResponseWriter, r *http.Request) { // want `server.follow parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	io.Copy(w, r.Body)
	use(all)
}

// An upstream answers when it likes.
func (s *server) ask(w http.ResponseWriter, r *http.Request) { // want `server.ask parks`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	json.NewDecoder(s.upstream().Body).Decode(s)
	use(all)
}

func (s *server) upstream() *http.Response { return nil }

// What can seek is a file, for which nobody waits.
func (s *server) download(w http.ResponseWriter, r *http.Request) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	all := []*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p}
	s.file().Read(nil)
	use(all)
}

func (s *server) file() io.ReadSeekCloser { return nil }
