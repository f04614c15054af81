package consumer

import "example.com/maps/library"

func feed() {
	f, err := library.OpenFeed("a")
	if err != nil {
		return
	}
	f.Names["b"] = "c" // want `map f.Names is written here without a lock, and written in a function literal in OpenFeed \(feed.go:14\) by a goroutine started at feed.go:12`
	f.Close()
	println(f.Names["b"])
}

func poll() bool {
	done := library.Poll(3)
	return done[2] // its own package tells that Poll returns it too early
}

func hub() {
	h := library.NewHub()
	h.Feed.Names["a"] = "b" // want `map h.Feed.Names is written here without a lock, and iterated over in \(\*Hub\).run`
}
