package served

import "sync"

type index struct{ byName, byAddr map[string]int }

func (i *index) put(k string) {
	i.byName[k] = 1
	i.byAddr[k] = 1
}

func (i *index) name(k string) int {
	return i.byName[k] // want `map .*byName is read here without d.mu \(called from \(\*Directory\).Look`
}

func (i *index) addr(k string) int { return i.byAddr[k] }

// A Directory has its lock elsewhere, for the maps of another object.
type Directory struct {
	mu  *sync.RWMutex
	idx *index
}

// Put adds.
func (d *Directory) Put(k string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.idx.put(k)
}

// Sum reads.
func (d *Directory) Sum(k string) int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.idx.name(k) + d.idx.addr(k)
}

// Look reads both maps: what it lacks is told once.
func (d *Directory) Look(k string) int {
	return d.idx.name(k) + d.idx.addr(k)
}
