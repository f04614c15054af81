// The fix of healarr-374.
package main

import (
	"maps"
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
	data := maps.Clone(e.data)
	data["source"] = "notifier"
}

func measure(e event) int {
	return len(e.data["path"])
}

func main() {
	var wg sync.WaitGroup
	for i := range 100000 {
		publish(event{i, map[string]string{"path": "/movies"}}, &wg)
	}
	wg.Wait()
}
