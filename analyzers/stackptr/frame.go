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
	parks   func(*ssa.Function) bool
	runs    []manyRun
	frames  map[*ssa.Function][]*frame
	steps   int // frames that were walked
}

// A frame is a function at one instruction in which it may park.
type frame struct {
	fn      *ssa.Function
	park    ssa.Instruction
	callee  *ssa.Function // in which it parks, nil for here
	reached []escape.Object
	records []escape.Object

	run       manyRun
	recursive bool
	path      []*frame // from the goroutine's start, itself included
}

// counts returns the numbers that decide: the whole way's where it is the sum
// that is too much.
func (f *frame) counts() counts {
	c := counts{reached: len(f.reached), records: len(f.records), recursive: f.recursive, frames: 1}
	if c.heavy() {
		return c
	}
	for _, on := range f.path {
		if on.park != f.park {
			c.frames++
			c.othersReached += len(on.reached)
			c.othersRecords += len(on.records)
		}
	}
	return c
}

// framesOf returns the frames of fn, one for each instruction in which it may
// park.
func (p *program) framesOf(fn *ssa.Function) []*frame {
	if frames, ok := p.frames[fn]; ok {
		return frames
	}
	if p.frames == nil {
		p.frames = make(map[*ssa.Function][]*frame)
	}
	var out []*frame
	objects := p.objects[fn]
	var pts *points
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if !parksAt(instr, true, func(fn *ssa.Function) (bool, bool) { return p.parks(fn), true }) {
				continue // goes on at once
			}
			f := &frame{fn: fn, park: instr, records: objects}
			if call, ok := instr.(*ssa.Call); ok && !isParker(call.Common()) {
				f.callee, _ = summary.Callee(call.Common())
			}
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
			out = append(out, f)
		}
	}
	p.frames[fn] = out
	return out
}

// maxDepth bounds the frames between a goroutine's start and where it parks,
// maxSteps those that are walked in one package, maxObjects those that are told
// apart in a frame. Beyond, nothing is known.
const (
	maxDepth   = 8
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
	for _, f := range p.framesOf(fn) {
		if p.steps++; p.steps > maxSteps {
			return
		}
		now := *f
		now.run = run
		now.path = append(slices.Clip(path), f)
		now.recursive = f.callee == fn // what comes back by others need not go deep
		found := heaviest
		if !now.heavy() {
			found = candidates
		}
		if now.heavy() || now.callee == nil && now.counts().candidate() {
			if old := found[fn]; old == nil || len(now.reached) > len(old.reached) {
				found[fn] = &now
			}
		}
		if f.callee != nil && !slices.ContainsFunc(now.path, func(g *frame) bool { return g.fn == f.callee }) {
			p.walk(run, now.path, heaviest, candidates)
		}
	}
}

// heavy reports whether a frame is worth a finding. The sum of a way counts
// where the goroutine parks, in the frame that adds most.
func (f *frame) heavy() bool {
	c := f.counts()
	if !c.heavy() {
		return false
	}
	if c.frames == 1 {
		// What nothing reaches counts where the goroutine itself rests: further
		// up, it may pass by once in a while only.
		return c.reached >= minReached || c.recursive || f.callee == nil
	}
	return (f.callee == nil || f.callee.Blocks == nil) &&
		!slices.ContainsFunc(f.path, func(g *frame) bool { return len(g.reached) > len(f.reached) })
}
