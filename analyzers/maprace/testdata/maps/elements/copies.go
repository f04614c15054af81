package elements

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// board copies what it has under its lock, but not the inner maps.
type board struct {
	mu     sync.RWMutex
	scores map[string]map[string]int
	dev    map[string]*device
	rows   []row
	cfg    settings

	taken, drained map[string]*device
	pending        []row
}

type device struct{ attrs map[string]string }

type row struct{ cells map[string]string }

type settings struct{ labels map[string]string }

func (b *board) add(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	game, who := r.FormValue("g"), r.FormValue("w")
	if b.scores[game] == nil {
		b.scores[game] = map[string]int{}
	}
	b.scores[game][who]++
	if d := b.dev[game]; d != nil {
		d.attrs[who] = "x"
	}
	for _, row := range b.rows {
		row.cells[who] = "x"
	}
	b.cfg.labels[who] = game
}

func (b *board) snapshot() map[string]map[string]int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return maps.Clone(b.scores)
}

func (b *board) byHand() map[string]map[string]int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make(map[string]map[string]int, len(b.scores))
	for k, v := range b.scores {
		out[k] = v
	}
	return out
}

func (b *board) list() []*device {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var out []*device
	for _, d := range b.dev {
		out = append(out, d)
	}
	return out
}

func (b *board) table() []row {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return append([]row(nil), b.rows...)
}

func (b *board) settings() settings {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.cfg
}

func (b *board) show(w http.ResponseWriter, r *http.Request) {
	for _, inner := range b.snapshot() {
		if inner["admin"] > 0 { // want `map inner is read here without b\.mu`
			w.WriteHeader(http.StatusTeapot)
		}
	}
}

func (b *board) top(w http.ResponseWriter, r *http.Request) {
	for _, inner := range b.byHand() {
		for who := range inner { // want `map inner is iterated over here without b\.mu`
			w.Write([]byte(who))
		}
	}
}

func (b *board) devices(w http.ResponseWriter, r *http.Request) {
	for _, d := range b.list() {
		json.NewEncoder(w).Encode(d.attrs) // want `map d\.attrs is iterated over here without b\.mu`
	}
}

func (b *board) cells(w http.ResponseWriter, r *http.Request) {
	for _, row := range b.table() {
		w.Write([]byte(row.cells["a"])) // want `map row\.cells is read here without b\.mu`
	}
}

func (b *board) labels(w http.ResponseWriter, r *http.Request) {
	for k := range b.settings().labels { // want `map b\.settings\(\)\.labels is iterated over here without b\.mu`
		w.Write([]byte(k))
	}
}

// deep is silent: the inner maps are copies as well.
func (b *board) deep() map[string]map[string]int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make(map[string]map[string]int)
	for k, v := range b.scores {
		out[k] = maps.Clone(v)
	}
	return out
}

func (b *board) own() settings {
	b.mu.RLock()
	defer b.mu.RUnlock()
	c := b.cfg
	c.labels = maps.Clone(c.labels)
	return c
}

func (b *board) names() []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return slices.Collect(maps.Keys(b.scores))
}

// take is silent: who takes the devices has them for himself.
func (b *board) take() []*device {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []*device
	for k, d := range b.taken {
		out = append(out, d)
		delete(b.taken, k)
	}
	return out
}

func (b *board) drain() []*device {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []*device
	for _, d := range b.drained {
		out = append(out, d)
	}
	b.reset()
	return out
}

func (b *board) reset() { b.drained = make(map[string]*device) }

func (b *board) swap() []row {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := append([]row(nil), b.pending...)
	b.pending = b.pending[:0]
	return out
}

func (b *board) fill(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range []map[string]*device{b.taken, b.drained} {
		if d := m[k]; d != nil {
			d.attrs[k] = "x"
		}
	}
	if d := b.taken[k]; d != nil {
		d.attrs[k] = "x"
	}
	if d := b.drained[k]; d != nil {
		d.attrs[k] = "x"
	}
	for _, r := range b.pending {
		r.cells[k] = "x"
	}
}

func (b *board) silent(w http.ResponseWriter, r *http.Request) {
	for _, inner := range b.deep() {
		inner["seen"]++
	}
	c := b.own()
	c.labels["seen"] = "x"
	b.fill(r.URL.Path)
	for _, d := range append(b.take(), b.drain()...) {
		for range d.attrs {
		}
	}
	for _, row := range b.swap() {
		for range row.cells {
		}
	}
	for _, n := range b.names() {
		w.Write([]byte(n))
	}
}

func (b *board) routes() {
	for path, h := range map[string]http.HandlerFunc{
		"/add": b.add, "/show": b.show, "/top": b.top, "/devices": b.devices, "/cells": b.cells,
		"/labels": b.labels, "/silent": b.silent,
	} {
		http.HandleFunc(path, h)
	}
}
