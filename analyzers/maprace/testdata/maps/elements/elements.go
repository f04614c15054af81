// Package elements has maps in elements of slices, arrays, maps and sync.Map.
package elements

import (
	"html/template"
	"maps"
	"net/http"
	"sync"
)

var stripes [16]map[string]int

func count(w http.ResponseWriter, r *http.Request) {
	stripes[len(r.URL.Path)%16][r.URL.Path]++ // want `map stripes\[.* is written here without a lock by a handler of HTTP requests`
}

var tables = []map[string]int{{}, {}}

func total(w http.ResponseWriter, r *http.Request) {
	for _, t := range tables {
		t["requests"]++ // want `map t is written here without a lock by a handler of HTTP requests`
	}
}

var perHost sync.Map

func host(w http.ResponseWriter, r *http.Request) {
	v, _ := perHost.LoadOrStore(r.Host, map[string]int{})
	v.(map[string]int)[r.URL.Path]++ // want `map perHost\[...\] is written here without a lock by a handler of HTTP requests`
}

func loaded(w http.ResponseWriter, r *http.Request) {
	if v, ok := perUser.Load(r.Host); ok {
		hits := v.(*user).hits
		hits[r.URL.Path]++ // want `map hits is written here without a lock by a handler of HTTP requests`
	}
}

type user struct{ hits map[string]int }

var perUser sync.Map

// taken is silent: what is taken out of the map nobody else finds.
func taken(w http.ResponseWriter, r *http.Request) {
	if v, ok := perUser.LoadAndDelete(r.Host); ok {
		v.(*user).hits[r.URL.Path]++
	}
}

type table struct{ rows map[string]int }

type registry struct {
	mu     sync.Mutex
	tables map[string]*table
}

func (r *registry) table(name string) *table {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.tables[name]
	if t == nil {
		t = &table{rows: make(map[string]int)}
		r.tables[name] = t
	}
	return t
}

func (r *registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.table(req.Host).rows[req.URL.Path]++ // want `is written here without a lock by a handler of HTTP requests`
}

// captured elements
func routes(mux *http.ServeMux) {
	all := []map[string]bool{{}, {}}
	mux.HandleFunc("/a", func(w http.ResponseWriter, r *http.Request) {
		all[0][r.Host] = true // want `map all\[0\] is written here without a lock by a handler of HTTP requests`
	})
	mux.HandleFunc("/b", func(w http.ResponseWriter, r *http.Request) {
		all[1][r.Host] = true // want `map all\[1\] is written here without a lock by a handler of HTTP requests`
	})
}

// each worker of these is silent: it has an element of its own.
func workers(n int) []map[string]int {
	out := make([]map[string]int, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = map[string]int{}
			out[i]["a"]++
		}()
	}
	wg.Wait()
	return out
}

func parts(all []map[string]int) {
	var wg sync.WaitGroup
	for _, m := range all {
		wg.Add(1)
		go func(m map[string]int) {
			defer wg.Done()
			m["a"]++
		}(m)
	}
	wg.Wait()
}

// sweep and add go over the same elements.
type sharded struct{ shards []*table }

func (s *sharded) sweep() {
	for _, t := range s.shards {
		for k := range t.rows {
			delete(t.rows, k) // want `map t.rows is written here without a lock by a goroutine started at .*, and read in \(\*sharded\).ServeHTTP`
		}
	}
}

func (s *sharded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.shards[len(r.Host)%len(s.shards)].rows[r.Host]++ // want `written here without a lock by a handler of HTTP requests`
}

// Serve starts it.
func Serve(n int) {
	s := &sharded{shards: make([]*table, n)}
	go s.sweep()
	http.Handle("/", s)
}

// locked elements are silent.
type lockedTable struct {
	sync.Mutex
	rows map[string]int
}

var lockedTables [8]*lockedTable

func lockedCount(w http.ResponseWriter, r *http.Request) {
	t := lockedTables[len(r.Host)%8]
	t.Lock()
	defer t.Unlock()
	t.rows[r.Host]++
}

func init() {
	http.HandleFunc("/1", count)
	http.HandleFunc("/2", total)
	http.HandleFunc("/3", host)
	http.HandleFunc("/4", loaded)
	http.HandleFunc("/5", taken)
	http.HandleFunc("/6", lockedCount)
	http.Handle("/7", &registry{})
}

// The entries of a sync.Map are gone over while handlers change them.
var rooms sync.Map

func enterRoom(w http.ResponseWriter, r *http.Request) {
	v, _ := rooms.LoadOrStore(r.FormValue("room"), map[string]bool{})
	v.(map[string]bool)[r.FormValue("user")] = true // want `map rooms\[...\] is written here without a lock by a handler`
}

func listRooms(w http.ResponseWriter, r *http.Request) {
	rooms.Range(func(k, v any) bool {
		for user := range v.(map[string]bool) {
			w.Write([]byte(user))
		}
		return true
	})
}

func hasUser(user string) (found bool) {
	rooms.Range(func(_, v any) bool {
		users, ok := v.(map[string]bool)
		found = found || ok && users[user]
		return !found
	})
	return found
}

func resetRooms(w http.ResponseWriter, r *http.Request) {
	rooms.Range(func(_, v any) bool {
		clear(v.(map[string]bool)) // want `is written here without a lock by a handler`
		return true
	})
}

func userHandler(w http.ResponseWriter, r *http.Request) {
	if !hasUser(r.FormValue("user")) {
		w.WriteHeader(http.StatusNotFound)
	}
}

// A library's own entries are read only.
var parsed sync.Map

func parse(k string) map[string]int {
	if v, ok := parsed.Load(k); ok {
		return v.(map[string]int)
	}
	m := map[string]int{k: len(k)}
	parsed.Store(k, m)
	return m
}

func parseHandler(w http.ResponseWriter, r *http.Request) {
	println(parse(r.FormValue("k"))["a"])
	parsed.Range(func(_, v any) bool { return len(v.(map[string]int)) > 0 && v.(map[string]int)["a"] == 0 })
}

func handleRooms() {
	http.HandleFunc("/enter", enterRoom)
	http.HandleFunc("/rooms", listRooms)
	http.HandleFunc("/user", userHandler)
	http.HandleFunc("/reset", resetRooms)
	http.HandleFunc("/parse", parseHandler)
}

// A template reads the maps of what it is given.
var sitePage = template.Must(template.New("page").Parse("{{range .Hits}}{{.}}{{end}}"))

type site struct {
	mu     sync.Mutex
	Hits   map[string]int
	Copied map[string]int
	hidden map[string]int
}

func (s *site) count(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Hits[r.URL.Path]++
	s.hidden[r.URL.Path]++
	view := struct{ Hits map[string]int }{maps.Clone(s.Hits)}
	sitePage.Execute(w, view)
}

func (s *site) stats(w http.ResponseWriter, r *http.Request) {
	sitePage.Execute(w, s) // want `map .*Hits is read here without (s|site).mu`
}

func (s *site) named(w http.ResponseWriter, r *http.Request) {
	sitePage.ExecuteTemplate(w, "page", *s) // want `map .*Hits is read here without (s|site).mu`
}

func (s *site) direct(w http.ResponseWriter, r *http.Request) {
	sitePage.Execute(w, s.Hits) // want `map s.Hits is read here without (s|site).mu`
}

func handleSite() {
	s := &site{Hits: map[string]int{}, hidden: map[string]int{}}
	http.HandleFunc("/count", s.count)
	http.HandleFunc("/stats", s.stats)
	http.HandleFunc("/named", s.named)
	http.HandleFunc("/direct", s.direct)
}
