package silent

import (
	"os"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// A Swapper takes its maps out under the lock, puts new ones in their place, and
// goes through the old ones elsewhere.
type Swapper struct {
	lock    sync.RWMutex
	in, out map[string][]int
}

func (w *Swapper) Add(name string, out bool, n int) {
	w.lock.Lock()
	if out {
		w.out[name] = append(w.out[name], n)
	} else {
		w.in[name] = append(w.in[name], n)
	}
	w.lock.Unlock()
}

func (w *Swapper) Flush() (sums []int) {
	w.lock.Lock()
	in, out := w.in, w.out
	w.in, w.out = make(map[string][]int), make(map[string][]int)
	w.lock.Unlock()
	sums = collectSwapped(in, sums)
	return w.collect(out, sums)
}

func (w *Swapper) FlushLater() {
	w.lock.Lock()
	in := w.in
	w.in = make(map[string][]int)
	w.lock.Unlock()
	go collectSwapped(in, nil)
}

func (w *Swapper) collect(m map[string][]int, sums []int) []int { return collectSwapped(m, sums) }

func collectSwapped(m map[string][]int, sums []int) []int {
	for _, ns := range m {
		sums = append(sums, len(ns))
	}
	return sums
}

// A Player is filled before it is put where others find it.
type Player struct {
	mu  sync.Mutex
	ids map[string]int
	me  string
}

type playerList struct {
	mu     sync.Mutex
	all    []*Player
	byName map[string]*Player
	joined chan *Player
}

var players = &playerList{byName: map[string]*Player{}}

func (p *Player) Attach(me string) {
	p.me = me
	p.ids[me] = 1
	players.add(p)
}

func (p *Player) AttachByName(me string) {
	p.ids[me] = 1
	players.mu.Lock()
	players.byName[me] = p
	players.mu.Unlock()
}

func (p *Player) AttachLater(me string) {
	p.ids[me] = 1
	players.joined <- p
}

func (l *playerList) add(p *Player) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range l.all {
		l.greet(p, o)
		l.greet(o, p)
	}
	l.all = append(l.all, p)
}

func (l *playerList) greet(p, to *Player) {
	to.mu.Lock()
	defer to.mu.Unlock()
	to.ids[p.me]++
}

// Each call of Begin makes a transaction, one of which is used under a lock.
var txMu sync.Mutex

type DB struct{ last *Tx }

type Tx struct{ pages map[int]string }

func (db *DB) Begin() *Tx {
	t := &Tx{pages: map[int]string{}}
	db.last = t
	return t
}

func (db *DB) Open() (*Tx, error) { return db.Begin(), nil }

func (t *Tx) set(k int) { t.pages[k] = "x" }

func PutLocked(db *DB) {
	txMu.Lock()
	defer txMu.Unlock()
	db.Begin().set(1)
}

func Put(db *DB, k int) { db.Begin().set(k) }

func PutOpened(db *DB, k int) {
	if t, err := db.Open(); err == nil {
		t.set(k)
	}
}

// Rows are written by the goroutine that walks, under the lock, and by nobody else.
type rowTable struct {
	mu   sync.RWMutex
	rows map[string]*string
}

func (t *rowTable) Get(name string) *string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.rows[name]
}

func (t *rowTable) Add(name string, r *string) {
	t.mu.Lock()
	t.rows[name] = r
	t.mu.Unlock()
}

func (t *rowTable) Remove(name string) {
	t.mu.Lock()
	delete(t.rows, name)
	t.mu.Unlock()
}

type Folder struct {
	*rowTable
	path string
}

func (f Folder) Walk() {
	files, _ := os.ReadDir(f.path)
	for _, file := range files {
		if _, ok := f.rows[file.Name()]; ok {
			continue
		}
		f.Add(file.Name(), &f.path)
	}
}

func ServeFolder(path string, done chan bool) Folder {
	f := Folder{rowTable: &rowTable{rows: map[string]*string{}}, path: path}
	f.Walk()
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Minute):
				f.Walk()
			}
		}
	}()
	return f
}

// Describe is called when the collector is registered, before any scrape.
type Gauges struct {
	sync.Mutex
	descs map[string]*prometheus.Desc
}

func (g *Gauges) Describe(ch chan<- *prometheus.Desc) {
	g.descs["a"] = prometheus.NewDesc("a")
	ch <- g.descs["a"]
}

func (g *Gauges) Collect(ch chan<- prometheus.Metric) {
	g.Lock()
	defer g.Unlock()
	for _, d := range g.descs {
		ch <- prometheus.Gauge(d, 1)
	}
}

// An expiring cache is a variable before its address is returned; the goroutine
// releases the lock for its sleep only.
type Expiring struct {
	mu    sync.Mutex
	items map[string]int
	ttl   time.Duration
}

func NewExpiring(ttl time.Duration) *Expiring {
	res := Expiring{ttl: ttl, items: make(map[string]int)}
	go func() {
		for range time.Tick(ttl) {
			res.expire()
		}
	}()
	return &res
}

func (e *Expiring) expire() {
	e.mu.Lock()
	if e.ttl > time.Second {
		e.mu.Unlock()
		time.Sleep(e.ttl)
		e.mu.Lock()
	}
	for k := range e.items {
		e.remove(k)
	}
	e.mu.Unlock()
}

func (e *Expiring) remove(k string) { delete(e.items, k) }

func (e *Expiring) Purge() {
	e.mu.Lock()
	defer e.mu.Unlock()
	clear(e.items)
}

func (e *Expiring) Put(k string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.items[k]++
}
