package memo

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"time"
)

// A file of users is read again when a method says that it has changed.
type users struct {
	sync.RWMutex
	path string
	info os.FileInfo
	all  map[string]string
}

func (u *users) stale(info os.FileInfo) bool {
	u.RLock()
	defer u.RUnlock()
	return u.info == nil || u.info.ModTime() != info.ModTime() || u.info.Size() != info.Size()
}

func (u *users) load() error {
	info, err := os.Stat(u.path)
	if err != nil {
		return err
	}
	if u.stale(info) {
		f, err := os.Open(u.path)
		if err != nil {
			return err
		}
		defer f.Close()
		records, err := csv.NewReader(f).ReadAll()
		if err != nil {
			return err
		}
		u.Lock()
		defer u.Unlock()
		u.all = make(map[string]string)
		for _, r := range records {
			u.all[r[0]] = r[1]
		}
		u.info = info
	}
	return nil
}

// What a function is given is compared.
type digest struct {
	sum [32]byte
	cfg config
}

func same(a, b [32]byte) bool { return bytes.Equal(a[:], b[:]) }

func (d *digest) current() config {
	b, err := os.ReadFile("conf.json")
	if err != nil {
		return d.cfg
	}
	if sum := sha256.Sum256(b); !same(sum, d.sum) {
		var c config
		if json.Unmarshal(b, &c) == nil {
			d.cfg, d.sum = c, sum
		}
	}
	return d.cfg
}

// Nobody notes when it was read.
type unnoted struct {
	path string
	read time.Time
	deny map[string]bool
}

func (r *unnoted) stale() bool {
	fi, err := os.Stat(r.path)
	return err != nil || fi.ModTime().After(r.read)
}

func (r *unnoted) get() map[string]bool {
	if r.stale() {
		b, err := os.ReadFile(r.path)
		if err != nil {
			return nil
		}
		json.Unmarshal(b, &r.deny) // want `json\.Unmarshal decodes what does not depend on the request`
	}
	return r.deny
}

// The answer is that of another.
type asked struct {
	known map[string]bool
	cfg   *config
}

func (a *asked) ready() bool { return a.has("cfg") }

func (a *asked) has(name string) bool { return a.known[name] }

func (a *asked) get() *config {
	if !a.ready() {
		b, _ := os.ReadFile("asked.json")
		a.cfg = new(config)
		json.Unmarshal(b, a.cfg)
		a.known["cfg"] = true
	}
	return a.cfg
}

func predicates(u *users, d *digest, r *unnoted, a *asked) {
	http.HandleFunc("/predicates", func(w http.ResponseWriter, req *http.Request) {
		u.load()
		d.current()
		r.get()
		a.get()
	})
}
