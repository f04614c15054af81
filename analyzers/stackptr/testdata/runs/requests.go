package runs

import "net/http"

// What nothing reaches counts where a request waits in the package, and not where
// another package does for it.
func (s *server) longPoll(w http.ResponseWriter, r *http.Request) { // want `server.longPoll parks at .* reach 0 of its 24`
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	var q, r1, t, u, v, w1, x state
	use([]*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p, &q, &r1, &t, &u, &v, &w1, &x})
	s.event()
}

func (s *server) event() { <-s.done }

func (s *server) page(w http.ResponseWriter, r *http.Request) {
	var a, b, c, d, e, f, g, h state
	var i, j, k, l, m, n, o, p state
	var q, r1, t, u, v, w1, x state
	use([]*state{&a, &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p, &q, &r1, &t, &u, &v, &w1, &x})
	s.q.Next()
}
