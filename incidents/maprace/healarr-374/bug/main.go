// A program died a second after each start, when it replayed its events.
//
// The event is a value, its map is not: one subscriber adds an entry to what
// all of them have.
//
// Link: https://github.com/mescon/Healarr/issues/374
// Idiom: an alias of a map that others have, too
// Source: subscribers on goroutines of their own
package main

import (
	"sync"
)

type event struct {
	id   int
	data map[string]string
}

// publish gives the event to each subscriber on a goroutine of its own.
func publish(e event, wg *sync.WaitGroup) {
	wg.Add(2)
	go func() {
		defer wg.Done()
		notify(e)
	}()
	go func() {
		defer wg.Done()
		measure(e)
	}()
}

func notify(e event) {
	data := e.data
	data["source"] = "notifier" // BUG: the map of all subscribers
}

func measure(e event) int {
	return len(e.data["path"]) // OTHER
}

func main() {
	var wg sync.WaitGroup
	for i := range 100000 {
		publish(event{i, map[string]string{"path": "/movies"}}, &wg)
	}
	wg.Wait()
}
