package library

// A Feed is filled by a goroutine until it is closed.
type Feed struct {
	Names map[string]string
	done  chan struct{}
}

// OpenFeed opens one.
func OpenFeed(path string) (*Feed, error) {
	f := &Feed{Names: map[string]string{}, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		f.Names[path] = path
	}()
	return f, nil
}

// Close waits until it is full.
func (f *Feed) Close() { <-f.done }

// Poll starts a goroutine that fills the map that it returns.
func Poll(n int) map[int]bool {
	out := make(map[int]bool)
	go fill(out, n)
	return out
}

func fill(out map[int]bool, n int) {
	for i := range n {
		out[i] = true // want `map out is written here without a lock by a goroutine started at feed.go:25, and returned in Poll`
	}
}

// Hub has a feed.
type Hub struct{ Feed *Feed }

// NewHub makes one.
func NewHub() *Hub {
	h := &Hub{Feed: &Feed{Names: map[string]string{}}}
	go h.run()
	return h
}

func (h *Hub) run() {
	for k := range h.Feed.Names {
		println(k)
	}
}
