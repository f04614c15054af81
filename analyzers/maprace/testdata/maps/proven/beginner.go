package proven

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

var visits, clicks, pages, calls, named = map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}

// A literal that captures nothing is a handler as any other.
func beginner() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		visits[r.URL.Path]++ // want `map visits is (read|written) here without a lock by a handler of HTTP requests, which runs in parallel with itself`
	})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		clicks[r.URL.Path]++ // want `map clicks is (read|written) here without a lock by a handler of HTTP requests`
	})
	http.Handle("/hits", h)
	for path, f := range map[string]http.HandlerFunc{
		"/calls": func(w http.ResponseWriter, r *http.Request) { count(r.URL.Path) },
	} {
		http.HandleFunc(path, f)
	}
	http.HandleFunc("/pages", page)
}

func count(path string) {
	calls[path]++ // want `map calls is (read|written) here without a lock by a handler of HTTP requests`
}

func page(w http.ResponseWriter, r *http.Request) {
	pages[r.URL.Path]++ // want `map pages is (read|written) here without a lock by a handler of HTTP requests`
}

func chain(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		named[r.Host]++ // want `map named is (read|written) here without a lock by a handler of HTTP requests`
		next.ServeHTTP(w, r)
	})
}

// The clock orders nothing.
func tick() {
	m := map[string]int{}
	go func() {
		for t := range time.Tick(time.Millisecond) {
			m[t.String()] = 1 // want `map m is written here without a lock`
		}
	}()
	for range time.Tick(time.Second) {
		for k := range m {
			println(k)
		}
	}
}

func after() {
	m := map[string]int{}
	go func() {
		for {
			m[time.Now().String()] = 1 // want `map m is written here without a lock`
		}
	}()
	<-time.After(time.Second)
	println(m["x"])
}

func afterSelect(done chan bool) {
	m := map[string]int{}
	go func() {
		for {
			m[time.Now().String()] = 1 // want `map m is written here without a lock`
		}
	}()
	select {
	case <-time.After(time.Second):
	case <-time.Tick(time.Second):
	}
	println(m["x"])
}

// Encoders and printers go through the maps of a struct.
type status struct {
	Jobs  map[string]string
	inner struct{ done map[string]bool }
}

func encoded(w io.Writer) {
	st := &status{Jobs: map[string]string{}}
	go func() {
		for {
			st.Jobs[time.Now().String()] = "done" // want `map st.Jobs is written here without a lock`
		}
	}()
	json.NewEncoder(w).Encode(st)
}

func marshalled() []byte {
	st := status{Jobs: map[string]string{}}
	go func() {
		for {
			st.Jobs[time.Now().String()] = "done" // want `map st.Jobs is written here without a lock`
		}
	}()
	b, _ := json.Marshal(st)
	return b
}

func printed() {
	st := &status{}
	st.inner.done = map[string]bool{}
	go func() {
		for {
			st.inner.done[time.Now().String()] = true // want `map st.inner.done is written here without a lock`
		}
	}()
	fmt.Printf("%+v\n", st)
}

// unexportedEncoded is not: an encoder does not see the field.
func unexportedEncoded() []byte {
	st := &status{}
	st.inner.done = map[string]bool{}
	go func() {
		for {
			st.inner.done[time.Now().String()] = true
		}
	}()
	b, _ := json.Marshal(st)
	return b
}

// A count of replies that are passed on one by one is no join.
func counting(names []string) map[string]int {
	out := make(map[string]int)
	slots, done, all := make(chan bool, len(names)), make(chan bool), make(chan bool)
	for range names {
		slots <- true
	}
	go func() {
		for range names {
			<-done
			slots <- true
		}
		all <- true
	}()
	for _, name := range names {
		<-slots
		go func() {
			out[name]++ // want `map out is (read|written) here without a lock by several goroutines at once`
			done <- true
		}()
	}
	<-all
	return out
}

// One value of a channel says nothing of those that follow.
func firstReply(n int) bool {
	seen := map[int]bool{}
	ch := make(chan error)
	go func() {
		defer close(ch)
		for i := range n {
			seen[i] = true // want `map seen is written here without a lock by a goroutine`
			ch <- nil
		}
	}()
	<-ch
	return seen[1]
}

// An encoder does not ask for String, as a printer does.
type jobList struct{ Jobs map[string]string }

func (jobList) String() string { return "jobs" }

func encodedNamed() []byte {
	st := &jobList{Jobs: map[string]string{}}
	go func() {
		for {
			st.Jobs[time.Now().String()] = "done" // want `map st.Jobs is written here without a lock`
		}
	}()
	b, _ := json.Marshal(st)
	return b
}

func printedNamed() {
	st := &jobList{Jobs: map[string]string{}}
	go func() {
		for {
			st.Jobs[time.Now().String()] = "done"
		}
	}()
	fmt.Println(st)
}
