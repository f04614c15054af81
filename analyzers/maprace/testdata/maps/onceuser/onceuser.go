// Package onceuser fills maps by way of functions of another package.
package onceuser

import "example.com/maps/once"

// A Table is filled once.
type Table struct {
	once once.Once
	m    map[string]int
}

func (t *Table) Get(key string) int {
	t.once.Do(func() {
		t.m = make(map[string]int)
		for i, k := range []string{"a", "b"} {
			t.m[k] = i
		}
	})
	return t.m[key]
}

// An Index is filled again after each reset.
type Index struct {
	fill func(map[string]int)
	*inner
}

type inner struct {
	init once.Again
	m    map[string]int
}

func New(fill func(map[string]int)) *Index { return &Index{fill, &inner{}} }

func (x *Index) Get(key string) int {
	x.init.Do(func() {
		x.m = make(map[string]int)
		x.fill(x.m)
	})
	return x.m[key] // want `map x.m is read here without x.inner.init.mu`
}

func (x *Index) Reset() { x.init.Reset() }

// Users keeps its map under the lock of a store.
type Users struct {
	store once.Store
	names map[int]string
}

func (u *Users) Add(id int, name string) {
	u.store.Update(func() error {
		u.names[id] = name
		return nil
	})
}

func (u *Users) Remove(id int) {
	u.store.Update(func() error {
		delete(u.names, id)
		return nil
	})
}

func (u *Users) Get(id int) (name string) {
	u.store.View(func() { name = u.names[id] })
	return name
}

func (u *Users) Forget(id int) {
	u.store.View(func() {
		delete(u.names, id) // want `map u.names is written here with only a read lock of u.store.mu`
	})
}

func (u *Users) Len(ids []int) (n int) {
	for _, id := range ids {
		if u.names[id] != "" { // want `map u.names is read here without u.store.mu`
			n++
		}
	}
	return n
}
