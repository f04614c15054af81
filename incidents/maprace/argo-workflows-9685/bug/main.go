// An agent that runs many tasks died after a while.
//
// All workers, and the timers that they start, share the map of one agent.
//
// Link: https://github.com/argoproj/argo-workflows/issues/9685
// Idiom: no lock at all
// Source: sixteen copies of one worker, and a timer
package main

import (
	"fmt"
	"sync"
	"time"
)

type agent struct {
	considered map[string]bool
}

func (a *agent) work(tasks <-chan string) {
	for task := range tasks {
		if a.considered[task] { // OTHER
			continue
		}
		a.considered[task] = true // BUG: written by all workers
		time.AfterFunc(time.Microsecond, func() {
			delete(a.considered, task) // BUG: deleted by the timer's goroutine
		})
	}
}

func main() {
	a := &agent{considered: make(map[string]bool)}
	tasks := make(chan string, 100)
	var wg sync.WaitGroup
	for range 16 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.work(tasks)
		}()
	}
	for i := range 200000 {
		tasks <- fmt.Sprint("task-", i)
	}
	close(tasks)
	wg.Wait()
}
