package stackptr

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// maxDepth bounds the frames between a goroutine's start and where it parks,
// maxPassing those of them in which control may pass by what leads there,
// maxSteps those that are walked in one package, maxObjects those that are told
// apart in a frame. Beyond, nothing is known.
const (
	maxDepth   = 8
	maxPassing = 1
	maxSteps   = 20000
	maxObjects = 1000
)

// walk looks at the frames below a run of fn, on the way that path tells, and
// notes the heaviest frame of each function that is too heavy, or may be in the
// user's build.
func (p *program) walk(run manyRun, path []*frame, heaviest, candidates map[*ssa.Function]*frame) {
	fn := run.fn
	if len(path) > 0 {
		fn = path[len(path)-1].callee
	}
	if len(path) >= maxDepth || fn.Blocks == nil {
		return
	}
	note := func(found map[*ssa.Function]*frame, f *frame) {
		if old := found[f.fn]; old == nil || f.worse(old) {
			found[f.fn] = f
		}
	}
	for _, f := range p.framesOf(fn) {
		if p.steps++; p.steps > maxSteps {
			return
		}
		now := *f
		now.run = run
		now.path = append(slices.Clip(path), f)
		now.recursive = f.callee == fn // what comes back by others need not go deep
		passes := p.passes(&now)
		if f.callee != nil {
			passes += p.passed(f.callee)
		}
		if passes > maxPassing {
			continue // hardly any goroutine is there
		}
		switch {
		case now.heavy():
			note(heaviest, &now)
		case now.stays() && now.counts().candidate():
			note(candidates, &now)
		}
		if f.callee == nil || f.callee.Blocks == nil {
			if most := now.most(); most != nil {
				note(heaviest, most)
			}
			continue // the way ends here
		}
		if !slices.ContainsFunc(now.path, func(g *frame) bool { return g.fn == f.callee }) {
			p.walk(run, now.path, heaviest, candidates)
		}
	}
}

// worse reports whether a frame is worth more than another of its function: more
// is reached, or as much in a loop, where goroutines stay longer.
func (f *frame) worse(old *frame) bool {
	if n, m := len(f.reached), len(old.reached); n != m {
		return n > m
	}
	return f.looped && !old.looped
}

// passes returns the number of decisions on the way to a frame. Those that led
// to the start of the goroutine do not count if it stays until something ends it:
// however seldom one is started, many come together.
func (p *program) passes(f *frame) int {
	n := 0
	if !p.lives(f) {
		n = f.run.passed
	}
	for _, on := range f.path {
		n += decisions(!on.passing)
	}
	return n
}

// lives reports whether the goroutine parks in an endless loop, in the frame or
// above or below it.
func (p *program) lives(f *frame) bool {
	return slices.ContainsFunc(f.path, func(on *frame) bool { return on.endless }) || f.callee != nil && p.loops(f.callee)
}

// loops reports whether a goroutine parks in an endless loop in a function or in
// what it calls.
func (p *program) loops(fn *ssa.Function) bool {
	if loops, ok := p.looping[fn]; ok || fn.Blocks == nil {
		return loops
	}
	p.looping[fn] = false // if it calls itself
	p.looping[fn] = slices.ContainsFunc(p.framesOf(fn), func(f *frame) bool {
		return f.endless || f.callee != nil && p.loops(f.callee)
	})
	return p.looping[fn]
}

// passed returns how often control may pass by between the start of a function
// and where it parks, at least.
func (p *program) passed(fn *ssa.Function) int {
	if n, ok := p.passing[fn]; ok {
		return n
	}
	if fn.Blocks == nil {
		return decisions(p.parks.find(fn) == rests)
	}
	least := maxPassing + 1
	p.passing[fn] = least // if it calls itself
	for _, f := range p.framesOf(fn) {
		n := decisions(!f.passing)
		if f.callee != nil {
			n += p.passed(f.callee)
		}
		least = min(least, n)
	}
	p.passing[fn] = least
	return least
}
