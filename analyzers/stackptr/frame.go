package stackptr

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// program is what is known of the package.
type program struct {
	fset    *token.FileSet
	info    *types.Info
	objects map[*ssa.Function][]escape.Object
	parks   *parks
	runs    []manyRun
	frames  map[*ssa.Function][]*frame
	passing map[*ssa.Function]int
	looping map[*ssa.Function]bool
	steps   int // frames that were walked
}

// A frame is a function at one instruction in which it may park.
type frame struct {
	fn      *ssa.Function
	park    ssa.Instruction
	here    bool          // it parks in the instruction itself
	callee  *ssa.Function // else in this one, nil if it is not known
	passing bool          // control may pass the instruction by
	sure    bool          // the goroutine does park, each time
	looped  bool          // again and again
	endless bool          // each time, until something ends the loop
	reached []escape.Object
	records []escape.Object

	run       manyRun
	recursive bool
	path      []*frame // from the goroutine's start, itself included
}

// own returns the numbers of the frame itself.
func (f *frame) own() counts {
	return counts{reached: len(f.reached), records: len(f.records), recursive: f.recursive, frames: 1}
}

// counts returns the numbers that decide: the whole way's where it is the sum
// that is too much.
func (f *frame) counts() counts {
	own := f.own()
	if own.heavy() {
		return own
	}
	all := own
	for _, on := range f.path {
		if on.park != f.park {
			all.frames++
			all.othersReached += len(on.reached)
			all.othersRecords += len(on.records)
		}
	}
	if all.heavy() {
		return all
	}
	return own
}

// framesOf returns the frames of fn, one for each instruction in which it may
// park, and each method that the instruction may call there. Where a goroutine
// usually parks in some, it rests there: the others count if they are decided on
// once and it surely parks there, not those by which it passes on its way.
func (p *program) framesOf(fn *ssa.Function) []*frame {
	if frames, ok := p.frames[fn]; ok {
		return frames
	}
	if p.frames == nil {
		p.frames = make(map[*ssa.Function][]*frame)
	}
	var all, sure []*frame
	atRest := false
	var pts *points
	var ways *ways
	objects := p.objects[fn]
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			level := p.parks.at(instr, true, p.parks.known)
			if level == goesOn {
				continue // at once
			}
			if ways == nil {
				ways = waysOf(fn)
			}
			f := frame{fn: fn, park: instr, records: objects, passing: !ways.usual(b)}
			if _, ok := instr.(*ssa.Send); ok && f.passing {
				continue // it waits for slow receivers only, where few come by
			}
			_, repeated := ways.repeated(b)
			f.sure = repeated && level == rests
			f.looped = slices.ContainsFunc(ways.loops, func(l *loop) bool { return l.blocks[b] })
			f.endless = f.sure && slices.ContainsFunc(ways.loops, func(l *loop) bool { return l.endless && l.blocks[b] })
			if len(objects) > 0 && len(objects) <= maxObjects {
				if pts == nil {
					pts = pointsTo(fn, objects)
				}
				reached := pts.reached(instr)
				for _, o := range objects {
					if o.Value != nil && reached[o.Value] {
						f.reached = append(f.reached, o)
					}
				}
			}
			within := p.within(f)
			all = append(all, within...)
			if f.sure {
				sure = append(sure, within...)
				atRest = atRest || !f.passing
			}
		}
	}
	if atRest {
		all = sure
	}
	p.frames[fn] = all
	return all
}

// within returns a frame for each function in which the goroutine parks, if it
// does not in the instruction itself.
func (p *program) within(f frame) []*frame {
	call, ok := f.park.(*ssa.Call)
	if f.here = !ok || isParker(call.Common()); f.here {
		return []*frame{&f}
	}
	callees := p.parks.Targets(call.Common())
	if !call.Call.IsInvoke() {
		callee, _ := summary.Callee(call.Common())
		callees = []*ssa.Function{callee}
	}
	var out []*frame
	for _, callee := range callees {
		one := f
		one.callee = callee
		one.passing = f.passing && callee != f.fn // else the next level decides
		out = append(out, &one)
	}
	if len(out) == 0 {
		return []*frame{&f}
	}
	return out
}

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

// stays reports whether the goroutine stays in the frame: it parks there, or in
// a function that it is sure to come to and to park in.
func (f *frame) stays() bool {
	return f.here || f.sure && !slices.ContainsFunc(f.path, func(on *frame) bool { return on.passing })
}

// heavy reports whether a frame by itself is worth a finding.
func (f *frame) heavy() bool {
	c := f.own()
	// What nothing reaches counts where the goroutine stays: else it may be there
	// once in a while only.
	return c.heavy() && (c.reached >= minReached || c.recursive || f.stays())
}

// most returns the frame that adds most to the sum of a whole way, of which f is
// the last frame, or nil if that is not worth a finding.
func (f *frame) most() *frame {
	most, sum := f, 0
	for _, on := range f.path {
		sum += len(on.reached)
		if len(on.reached) > len(most.reached) {
			most = on
		}
	}
	if sum < pathReached() {
		return nil
	}
	one := *most
	one.run, one.path = f.run, f.path
	return &one
}
