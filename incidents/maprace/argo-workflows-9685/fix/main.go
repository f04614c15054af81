// The fix of argo-workflows-9685.
package main

import (
	"fmt"
	"sync"
	"time"
)

type agent struct {
	mu         sync.Mutex
	considered map[string]bool
}

func (a *agent) work(tasks <-chan string) {
	for task := range tasks {
		a.mu.Lock()
		if a.considered[task] {
			a.mu.Unlock()
			continue
		}
		a.considered[task] = true
		a.mu.Unlock()
		time.AfterFunc(time.Microsecond, func() {
			a.mu.Lock()
			delete(a.considered, task)
			a.mu.Unlock()
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
