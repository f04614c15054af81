// Package intmap has persistent maps: a map that was copied and then changed shares
// with its copy all that did not change. The worlds of an interpreter differ in little,
// so to keep, compare and meet many of them costs what differs.
//
// A map is a Patricia tree over the numbers of its keys (Okasaki and Gill, Fast
// Mergeable Integer Maps, 1998). Equal maps have one form, and are walked in the order
// of the numbers.
package intmap

import (
	"iter"
	"math/bits"
)

// A Key has a number of its own among the keys of a map.
type Key interface {
	comparable
	Number() uint32
}

// A Value has a weight under a key: the sum of a map's entries tells maps apart by values
// whose weights differ. A weight of 0 does not count.
type Value interface {
	comparable
	Weight(key any) uint64
}

// A Map is a map that may be copied by assignment. The zero value is empty.
type Map[K Key, V Value] struct{ root *node[K, V] }

// A node is a leaf, or a branch at the highest bit in which its numbers differ.
type node[K Key, V Value] struct {
	number      uint32 // of a leaf; the bits above bit of a branch
	bit         uint32 // 0 for a leaf
	size        int
	sum         uint64
	left, right *node[K, V]
	leaf        *leaf[K, V]
}

type leaf[K Key, V Value] struct {
	key K
	val V
}

// Len returns the number of entries.
func (m Map[K, V]) Len() int { return m.root.len() }

func (n *node[K, V]) len() int {
	if n == nil {
		return 0
	}
	return n.size
}

// Sum returns the sum of the weights of all entries, each mixed with its number.
func (m Map[K, V]) Sum() uint64 {
	if m.root == nil {
		return 0
	}
	return m.root.sum
}

// Get returns the value of a key.
func (m Map[K, V]) Get(k K) (V, bool) {
	if l := m.root.find(k.Number()); l != nil {
		return l.leaf.val, true
	}
	var none V
	return none, false
}

func (n *node[K, V]) find(number uint32) *node[K, V] {
	for n != nil && n.bit != 0 {
		if number&n.bit == 0 {
			n = n.left
		} else {
			n = n.right
		}
	}
	if n == nil || n.number != number {
		return nil
	}
	return n
}

// Set sets the value of a key.
func (m *Map[K, V]) Set(k K, v V) { m.root = m.root.set(k.Number(), k, v) }

func (n *node[K, V]) set(number uint32, k K, v V) *node[K, V] {
	switch {
	case n == nil:
		return newLeaf(number, k, v)
	case n.bit == 0 && n.number == number:
		if n.leaf.val == v {
			return n
		}
		return newLeaf(number, k, v)
	case !n.covers(number):
		return join(n, newLeaf(number, k, v))
	case number&n.bit == 0:
		return n.with(n.left.set(number, k, v), n.right)
	}
	return n.with(n.left, n.right.set(number, k, v))
}

// covers reports whether a number agrees with all that are below a branch, as far as
// those agree; that of a leaf is no other.
func (n *node[K, V]) covers(number uint32) bool {
	return n.bit != 0 && above(number, n.bit) == n.number
}

// above returns the bits of a number above one.
func above(number, bit uint32) uint32 { return number &^ (bit<<1 - 1) }

func newLeaf[K Key, V Value](number uint32, k K, v V) *node[K, V] {
	n := &struct {
		node node[K, V]
		leaf leaf[K, V]
	}{node[K, V]{number: number, size: 1}, leaf[K, V]{k, v}}
	n.node.leaf = &n.leaf
	if w := v.Weight(k); w != 0 {
		n.node.sum = Mix(uint64(number), w)
	}
	return &n.node
}

// join returns the branch above two nodes none of which covers the other.
func join[K Key, V Value](a, b *node[K, V]) *node[K, V] {
	bit := uint32(1) << (31 - bits.LeadingZeros32(a.number^b.number))
	if a.number&bit != 0 {
		a, b = b, a
	}
	return branch(above(a.number, bit), bit, a, b)
}

func branch[K Key, V Value](number, bit uint32, left, right *node[K, V]) *node[K, V] {
	return &node[K, V]{number: number, bit: bit, size: left.size + right.size, sum: left.sum + right.sum, left: left, right: right}
}

// with returns the branch with other nodes below it.
func (n *node[K, V]) with(left, right *node[K, V]) *node[K, V] {
	switch {
	case left == n.left && right == n.right:
		return n
	case left == nil:
		return right
	case right == nil:
		return left
	}
	return branch(n.number, n.bit, left, right)
}

// Delete deletes a key.
func (m *Map[K, V]) Delete(k K) {
	if m.root.find(k.Number()) != nil {
		m.root = m.root.delete(k.Number())
	}
}

func (n *node[K, V]) delete(number uint32) *node[K, V] {
	switch {
	case n.bit == 0:
		return nil
	case number&n.bit == 0:
		return n.with(n.left.delete(number), n.right)
	}
	return n.with(n.left, n.right.delete(number))
}

// All yields the entries in the order of their numbers. The map may be changed meanwhile:
// what is yielded is what it had.
func (m Map[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) { m.root.all(yield) }
}

func (n *node[K, V]) all(yield func(K, V) bool) bool {
	switch {
	case n == nil:
		return true
	case n.bit == 0:
		return yield(n.leaf.key, n.leaf.val)
	}
	return n.left.all(yield) && n.right.all(yield)
}

// DeleteFunc deletes the entries for which del is true.
func (m *Map[K, V]) DeleteFunc(del func(K, V) bool) { m.root = m.root.filter(del) }

func (n *node[K, V]) filter(del func(K, V) bool) *node[K, V] {
	switch {
	case n == nil:
		return nil
	case n.bit != 0:
		return n.with(n.left.filter(del), n.right.filter(del))
	case del(n.leaf.key, n.leaf.val):
		return nil
	}
	return n
}

// Update replaces each value by what f returns.
func (m *Map[K, V]) Update(f func(K, V) V) { m.root = m.root.update(f) }

func (n *node[K, V]) update(f func(K, V) V) *node[K, V] {
	switch {
	case n == nil:
		return nil
	case n.bit != 0:
		return n.with(n.left.update(f), n.right.update(f))
	}
	return n.put(f(n.leaf.key, n.leaf.val))
}

// put returns a leaf with another value.
func (n *node[K, V]) put(v V) *node[K, V] {
	if v == n.leaf.val {
		return n
	}
	return newLeaf(n.number, n.leaf.key, v)
}

// Meet returns the map of the keys that both maps have, with the values that meet
// returns for those that differ; the key is left out if it returns false.
func (m Map[K, V]) Meet(o Map[K, V], meet func(k K, v, w V) (V, bool)) Map[K, V] {
	return Map[K, V]{m.root.meet(o.root, meet)}
}

func (n *node[K, V]) meet(o *node[K, V], meet func(k K, v, w V) (V, bool)) *node[K, V] {
	switch {
	case n == nil || o == nil:
		return nil
	case n == o:
		return n
	case n.bit == 0:
		if o = o.find(n.number); o == nil {
			return nil
		}
		return n.both(o, meet)
	case o.bit == 0:
		if n = n.find(o.number); n == nil {
			return nil
		}
		return n.both(o, meet)
	case n.bit == o.bit && n.number == o.number:
		return n.with(n.left.meet(o.left, meet), n.right.meet(o.right, meet))
	case n.bit > o.bit && n.covers(o.number):
		if o.number&n.bit == 0 {
			return n.left.meet(o, meet)
		}
		return n.right.meet(o, meet)
	case o.bit > n.bit && o.covers(n.number):
		if n.number&o.bit == 0 {
			return n.meet(o.left, meet)
		}
		return n.meet(o.right, meet)
	}
	return nil
}

// both meets two leaves of one key.
func (n *node[K, V]) both(o *node[K, V], meet func(k K, v, w V) (V, bool)) *node[K, V] {
	if n.leaf.val == o.leaf.val {
		return n
	}
	v, ok := meet(n.leaf.key, n.leaf.val, o.leaf.val)
	if !ok {
		return nil
	}
	return n.put(v)
}

// Equal reports whether two maps have the same entries.
func (m Map[K, V]) Equal(o Map[K, V]) bool { return m.root.equal(o.root) }

func (n *node[K, V]) equal(o *node[K, V]) bool {
	switch {
	case n == o:
		return true
	case n == nil || o == nil || n.number != o.number || n.bit != o.bit || n.size != o.size || n.sum != o.sum:
		return false
	case n.bit == 0:
		return n.leaf.val == o.leaf.val
	}
	return n.left.equal(o.left) && n.right.equal(o.right)
}

// Mix returns a hash of two numbers, in the way of SplitMix64.
func Mix(x, y uint64) uint64 {
	x = x*0x9e3779b97f4a7c15 + y
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
