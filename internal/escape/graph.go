package escape

import "golang.org/x/tools/go/ssa"

// A location is a variable, a temporary or a piece of memory in the graph of
// assignments; the graph is that of cmd/compile/internal/escape.
type location struct {
	fn    *ssa.Function
	depth int // of the loop it is declared in, from 1
	// escapes is set once the location must be on the heap.
	escapes bool
	param   int // index plus one of the parameter whose value this is
	result  int // likewise of a result
	// persists is set for what outlives its statement: only other temporaries
	// may share their place.
	persists bool
	edges    []edge
	leaks    map[int]int // of a parameter: derefs by root, 0 for the heap, i+1 for result i

	// of one walk
	walk   int
	derefs int
	queued bool
}

// An edge is an assignment: the value at src, dereferenced so often, flows
// here; -1 is for its address.
type edge struct{ src, derefs int }

// heap is the location of everything that anybody may reach.
const heap = 0

// temporary is the depth of a value that has no scope of its own: it outlives
// nothing.
const temporary = 1 << 20

// graph is the graph of assignments of one unit.
type graph struct {
	locs []*location
	walk int
	lost map[*ssa.Function]bool // literals that may be called from anywhere
}

// add adds a location and returns its index.
func (g *graph) add(fn *ssa.Function, depth int) int {
	g.locs = append(g.locs, &location{fn: fn, depth: depth})
	return len(g.locs) - 1
}

// flow adds an assignment.
func (g *graph) flow(dst, src, derefs int) {
	if dst < 0 || src < 0 || dst == src && derefs >= 0 {
		return
	}
	if g.locs[dst].escapes && derefs < 0 {
		g.locs[src].escapes = true
		return
	}
	g.locs[dst].edges = append(g.locs[dst].edges, edge{src, derefs})
}

// outlives reports whether the value at l may be used when other is gone.
func (g *graph) outlives(l, other *location) bool {
	switch {
	case l.escapes:
		return true
	case l.result > 0:
		return !within(l.fn, other.fn) || g.lost[l.fn] // a literal called at once returns to the same frame
	case l.fn == other.fn && l.depth < other.depth:
		return true
	}
	return within(other.fn, l.fn)
}

// within reports whether inner is a literal inside outer.
func within(inner, outer *ssa.Function) bool {
	if inner == nil || outer == nil {
		return false
	}
	for p := inner.Parent(); p != nil; p = p.Parent() {
		if p == outer {
			return true
		}
	}
	return false
}

// solve finds what escapes and what parameters leak: from each location it
// walks the assignments backwards, with the number of dereferences so far, as
// in Bellman and Ford's shortest paths.
func (g *graph) solve() {
	queue := make([]int, 0, len(g.locs))
	queued := make([]bool, len(g.locs))
	again := func(i int) {
		if !queued[i] {
			queued[i] = true
			queue = append(queue, i)
		}
	}
	for i := range g.locs {
		again(i)
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		queued[i] = false
		g.walkFrom(i, again)
	}
}

// walkFrom walks from one root. again is called for locations whose own walks
// have to be repeated.
func (g *graph) walkFrom(i int, again func(int)) {
	g.walk++
	root := g.locs[i]
	root.walk, root.derefs = g.walk, 0
	for todo := []int{i}; len(todo) > 0; {
		at := todo[0]
		todo = todo[1:]
		l := g.locs[at]
		l.queued = false
		derefs := max(l.derefs, 0)
		if addressed := l.derefs < 0; addressed {
			if g.outlives(root, l) && !l.escapes {
				l.escapes, l.persists = true, true
				again(at)
				continue
			}
			if root.persists && !l.persists {
				l.persists = true
				again(at)
			}
		}
		if l.param > 0 && at != i && g.outlives(root, l) {
			l.leak(root, derefs)
		}
		for _, e := range l.edges {
			src := g.locs[e.src]
			if src.escapes {
				continue // nothing more to learn
			}
			n := derefs + e.derefs
			if src.walk != g.walk || src.derefs > n {
				src.walk, src.derefs = g.walk, n
				if !src.queued {
					src.queued = true
					todo = append(todo, e.src)
				}
			}
		}
	}
}

// leak notes that the value of a parameter reaches root.
func (l *location) leak(root *location, derefs int) {
	key := 0
	if root.result > 0 && root.fn == l.fn && !root.escapes {
		key = root.result
	}
	if l.leaks == nil {
		l.leaks = make(map[int]int)
	}
	if old, ok := l.leaks[key]; !ok || derefs < old {
		l.leaks[key] = derefs
	}
}
