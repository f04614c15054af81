package dispatch

import "sync"

type tokens struct {
	mu    sync.Mutex
	index map[int]string
}

func (t *tokens) claim(id int, s string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.index[id] = s
}

func (t *tokens) drop(id int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.index, id)
}

func (t *tokens) token(id int) string { return t.index[id] } // want `map t.index is read here without c.tokens.mu`

type counters struct{ by map[int]int }

func (c *counters) count(id int) { c.by[id]++ } // want `map c.by is written here without a lock`

type locked struct {
	mu sync.Mutex
	by map[int]int
}

func (l *locked) note(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.by[id]++
}

// A Client has the methods of what it embeds, one of them by a pointer.
type Client struct {
	name string
	tokens
	*counters
	inner
}

type inner struct{ *locked }

type callbacks interface {
	token(int) string
	count(int)
	note(int)
}

func incoming(c callbacks, ids <-chan int) {
	go func() {
		for id := range ids {
			_ = c.token(id)
			c.count(id)
			c.note(id)
		}
	}()
	go c.count(0)
	go c.note(0)
}

func (c *Client) Connect(ids <-chan int) { incoming(c, ids) }

func (c *Client) Publish(id int) { c.claim(id, c.name) }

func (c *Client) Done(id int) { c.drop(id) }
