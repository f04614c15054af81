package callbacks

import "sync"

// visit starts itself for eachNode part, and calls what it was given.
func visit(n int, do func(int), wg *sync.WaitGroup) {
	defer wg.Done()
	for i := range n {
		wg.Add(1)
		go visit(i, do, wg)
	}
	do(n)
}

func visited(n int) map[int]bool {
	seen := make(map[int]bool)
	var wg sync.WaitGroup
	wg.Add(1)
	go visit(n, func(i int) {
		seen[i] = true // want `map seen is written here without a lock by several goroutines at once`
	}, &wg)
	wg.Wait()
	return seen
}

func visitedLocked(n int) map[int]bool {
	seen := make(map[int]bool)
	var mu sync.Mutex
	var wg sync.WaitGroup
	wg.Add(1)
	go visit(n, func(i int) {
		mu.Lock()
		defer mu.Unlock()
		seen[i] = true
	}, &wg)
	wg.Wait()
	return seen
}

// descend calls itself, on one goroutine.
func descend(n int, do func(int)) {
	for i := range n {
		descend(i, do)
	}
	do(n)
}

func descended(n int) map[int]bool {
	seen := make(map[int]bool)
	done := make(chan bool)
	go func() {
		descend(n, func(i int) { seen[i] = true })
		close(done)
	}()
	<-done
	return seen
}

type node interface{ parts() []node }

// eachNode takes turns with eachPart, which starts the goroutines.
func eachNode(n node, do func(node)) {
	do(n)
	eachPart(n.parts(), do)
}

func eachPart(parts []node, do func(node)) {
	for _, p := range parts {
		go eachNode(p, do)
	}
}

func kinds(n node) map[node]int {
	count := make(map[node]int)
	eachNode(n, func(n node) { count[n]++ }) // want `map count is written here without a lock`
	return count
}
