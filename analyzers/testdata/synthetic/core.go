package synthetic

import (
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"time"
)

// Type parameters whose type set has one underlying type, which is what their
// values are indexed, called, sent to or written as literals by.

type fields interface {
	~struct {
		t    *time.Timer
		m    map[string]int
		name string
	}
}

func literal[T fields](name string) *T {
	v := &T{t: time.NewTimer(1), m: map[string]int{}, name: name}
	go func() { *v = T{name: name} }()
	*v = T{m: map[string]int{"a": 1}}
	if raw, err := os.ReadFile("a.json"); err == nil {
		json.Unmarshal(raw, v)
	}
	return v
}

type concrete struct {
	t    *time.Timer
	m    map[string]int
	name string
}

func literals(w http.ResponseWriter, r *http.Request) {
	literal[concrete](r.URL.Path)
	lists([]*time.Timer{time.NewTimer(1)})
	dictionaries(map[string]*time.Timer{})
	channels(make(chan *time.Timer), make(chan bool))
	called(func(t *time.Timer) { t.Stop() })
	addressed(new(time.Timer))
}

func init() { http.HandleFunc("/literals", literals) }

func channels[C ~chan *time.Timer, D ~chan bool](c C, done D) {
	go func() {
		defer close(done)
		for t := range c {
			t.Reset(1)
			<-t.C
		}
		t, ok := <-c
		println(t, ok)
	}()
	select {
	case t := <-c:
		t.Stop()
	case c <- time.NewTimer(1):
	case <-done:
	}
	c <- nil
	<-done
}

func dictionaries[M ~map[string]V, V *time.Timer](m M) {
	var mu sync.Mutex
	go func() { mu.Lock(); m["a"] = nil; mu.Unlock() }()
	for k, v := range m {
		delete(m, k)
		_ = v
	}
	v, ok := m["b"]
	println(v, ok, len(m))
	clear(m)
}

func lists[S ~[]E, E any](s S) S {
	go func() { s[0] = *new(E) }()
	for i, e := range s {
		s[i] = e
	}
	return append(s[:1:1], S{}...)
}

func called[F ~func(*time.Timer)](f F) {
	t := time.NewTimer(1)
	go f(t)
	defer f(t)
	f(t)
}

func addressed[P ~*time.Timer](p P) {
	t := *p
	println(t.C)
	*p = time.Timer{}
	(*time.Timer)(p).Stop()
}
