package stackptr

import (
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/cfg"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
)

// A frame is a function at one instruction in which it may park.
type frame struct {
	fn      *ssa.Function
	park    ssa.Instruction
	here    bool          // it parks in the instruction itself
	callee  *ssa.Function // else in this one, nil if it is not known
	passing bool          // control may pass the instruction by
	sure    bool          // the goroutine does park, each time
	looped  bool          // again and again
	endless bool          // each time it waits for a message, until something ends the loop
	timed   bool          // a deadline ends it
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
			f.looped = slices.ContainsFunc(ways.loops, func(l *cfg.Loop) bool { return l.Blocks[b] })
			f.endless = f.sure && blocks(instr, false) && slices.ContainsFunc(ways.loops, func(l *cfg.Loop) bool { return l.Blocks[b] && !l.Counts() })
			f.timed = !f.looped && timed(instr)
			if _, deferred := instr.(*ssa.Defer); !deferred && len(objects) > 0 && len(objects) <= maxObjects {
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
			in := p.callees(f)
			all = append(all, in...)
			if f.sure {
				sure = append(sure, in...)
				atRest = atRest || !f.passing && !f.timed
			}
		}
	}
	if atRest {
		all = sure
	}
	p.frames[fn] = all
	return all
}

// callees returns a frame for each function in which the goroutine parks, if it
// does not in the instruction itself.
func (p *program) callees(f frame) []*frame {
	call := waited(f.park)
	if f.here = call == nil || isParker(call); f.here {
		return []*frame{&f}
	}
	var out []*frame
	for _, callee := range p.parks.reaches(call) {
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

// stays reports whether the goroutine stays in the frame: it parks there, or in
// a function that it is sure to come to and to park in. A request's is soon done
// with what another package waits for.
func (p *program) stays(f *frame) bool {
	if f.here {
		return true
	}
	if !f.sure || slices.ContainsFunc(f.path, func(on *frame) bool { return on.passing }) {
		return false
	}
	return !f.run.request || f.callee != nil && p.within(f.callee)
}

// heavy reports whether a frame by itself is worth a finding.
func (p *program) heavy(f *frame) bool {
	c := f.own()
	// What nothing reaches counts where the goroutine stays: else it may be there
	// once in a while only.
	return c.heavy() && (c.reached >= minReached || c.recursive || p.stays(f))
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
