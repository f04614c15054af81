package elements

import (
	"encoding/json"
	"html/template"
	"net/http"
	"sync"
)

// config is decoded again while handlers read it: the decoder adds to the map that is there.
type config struct {
	Flags  map[string]bool
	Hidden map[string]bool `json:"-"`
}

var current config

func reload(b []byte) error {
	return json.Unmarshal(b, &current) // want `map current.Flags is written here without a lock by a goroutine started at .*, and read in flag`
}

func flag(w http.ResponseWriter, r *http.Request) {
	if current.Flags[r.URL.Path] || current.Hidden["x"] {
		w.WriteHeader(http.StatusOK)
	}
}

// Watch reloads.
func Watch(changes <-chan []byte) {
	go func() {
		for b := range changes {
			reload(b)
		}
	}()
	http.HandleFunc("/flag", flag)
	http.HandleFunc("/show", show)
	http.Handle("/unsaved", &unsaved{})
}

// fresh is silent: the document is the request's own.
func fresh(w http.ResponseWriter, r *http.Request) {
	var c config
	if json.NewDecoder(r.Body).Decode(&c) == nil && c.Flags["a"] {
		w.WriteHeader(http.StatusOK)
	}
}

// report is encoded through a pointer.
type report struct{ Totals *totals }

type totals struct{ ByHost map[string]int }

var (
	reportMu sync.Mutex
	last     report
)

// Add adds.
func Add(host string) {
	reportMu.Lock()
	defer reportMu.Unlock()
	last.Totals.ByHost[host]++
}

// Forget deletes.
func Forget(host string) {
	reportMu.Lock()
	defer reportMu.Unlock()
	delete(last.Totals.ByHost, host)
}

func show(w http.ResponseWriter, r *http.Request) {
	json.NewEncoder(w).Encode(last) // want `is iterated over here without reportMu by a handler of HTTP requests`
}

// state encodes itself; save holds the lock for it.
type state struct {
	mu     sync.Mutex
	values map[string]string
}

func (s *state) MarshalJSON() ([]byte, error) { return json.Marshal(s.values) }

func (s *state) Save() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return json.Marshal(s)
}

func (s *state) Set(k, v string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[k] = v
}

func (s *state) Get(k string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.values[k]
}

// unsaved encodes itself too, but nobody holds the lock.
type unsaved struct {
	mu     sync.Mutex
	values map[string]string
}

func (s *unsaved) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.values) // want `map s.values is iterated over here without unsaved.mu by a handler of HTTP requests`
}

func (s *unsaved) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Set(r.Host, r.URL.Path)
	json.NewEncoder(w).Encode(s)
}

func (s *unsaved) Set(k, v string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[k] = v
}

// slow is called by a template, which handlers execute.
var slowMemo = map[string]string{}

func slow(s string) string {
	if v, ok := slowMemo[s]; ok {
		return v
	}
	slowMemo[s] = s + s // want `map slowMemo is written here without a lock by a handler of templates`
	return slowMemo[s]
}

var page = template.Must(template.New("page").Funcs(template.FuncMap{"slow": slow}).Parse(`{{slow .}}`))

func render(w http.ResponseWriter, r *http.Request) { page.Execute(w, r.URL.Path) }

// handler is a literal of a package variable.
var handled = map[string]int{}

var handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	handled[r.Host]++ // want `map handled is written here without a lock by a handler of HTTP requests`
})

// value has a lock, of which each call gets a copy.
type value struct {
	mu sync.Mutex
	m  map[string]int
}

func (v value) Inc(k string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.m[k]++ // want `map v.m is written here while holding v.mu, which is a copy for each call`
}

// asserted implements the interface, but nothing makes one of it outside tests.
type Book interface{ Add(k string) }

var _ Book = (*Asserted)(nil)

// Asserted is a fake.
type Asserted struct{ m map[string]bool }

// Add adds.
func (a *Asserted) Add(k string) { a.m[k] = true }

// Dial adds on goroutines.
func Dial(b Book, keys []string) {
	for _, k := range keys {
		go b.Add(k)
	}
}

// slots is a semaphore of four: the starter takes a slot, the goroutine gives it back.
func slots(keys []string) map[string]int {
	out := make(map[string]int)
	sem := make(chan struct{}, 4)
	var wg sync.WaitGroup
	for _, k := range keys {
		sem <- struct{}{}
		wg.Add(1)
		go func() {
			defer func() { <-sem; wg.Done() }()
			out[k] = len(k) // want `map out is written here without a lock by several goroutines at once`
		}()
	}
	wg.Wait()
	return out
}

// oneSlot is silent.
func oneSlot(keys []string) map[string]int {
	out := make(map[string]int)
	sem := make(chan struct{}, 1)
	for _, k := range keys {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			out[k] = len(k)
		}()
	}
	sem <- struct{}{}
	return out
}

// book starts its goroutine when it is loaded.
type book struct {
	mu   sync.Mutex
	rows map[string]int
}

func (b *book) OnStart() {
	b.load()
	go b.save()
}

func (b *book) load() { b.rows["a"] = 1 }

func (b *book) save() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.rows {
	}
}

func (b *book) Add(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rows[k]++
}
