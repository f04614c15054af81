package origin

import (
	"bytes"
	"compress/flate"
	"encoding/gob"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// A Bundle is the fact of a package: its graph, what it needs of dependencies, and
// the same of the user's packages below it. A fact about a package reaches those only
// that import it themselves, but evidence may meet anywhere above.
type Bundle struct {
	Own   Encoded   // the package's own
	Below []Encoded // by path
}

// AFact marks Bundle as a fact.
func (*Bundle) AFact() {}

// An Encoded is a graph in the form in which it is handed on, unread by those
// that do not ask.
type Encoded struct {
	Path  string
	Users bool // of a package of the user
	Data  []byte
}

// maxBundle is the size of a bundle, in bytes, from which on nothing more from
// below is handed on.
const maxBundle = 32 << 20

// imports returns the graphs of imported packages, by path, and what there is of
// them to hand on.
func imports(pass *analysis.Pass) (map[string]*Graph, map[string]Encoded) {
	all := make(map[string]Encoded)
	var below []Encoded
	for _, fact := range pass.AllPackageFacts() {
		b, ok := fact.Fact.(*Bundle)
		if !ok || fact.Package == pass.Pkg {
			continue // another analyzer's
		}
		all[b.Own.Path] = b.Own
		below = append(below, b.Below...)
	}
	for _, e := range below {
		if _, known := all[e.Path]; !known && e.Path != pass.Pkg.Path() {
			all[e.Path] = e
		}
	}
	graphs := make(map[string]*Graph)
	for path, e := range all {
		if g, err := e.decode(); err == nil {
			graphs[path] = g
		}
	}
	return graphs, all
}

// bundle returns the fact of a package.
func bundle(path string, g, lent *Graph, below map[string]Encoded) (*Bundle, error) {
	own, err := encode(path, g)
	if err != nil {
		return nil, err
	}
	b := &Bundle{Own: own}
	size := len(own.Data)
	if lent != nil {
		e, err := encode(path+" lent", lent)
		if err != nil {
			return nil, err
		}
		e.Users = g.Own
		b.Below = append(b.Below, e)
		size += len(e.Data)
	}
	for _, path := range slices.Sorted(maps.Keys(below)) {
		e := below[path]
		if size += len(e.Data); !g.Own || !e.Users || size > maxBundle {
			continue // seen by those who import it, or too much
		}
		b.Below = append(b.Below, e)
	}
	return b, nil
}

func encode(path string, g *Graph) (Encoded, error) {
	var buf bytes.Buffer
	w, err := flate.NewWriter(&buf, flate.BestSpeed)
	if err != nil {
		return Encoded{}, err
	}
	if err := gob.NewEncoder(w).Encode(g); err != nil {
		return Encoded{}, fmt.Errorf("graph of %s: %v", path, err)
	}
	if err := w.Close(); err != nil {
		return Encoded{}, err
	}
	return Encoded{Path: path, Users: g.Own, Data: buf.Bytes()}, nil
}

func (e Encoded) decode() (*Graph, error) {
	g := new(Graph)
	if err := gob.NewDecoder(flate.NewReader(bytes.NewReader(e.Data))).Decode(g); err != nil {
		return nil, err
	}
	return g, nil
}
