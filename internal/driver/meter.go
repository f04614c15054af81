package driver

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// A meter counts the packages of a run as go vet tells of them.
type meter struct {
	start    time.Time
	waiting  map[string]bool // those that were asked for, and of which nothing is known yet
	done     map[string]bool // those that were analyzed; true if now, false if earlier
	all      int
	progress func(Progress)
}

// Progress is how far a run has come.
type Progress struct {
	Done, All int
	Last      string   // package that was done last
	Waiting   []string // packages, if they are few
}

func newMeter(progress func(Progress)) *meter {
	return &meter{start: time.Now(), waiting: make(map[string]bool), done: make(map[string]bool), progress: progress}
}

// expect adds the packages of a step.
func (m *meter) expect(s *step) {
	for _, p := range s.roots {
		if !p.excluded() && !m.waiting[p.ImportPath] {
			m.waiting[p.ImportPath] = true
			m.all++
		}
	}
}

// see notes the units of which a part of go vet's output tells: they have the time at which
// they were analyzed.
func (m *meter) see(part Tree) {
	for id, results := range part {
		pkg, _, _ := strings.Cut(id, " ")
		pkg = strings.TrimSuffix(pkg, "_test")
		for _, res := range results {
			i := slices.IndexFunc(res.Diagnostics, func(d Diagnostic) bool { return d.Category == categoryUnit })
			if i < 0 {
				continue // a failure
			}
			at, err := time.Parse(time.RFC3339Nano, res.Diagnostics[i].Message)
			m.done[pkg] = m.done[pkg] || err != nil || at.After(m.start)
		}
		if !m.waiting[pkg] {
			continue // of a variant, or nobody asked for it
		}
		delete(m.waiting, pkg)
		if m.progress != nil {
			p := Progress{Done: m.all - len(m.waiting), All: m.all, Last: pkg}
			if len(m.waiting) <= 3 {
				p.Waiting = slices.Sorted(maps.Keys(m.waiting))
			}
			m.progress(p)
		}
	}
}

// analyzed returns how many of the packages were analyzed, in this run or before.
func (m *meter) analyzed() int { return m.all - len(m.waiting) }

// cached returns how many of the packages were analyzed before this run.
func (m *meter) cached() int {
	n := 0
	for _, now := range m.done {
		if !now {
			n++
		}
	}
	return min(n, m.analyzed())
}
