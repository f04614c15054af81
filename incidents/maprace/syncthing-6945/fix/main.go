// The fix of syncthing-6945.
package main

import "sync"

type folder struct {
	mut   sync.RWMutex
	files map[string]int
}

func (f *folder) update(name string, n int) {
	f.mut.Lock()
	defer f.mut.Unlock()
	f.files[name] = n
}

func (f *folder) bytes() int {
	f.mut.RLock()
	defer f.mut.RUnlock()
	sum := 0
	for _, n := range f.files {
		sum += n
	}
	return sum
}

type device struct {
	mut     sync.RWMutex
	folders map[string]*folder
}

func (d *device) update(name, file string, n int) {
	d.mut.RLock()
	f := d.folders[name]
	d.mut.RUnlock()
	f.update(file, n)
}

func (d *device) bytes(name string) int {
	d.mut.RLock()
	defer d.mut.RUnlock()
	return d.folders[name].bytes()
}

func main() {
	d := &device{folders: map[string]*folder{"default": {files: make(map[string]int)}}}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for i := range 100000 {
			d.update("default", string(rune('a'+i%100)), i)
		}
	}()
	go func() {
		defer wg.Done()
		for range 100000 {
			d.bytes("default")
		}
	}()
	wg.Wait()
}
