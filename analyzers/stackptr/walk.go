package stackptr

import (
	"go/token"
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

// found are the frames that are worth a finding.
type found struct {
	heaviest, lighter map[*ssa.Function]*frame // lighter ones may be in the user's build
	met               map[token.Position]met   // other packages'
}

func newFound() *found {
	return &found{make(map[*ssa.Function]*frame), make(map[*ssa.Function]*frame), make(map[token.Position]met)}
}

func note(frames map[*ssa.Function]*frame, f *frame) {
	if old := frames[f.fn]; old == nil || f.worse(old) {
		frames[f.fn] = f
	}
}

// walk looks at the frames below a run, on the way that path tells, and notes the
// heaviest frame of each function that is too heavy.
func (p *program) walk(run manyRun, path []*frame, into *found) {
	fn := run.fn
	if len(path) > 0 {
		fn = path[len(path)-1].callee
	}
	if fn.Blocks == nil {
		p.meet(run, path, into)
		return
	}
	if len(path) >= maxDepth {
		return
	}
	for _, f := range p.framesOf(fn) {
		if p.steps++; p.steps > maxSteps {
			return
		}
		now := *f
		now.run = run
		now.path = append(slices.Clip(path), f)
		now.recursive = f.callee == fn // what comes back by others need not go deep
		looped := slices.ContainsFunc(now.path, func(on *frame) bool { return on.looped })
		if f.timed && !looped {
			continue // it is over soon
		}
		passes := p.passes(&now)
		if f.callee != nil {
			passes += p.passed(f.callee, looped)
		}
		leaf := f.callee == nil || f.callee.Blocks == nil
		if f.callee != nil && leaf {
			p.meet(run, now.path, into)
		}
		if passes > maxPassing {
			continue // hardly any goroutine is there
		}
		switch {
		case p.heavy(&now):
			note(into.heaviest, &now)
		case p.stays(&now) && now.counts().candidate():
			note(into.lighter, &now)
		}
		if leaf {
			if most := now.most(); most != nil {
				note(into.heaviest, most)
			}
			continue // the way ends here
		}
		if !slices.ContainsFunc(now.path, func(g *frame) bool { return g.fn == f.callee }) {
			p.walk(run, now.path, into)
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
// to the start of the goroutine do not count if it waits for messages in an endless
// loop: it lives as long as what it stands for, a room, a topic, a session, and
// however seldom one is started, many come together. What reads in a loop comes to
// an end.
func (p *program) passes(f *frame) int {
	n := decided(f.path)
	if !p.lives(f) {
		n += f.run.passed
	}
	return n
}

// decided returns the number of decisions on a way.
func decided(path []*frame) int {
	n := 0
	for _, on := range path {
		n += decisions(!on.passing)
	}
	return n
}

// lives reports whether the goroutine waits for messages in an endless loop, in the
// frame or above or below it.
func (p *program) lives(f *frame) bool {
	return slices.ContainsFunc(f.path, func(on *frame) bool { return on.endless }) || f.callee != nil && p.loops(f.callee)
}

// loops reports whether a goroutine does so in a function or in what it calls.
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

// within reports whether a goroutine surely parks in a function or in those of the
// package that it calls.
func (p *program) within(fn *ssa.Function) bool {
	in, ok := p.inside[fn]
	if ok || fn.Blocks == nil {
		return in
	}
	p.inside[fn] = false // if it calls itself
	p.inside[fn] = slices.ContainsFunc(p.framesOf(fn), func(f *frame) bool {
		return f.sure && (f.here || f.callee != nil && p.within(f.callee))
	})
	return p.inside[fn]
}

// passed returns how often control may pass by between the start of a function,
// which may be called in a loop, and where it parks, at least.
func (p *program) passed(fn *ssa.Function, looped bool) int {
	at := calledIn{fn, looped}
	if n, ok := p.passing[at]; ok {
		return n
	}
	if fn.Blocks == nil {
		return decisions(p.parks.find(fn) == rests)
	}
	least := maxPassing + 1
	p.passing[at] = least // if it calls itself
	for _, f := range p.framesOf(fn) {
		if f.timed && !looped {
			continue // it is over soon
		}
		n := decisions(!f.passing)
		if f.callee != nil {
			n += p.passed(f.callee, looped || f.looped)
		}
		least = min(least, n)
	}
	p.passing[at] = least
	return least
}

// calledIn is a function, and whether it is called in a loop.
type calledIn struct {
	fn     *ssa.Function
	looped bool
}
