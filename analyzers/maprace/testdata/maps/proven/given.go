package proven

import (
	"net/http"
	"sync"
	"time"
)

// A walker starts itself for each child.
type walker struct{ seen map[string]bool }

type dir struct {
	name string
	sub  []*dir
}

func (w *walker) walk(d *dir) {
	w.seen[d.name] = true // want `map w.seen is written here without a lock by (several goroutines|a goroutine started at given.go:21)`
	for _, s := range d.sub {
		go w.walk(s)
	}
}

func walkAll(d *dir) { (&walker{map[string]bool{}}).walk(d) }

// An attempt starts the next one.
var attempts = map[string]int{}

func attempt(k string) {
	attempts[k]++ // want `map attempts is written here without a lock`
	if attempts[k] < 5 {
		time.AfterFunc(time.Second, func() { attempt(k) })
	}
}

func attemptAll(keys []string) {
	for _, k := range keys {
		attempt(k)
	}
}

// Two functions even and odd start each other.
func even(m map[int]bool, n int) {
	m[n] = true // want `map m is written here without a lock by (several goroutines|a goroutine)`
	for i := range n {
		go odd(m, i)
	}
}

func odd(m map[int]bool, n int) {
	if n > 0 {
		even(m, n-1)
	}
}

func evenAll() { even(map[int]bool{}, 3) }

// A function returns what handlers call.
func tally() (func(string), func(string) int) {
	m := map[string]int{}
	return func(k string) { m[k]++ }, // want `map m is written here without a lock by a handler`
		func(k string) int { return m[k] }
}

func quota(max int) (allow func(string) bool) {
	used := map[string]int{}
	allow = func(k string) bool {
		used[k]++ // want `map used is written here without a lock by a handler`
		return used[k] < max
	}
	return allow
}

func handleGiven() {
	add, get := tally()
	allow := quota(3)
	http.HandleFunc("/tally", func(w http.ResponseWriter, r *http.Request) {
		add(r.URL.Path)
		if get(r.URL.Path) > 3 && !allow(r.URL.Path) {
			w.WriteHeader(http.StatusForbidden)
		}
	})
}

func startGiven(names []string) {
	mark, _ := marker()
	for _, n := range names {
		go mark(n)
	}
}

func marker() (mark func(string), err error) {
	marks := map[string]bool{}
	mark = func(n string) {
		marks[n] = true // want `map marks is written here without a lock by several goroutines`
	}
	return mark, nil
}

// A guarded map is handed to a function that the caller gave, after the lock.
type gauges struct {
	mu sync.Mutex
	m  map[string]float64
}

func (g *gauges) set(k string, v float64) {
	g.mu.Lock()
	g.m[k] = v
	g.mu.Unlock()
}

func (g *gauges) each(send func(map[string]float64)) {
	g.mu.Lock()
	m := g.m
	g.mu.Unlock()
	send(m)
}

func FlushGauges(g *gauges) {
	go g.set("a", 1)
	g.each(func(m map[string]float64) {
		for k := range m { // want `map m is iterated over here without g.mu`
			println(k)
		}
	})
}

type sender interface{ send(map[string]float64) }

type stdout struct{}

func (stdout) send(m map[string]float64) {
	println(m["a"]) // want `map m is read here without g.mu`
}

func (g *gauges) to(s sender) { s.send(g.m) }

func SendGauges(g *gauges) {
	go g.set("a", 1)
	g.to(stdout{})
}

func updateGauges(g *gauges) {
	go g.each(func(m map[string]float64) {
		delete(m, "a") // want `map m is written here without a lock`
	})
	println(g.m["b"])
}

// Two maps have a lock each, and one function the wrong one.
type twoMaps struct {
	aMu, bMu sync.Mutex
	a, b     map[string]int
}

func (x *twoMaps) putA(k string) {
	x.aMu.Lock()
	x.a[k] = 1
	x.aMu.Unlock()
}

func (x *twoMaps) getA(k string) int {
	x.aMu.Lock()
	defer x.aMu.Unlock()
	return x.a[k]
}

func (x *twoMaps) sum(k string) int {
	x.bMu.Lock()
	defer x.bMu.Unlock()
	return x.a[k] + x.b[k] // want `map x.a is read here without twoMaps.aMu`
}

func handleTwo() {
	x := &twoMaps{a: map[string]int{}, b: map[string]int{}}
	http.HandleFunc("/two", func(w http.ResponseWriter, r *http.Request) {
		x.putA(r.Host)
		println(x.getA(r.Host), x.sum(r.Host))
	})
}
