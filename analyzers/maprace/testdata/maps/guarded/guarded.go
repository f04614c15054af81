// Package guarded has maps that a lock guards, except once.
package guarded

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"sync"
)

// Server forgets its lock in Status.
type Server struct {
	mu    sync.RWMutex
	peers map[string]int
	inner map[string]map[string]int
}

func New() *Server {
	s := &Server{peers: make(map[string]int)}
	s.peers["self"] = 0 // not shared yet
	return s
}

func (s *Server) Add(p string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peers[p]++
}

func (s *Server) Del(p string) {
	s.mu.Lock()
	delete(s.peers, p)
	s.mu.Unlock()
}

func (s *Server) Set(p string, n int) {
	s.mu.Lock()
	s.peers[p] = n
	s.mu.Unlock()
}

func (s *Server) Inc(p string) {
	s.mu.Lock()
	s.peers[p]++
	s.mu.Unlock()
}

func (s *Server) Clear() {
	s.mu.Lock()
	clear(s.peers)
	s.mu.Unlock()
}

func (s *Server) Has(p string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.peers[p]
	return ok
}

func (s *Server) Names() (out []string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for p := range s.peers {
		out = append(out, p)
	}
	return out
}

func (s *Server) Status(p string) int {
	return s.peers[p] // want `map s.peers is read here without s.mu, and written in .* while holding s.mu: fatal error: concurrent map read and map write`
}

func (s *Server) All() []string {
	var out []string
	for p := range s.peers { // want `map s.peers is iterated over here without s.mu, and written in .* while holding s.mu: fatal error: concurrent map iteration and map write`
		out = append(out, p)
	}
	return out
}

// Early releases the lock before the map is used.
func (s *Server) Early() int {
	s.mu.RLock()
	m := s.peers
	s.mu.RUnlock()
	return m["self"] // want `map m is read here without s.mu`
}

func (s *Server) Forget(p string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	delete(s.peers, p) // want `map s.peers is written here with only a read lock of s.mu`
}

func (s *Server) Encode() ([]byte, error) {
	return json.Marshal(s.peers) // want `map s.peers is iterated over here without s.mu`
}

func (s *Server) Print() { fmt.Println(s.peers) } // want `map s.peers is iterated over here without s.mu`

func (s *Server) Show() string {
	return fmt.Sprint("peers: ", s.peers) // want `map s.peers is iterated over here without s.mu`
}

func (s *Server) Merge(other map[string]int) {
	maps.Copy(s.peers, other) // want `map s.peers is written here without s.mu`
}

// helper's callers hold the lock, except one.
func (s *Server) helper(p string) int {
	return s.peers[p] // want `map s.peers is read here without s.mu \(called from \(\*Server\).Peek at guarded.go:\d+\)`
}

func (s *Server) Get(p string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.helper(p)
}

func (s *Server) Peek(p string) int { return s.helper(p) }

// SetInner guards the maps in the map, too.
func (s *Server) SetInner(a, b string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inner[a] == nil {
		s.inner[a] = make(map[string]int)
	}
	s.inner[a][b] = 1
}

func (s *Server) Inner(a, b string) int {
	s.mu.RLock()
	m := s.inner[a]
	s.mu.RUnlock()
	return m[b] // want `map m is read here without s.mu`
}

// Internal returns the map itself.
func (s *Server) internal() map[string]int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.peers
}

func (s *Server) Count() (n int) {
	for range s.internal() { // want `is iterated over here without s.mu`
		n++
	}
	return n
}

// A package variable and its lock.
var (
	cacheMu sync.Mutex
	cache   = make(map[string]string)
)

func Store(k, v string) {
	cacheMu.Lock()
	defer cacheMu.Unlock()
	cache[k] = v
}

func Lookup(k string) string {
	return cache[k] // want `map cache is read here without cacheMu, and written in Store`
}

// Generic containers are guarded, too.
type Set[K comparable] struct {
	sync.Mutex
	m map[K]bool
}

func (s *Set[K]) Put(k K) {
	s.Lock()
	defer s.Unlock()
	s.m[k] = true
}

func (s *Set[K]) Has(k K) bool {
	return s.m[k] // want `map s.m is read here without s.Mutex, and written in \(\*Set\).Put`
}

// Values by its comment.
type Values struct {
	mu sync.Mutex
	// guarded by mu
	v url.Values
}

func (x *Values) Put(k string) {
	x.mu.Lock()
	x.v.Set(k, "")
	x.mu.Unlock()
}

func (x *Values) Value(k string) string {
	return x.v.Get(k) // want `map x.v is read here without x.mu`
}

// Outer has a lock, and so has what is in it: each guards its own map.
type Outer struct {
	mu    sync.RWMutex
	inner map[string]*Inner
}

type Inner struct {
	mu    sync.Mutex
	files map[string]int
}

func (i *Inner) set(k string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.files[k] = 1
}

func (i *Inner) sum() (n int) {
	for _, f := range i.files { // want `map i.files is iterated over here without o.inner\[...\].mu \(called from \(\*Outer\).Sum`
		n += f
	}
	return n
}

func (o *Outer) Set(a, b string) {
	o.mu.RLock()
	i := o.inner[a]
	o.mu.RUnlock()
	i.set(b)
}

func (o *Outer) Sum(a string) int {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.inner[a].sum()
}

// Defaults are the package's, the Once is the object's.
var Defaults = map[string]string{}

type Options struct {
	once sync.Once
	m    map[string]string
}

func (o *Options) Get(k string) string {
	o.once.Do(o.fill)
	return o.m[k]
}

func (o *Options) fill() {
	m := o.m
	if m == nil {
		m = Defaults
	}
	m["a"] = "b" // want `map m is written here under o.once, which each object has for itself`
	o.m = m
}
