package proven

import (
	"context"
	"net"
	"net/http"
	"net/rpc"
	"sync"
	"sync/atomic"
	"time"
)

// A table is made by a function that starts a goroutine for it.
type table struct {
	mu   sync.Mutex
	rows map[string]int
}

func newTable() *table {
	t := &table{rows: make(map[string]int)}
	go t.sweep()
	return t
}

func (t *table) sweep() {
	for {
		time.Sleep(time.Minute)
		for k := range t.rows { // want `map t.rows is iterated over here without table.mu by a goroutine started at made.go:21, and written in \(\*table\).set`
			println(k)
		}
	}
}

func (t *table) set(k string) {
	t.mu.Lock()
	t.rows[k] = 1
	t.mu.Unlock()
}

func useTable() {
	t := newTable()
	t.set("a")
}

// A ring is made by one that may fail.
type ring struct{ slots map[int]string }

func openRing(name string) (*ring, error) {
	if name == "" {
		return nil, net.ErrClosed
	}
	r := &ring{slots: map[int]string{}}
	go func() {
		for i := range 100 {
			r.slots[i] = name // want `map r.slots is written here without a lock by a goroutine started at made.go:5[0-9], and written in useRing`
		}
	}()
	return r, nil
}

func useRing() {
	r, err := openRing("a")
	if err != nil {
		return
	}
	r.slots[1] = "b"
}

// An engine has one that another function makes.
type engine struct{ r *ring }

func newEngine() *engine {
	e := &engine{r: startRing()}
	return e
}

func startRing() *ring {
	r := &ring{slots: map[int]string{}}
	go r.fill()
	return r
}

func (r *ring) fill() {
	r.slots[0] = "a" // want `map r.slots is written here without a lock by a goroutine started at made.go:79, and read in useStarted`
}

func useStarted() string {
	r := startRing()
	return r.slots[0]
}

// What was published in an atomic is changed there.
var (
	mimes   atomic.Value
	origins atomic.Pointer[map[string]bool]
	zones   atomic.Pointer[zoneTable]
)

type zoneTable struct{ byName map[string]int }

func addMime(w http.ResponseWriter, r *http.Request) {
	mimes.Load().(map[string]string)[r.FormValue("ext")] = r.FormValue("type") // want `is written here without a lock by a handler`
}

func addOrigin(w http.ResponseWriter, r *http.Request) {
	all := origins.Load()
	(*all)[r.Host] = true // want `is written here without a lock by a handler`
	origins.Store(all)
}

func addZone(w http.ResponseWriter, r *http.Request) {
	z := zones.Load()
	z.byName[r.Host]++ // want `map z.byName is written here without a lock by a handler`
	zones.CompareAndSwap(z, z)
}

// A lock that each call makes for itself guards nothing.
var visitors = map[string]int{}

func visit(w http.ResponseWriter, r *http.Request) {
	var own struct{ sync.RWMutex }
	own.Lock()
	visitors[r.RemoteAddr]++ // want `map visitors is written here holding only own.RWMutex \(each call has its own\) by a handler of HTTP requests`
	own.Unlock()
}

var agents = map[string]int{}

func agent(w http.ResponseWriter, r *http.Request) {
	mu := new(sync.Mutex)
	mu.Lock()
	defer mu.Unlock()
	agents[r.UserAgent()]++ // want `map agents is written here holding only Mutex \(each call has its own\)`
}

func handleMade() {
	http.HandleFunc("/mime", addMime)
	http.HandleFunc("/origin", addOrigin)
	http.HandleFunc("/zone", addZone)
	http.HandleFunc("/visit", visit)
	http.HandleFunc("/agent", agent)
}

// Net/rpc calls methods in parallel.
type Ledger struct{ sums map[string]int }

type Entry struct {
	Name string
	N    int
}

func (l *Ledger) Add(e Entry, sum *int) error {
	l.sums[e.Name] += e.N // want `map l.sums is written here without a lock by a handler of RPCs`
	*sum = l.sums[e.Name]
	return nil
}

type counts map[string]int

func (c counts) Count(name string, n *int) error {
	c[name]++ // want `map c is written here without a lock by a handler of RPCs`
	return nil
}

func serveRPC(l net.Listener) {
	srv := rpc.NewServer()
	if err := srv.Register(&Ledger{sums: map[string]int{}}); err != nil {
		return
	}
	rpc.RegisterName("counts", counts{})
	srv.Accept(l)
}

// A context carries a map to goroutines.
type tagsKey struct{}

var notesKey = &struct{ name string }{"notes"}

func tag(ctx context.Context, k string) {
	tags, ok := ctx.Value(tagsKey{}).(map[string]bool)
	if ok {
		tags[k] = true // want `map tags is written here without a lock by several goroutines`
	}
}

func tagAll(ctx context.Context, names []string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for _, n := range names {
		go tag(ctx, n)
	}
}

func note(ctx context.Context) {
	m := map[string]int{}
	with := context.WithValue(ctx, notesKey, m)
	done := make(chan struct{})
	go func() {
		defer close(done)
		with.Value(notesKey).(map[string]int)["a"]++ // want `is written here without a lock by a goroutine started at .*, and read in note`
	}()
	println(m["b"])
	<-done
}

func trail(ctx context.Context) {
	child := context.WithoutCancel(ctx)
	go func() { child.Value("trail").(map[string]int)["a"] = 1 }() // want `is written here without a lock by a goroutine started at .*, and read in trail`
	println(ctx.Value("trail").(map[string]int)["a"])
}

// A goroutine serves requests for its map, and somebody looks at it directly.
type owner struct {
	in   chan string
	seen map[string]bool
}

func (o *owner) run() {
	for s := range o.in {
		o.seen[s] = true
	}
}

func ownerUser(in chan string) {
	o := &owner{in, map[string]bool{}}
	go o.run()
	in <- "a"
	println(len(o.seen), o.seen["a"]) // want `map o.seen is read here without a lock, and written in \(\*owner\).run`
}
