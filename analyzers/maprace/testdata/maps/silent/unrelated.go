package silent

import (
	"net/http"
	"sync"
)

// Two package variables of one type: each has its lock, which the methods take.
type registry struct {
	sync.RWMutex
	items map[string]int
}

var (
	left  = &registry{items: map[string]int{}}
	right = &registry{items: map[string]int{}}
)

func (r *registry) find(v int) bool {
	r.RLock()
	defer r.RUnlock()
	for _, x := range r.items {
		if x == v {
			return true
		}
	}
	return false
}

func (r *registry) drop(k string) {
	r.Lock()
	defer r.Unlock()
	delete(r.items, k)
}

func (r *registry) add(k string) {
	r.Lock()
	defer r.Unlock()
	r.items[k]++
}

// Handle runs in parallel with itself.
func Handle(w http.ResponseWriter, req *http.Request) {
	left.find(1)
	right.find(2)
	left.add("x")
	go func() { right.drop("x") }()
	go func() { right.add("x") }()
}

// Claims are made for each request: the lock of a package that some happen to
// hold is not theirs.
type Claims struct{ values map[string]any }

var (
	iamMu sync.Mutex
	users int
	parse func(token string, c *Claims) error
)

func newClaims(token string) (*Claims, error) {
	c := &Claims{values: map[string]any{}}
	if err := parse(token, c); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Claims) remove(k string) { delete(c.values, k) }

func (c *Claims) lookup(k string) any { return c.values[k] }

func claimsOf(token string) (*Claims, error) {
	c, err := newClaims(token)
	if err != nil {
		if c, err = newClaims("Bearer " + token); err != nil {
			return nil, err
		}
	}
	c.values["policy"] = 1
	return c, nil
}

// HandleToken reads its own claims.
func HandleToken(w http.ResponseWriter, req *http.Request) {
	if c, err := claimsOf(req.URL.Path); err == nil {
		c.lookup("policy")
	}
}

// HandleUser changes its own claims while it counts the users.
func HandleUser(w http.ResponseWriter, req *http.Request) {
	iamMu.Lock()
	defer iamMu.Unlock()
	users++
	if c, err := claimsOf(req.URL.Path); err == nil {
		c.remove("exp")
		c.remove("policy")
	}
}

// A backend has a fake in the tests.
type backend interface {
	put(k string)
	drop(k string)
	list() []string
}

type Controller struct{ b backend }

// Reconcile is called for many keys.
func (c *Controller) Reconcile(k string) {
	c.b.put(k)
	if len(c.b.list()) > 3 {
		c.b.drop(k)
	}
}
