package app

import "example.com/maps/pool"

func submit(p *pool.Pool, keys []string) {
	seen := make(map[string]bool)
	for _, k := range keys {
		p.Submit(func() {
			seen[k] = true // want `map seen is written here without a lock by several goroutines at once, started at pool.go:38`
		})
	}
}

func hook(keys []string) *pool.Pool {
	seen := make(map[string]bool)
	p := pool.NewPool(4, func(k string) {
		seen[k] = true // want `map seen is written here without a lock by several goroutines at once, started at pool.go:64`
	})
	seen["main"] = true // nothing has started yet
	p.Start(keys)
	return p
}

func tick(p *pool.Pool, keys []string) {
	seen := make(map[string]bool)
	for _, k := range keys {
		p.Tick(func() { seen[k] = true }) // one goroutine runs them all
	}
	seen["x"] = true
}

func post(l *pool.Loop, keys []string) int {
	seen := make(map[string]bool)
	for _, k := range keys {
		l.Post(func() { seen[k] = true }) // one after the other
	}
	count := make(map[string]int)
	l.Post(func() {
		count["a"]++ // want `map count is written here without a lock by a goroutine started at pool.go:79, and read in post`
	})
	return count["a"]
}

func call(l *pool.Loop) int {
	count := make(map[string]int)
	l.Call(func() { count["a"]++ })
	return count["a"]
}

type local struct {
	queue chan func()
	names map[int]string
}

func (l *local) serve() {
	for i := 0; i < 4; i++ {
		go func() {
			for f := range l.queue {
				f()
			}
		}()
	}
}

func (l *local) name(id int, s string) {
	l.queue <- func() {
		l.names[id] = s // want `map l.names is written here without a lock by several goroutines at once`
	}
}
