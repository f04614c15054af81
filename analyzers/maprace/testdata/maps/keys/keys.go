// Package keys only reads the maps that it is given.
package keys

// Count counts the keys that begin with a letter.
func Count(m map[string]int, first byte) (n int) {
	for k := range m {
		if k != "" && k[0] == first {
			n++
		}
	}
	return n
}

// Has looks one key up.
func Has(m map[string]int, k string) bool {
	_, ok := m[k]
	return ok
}
