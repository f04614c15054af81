// Package pending hands evidence on that waits for an importer: a fact about a package
// reaches those only that import it themselves, but evidence may meet anywhere above.
package pending

import (
	"bytes"
	"compress/flate"
	"encoding/gob"
	"fmt"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// A Bundle is what a package says, and what the user's packages below it said. An engine
// embeds it in its own type of fact.
type Bundle struct {
	Own   Encoded
	Below []Encoded // by path
}

// An Encoded is what a package says, in the form in which it is handed on, unread by those
// that do not ask.
type Encoded struct {
	Path  string
	Users bool // of a package of the user
	Data  []byte
}

// maxBundle is the size of a bundle, in bytes, from which on nothing more from below is
// handed on.
const maxBundle = 32 << 20

// Gather returns what the imports of a package say, and the packages below them, by path.
// bundle takes the bundle out of an engine's own type of fact.
func Gather(facts []analysis.PackageFact, pkg *types.Package, bundle func(analysis.Fact) (*Bundle, bool)) map[string]Encoded {
	all := make(map[string]Encoded)
	var below []Encoded
	for _, fact := range facts {
		b, ok := bundle(fact.Fact)
		if !ok || fact.Package == pkg {
			continue // another engine's
		}
		all[b.Own.Path] = b.Own
		below = append(below, b.Below...)
	}
	for _, e := range below {
		if _, known := all[e.Path]; !known && e.Path != pkg.Path() {
			all[e.Path] = e
		}
	}
	return all
}

// Decode returns what packages say, by path. What cannot be read is left out.
func Decode[T any](all map[string]Encoded) map[string]*T {
	out := make(map[string]*T)
	for path, e := range all {
		v := new(T)
		if err := gob.NewDecoder(flate.NewReader(bytes.NewReader(e.Data))).Decode(v); err == nil {
			out[path] = v
		}
	}
	return out
}

// Pack returns the bundle of a package: what it says, more of its own that it adds to what
// is handed on, and of what is below it, that of the user's packages. A dependency hands
// nothing on.
func Pack(own Encoded, more []Encoded, below map[string]Encoded) Bundle {
	b := Bundle{Own: own, Below: more}
	size := len(own.Data)
	for _, e := range more {
		size += len(e.Data)
	}
	for _, path := range slices.Sorted(maps.Keys(below)) {
		e := below[path]
		if size += len(e.Data); !own.Users || !e.Users || size > maxBundle {
			continue // seen by those who import it, or too much
		}
		b.Below = append(b.Below, e)
	}
	return b
}

// Encode returns what a package says in the form in which it is handed on. users is set
// for a package of the user.
func Encode(path string, users bool, v any) (Encoded, error) {
	var buf bytes.Buffer
	w, err := flate.NewWriter(&buf, flate.BestSpeed)
	if err != nil {
		return Encoded{}, err
	}
	if err := gob.NewEncoder(w).Encode(v); err != nil {
		return Encoded{}, fmt.Errorf("what %s says: %v", path, err)
	}
	if err := w.Close(); err != nil {
		return Encoded{}, err
	}
	return Encoded{Path: path, Users: users, Data: buf.Bytes()}, nil
}
