package elements

import "sync"

// Both sides count over the elements that a callee chooses.

type links struct {
	mu    sync.Mutex
	from  map[int]map[int]bool
	table []map[int]string
}

func (l *links) add(a, b int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.from[a][b] = true
}

func (l *links) of(a int) map[int]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.from[a]
}

func walkLinks(l *links, n int) {
	go func() {
		for i := range n {
			l.add(i, i+1)
		}
	}()
	for i := range n {
		for to := range l.of(i) { // want `map l.of\(i\) is iterated over here without l.mu`
			println(to)
		}
	}
}

func (l *links) row(i int) map[int]string { return l.table[i] }

func countRows(l *links, done chan bool) {
	go func() {
		for i := 0; i < len(l.table); i++ {
			l.row(i)[0] = "seen" // want `map l.row\(i\) is written here`
		}
		done <- true
	}()
	for i := len(l.table) - 1; i >= 0; i-- {
		println(i)
	}
	for i := 0; i < len(l.table); i++ {
		println(l.row(i)[0])
	}
}

func mark(rows []map[int]string, i int) { rows[i][0] = "marked" } // want `map rows\[i\] is written here`

func markRows(rows []map[int]string) {
	go func() {
		for i := range rows {
			mark(rows, i)
		}
	}()
	for _, row := range rows {
		println(len(row), row[0])
	}
}

// Each goroutine has the element that the loop around it has come to.
func markApart(l *links, n int) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l.row(i)[0] = "own"
		}()
	}
	wg.Wait()
}

func markEach(rows []map[int]string) {
	for i := range rows {
		go mark(rows, i)
	}
}
