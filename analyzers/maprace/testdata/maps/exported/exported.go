// Package exported has a map that nobody guards.
package exported

// Memo remembers.
type Memo struct{ m map[string]int }

// Get writes without a lock.
func (m *Memo) Get(k string) int {
	m.m[k]++ // want `map m.m is written here without a lock in Get, which is exported: fatal error: concurrent map writes if goroutines share it`
	return m.m[k]
}
