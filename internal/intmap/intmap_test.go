package intmap

import (
	"maps"
	"math/rand"
	"slices"
	"testing"
)

type number uint32

func (n number) Number() uint32 { return uint32(n) }

type value int

func (v value) Weight(any) uint64 { return uint64(v) }

// random returns a map, and what it has as a map of Go's.
func random(g *rand.Rand, start Map[number, value], model map[number]value) (Map[number, value], map[number]value) {
	model = maps.Clone(model)
	for range g.Intn(20) {
		k, v := number(g.Intn(12)), value(g.Intn(3))
		if g.Intn(8) == 0 {
			k = ^k // numbers differ in all bits
		}
		if g.Intn(3) == 0 {
			start.Delete(k)
			delete(model, k)
		} else {
			start.Set(k, v)
			model[k] = v
		}
	}
	return start, model
}

func contents(m Map[number, value]) map[number]value { return maps.Collect(m.All()) }

// TestMap compares maps with those of Go.
func TestMap(t *testing.T) {
	for seed := range int64(5000) {
		g := rand.New(rand.NewSource(seed))
		base, baseModel := random(g, Map[number, value]{}, map[number]value{})
		a, aModel := random(g, base, baseModel)
		b, bModel := random(g, base, baseModel)
		if !maps.Equal(contents(base), baseModel) {
			t.Fatalf("seed %d: a copy changes with its source", seed)
		}
		if !maps.Equal(contents(a), aModel) || a.Len() != len(aModel) {
			t.Fatalf("seed %d: %v, want %v", seed, contents(a), aModel)
		}
		for k := range number(12) {
			v, ok := a.Get(k)
			if w, want := aModel[k]; ok != want || v != w {
				t.Fatalf("seed %d: %d is %d, %v", seed, k, v, ok)
			}
		}
		var order []number
		for k := range a.All() {
			order = append(order, k)
		}
		if !slices.IsSorted(order) {
			t.Fatalf("seed %d: order %v", seed, order)
		}
		if a.Equal(b) != maps.Equal(aModel, bModel) {
			t.Fatalf("seed %d: Equal(%v, %v) is %v", seed, aModel, bModel, a.Equal(b))
		}
		if maps.Equal(aModel, bModel) && a.Sum() != b.Sum() {
			t.Fatalf("seed %d: sums of equal maps differ", seed)
		}

		// Values that differ meet in the smaller one, but 0 is left out.
		met := a.Meet(b, func(_ number, v, w value) (value, bool) { return min(v, w), min(v, w) > 0 })
		want := make(map[number]value)
		for k, v := range aModel {
			if w, ok := bModel[k]; ok && (v == w || min(v, w) > 0) {
				want[k] = min(v, w)
			}
		}
		if !maps.Equal(contents(met), want) {
			t.Fatalf("seed %d: Meet(%v, %v) is %v, want %v", seed, aModel, bModel, contents(met), want)
		}

		even := a
		even.DeleteFunc(func(k number, _ value) bool { return k%2 == 1 })
		even.Update(func(k number, v value) value { return v + value(k%4) })
		want = make(map[number]value)
		for k, v := range aModel {
			if k%2 == 0 {
				want[k] = v + value(k%4)
			}
		}
		if !maps.Equal(contents(even), want) {
			t.Fatalf("seed %d: filter and update: %v, want %v", seed, contents(even), want)
		}
	}
}

// TestShared checks that what does not change is the same, not only equal.
func TestShared(t *testing.T) {
	var m Map[number, value]
	for k := range number(100) {
		m.Set(k, 1)
	}
	o := m
	o.Set(7, 1)
	o.Update(func(_ number, v value) value { return v })
	o.DeleteFunc(func(number, value) bool { return false })
	if o.root != m.root {
		t.Error("a map that did not change is another")
	}
	o.Set(7, 2)
	o.Set(7, 1)
	if met := m.Meet(o, func(_ number, v, _ value) (value, bool) { return v, true }); met.root != m.root {
		t.Error("the meet of equal maps is another")
	}
}

// TestSum checks that the sum does not depend on the order, and that a weight of 0 does
// not count.
func TestSum(t *testing.T) {
	var a, b Map[number, value]
	for k := range number(50) {
		a.Set(k, value(k))
		b.Set(49-k, value(49-k))
	}
	if a.Sum() != b.Sum() {
		t.Error("the sum depends on the order")
	}
	sum := a.Sum()
	a.Set(99, 0)
	if a.Sum() != sum {
		t.Error("a weight of 0 counts")
	}
	a.Set(98, 1)
	if a.Sum() == sum {
		t.Error("a weight of 1 does not count")
	}
}
