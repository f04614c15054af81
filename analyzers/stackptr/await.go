package stackptr

import (
	"cmp"
	"fmt"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// An awaitFact holds the frames of a package, and of those below it, that are too
// heavy if many goroutines run a function: importers may tell that they do.
type awaitFact struct {
	Frames  []told
	Awaited []awaited
}

// AFact makes it a fact.
func (*awaitFact) AFact() {}

func (f *awaitFact) String() string {
	var b strings.Builder
	for _, a := range f.Awaited {
		fmt.Fprintf(&b, "%s: %s\n", a.Func, f.Frames[a.Frame].Before)
	}
	return b.String()
}

// An awaited frame is found if many goroutines run an exported function.
type awaited struct {
	Func    string // as summary.LocalName has it
	Started string // who runs the frame's goroutine, if Func starts it; else its caller does
	Passed  int    // decisions on the way
	Lives   bool   // the goroutine waits for messages in a loop
	Way     []tale // from Func
	Frame   int    // by index in the fact
}

// told is what is told of a frame. Who runs it comes between Before and After.
type told struct {
	Package       string
	Candidate     bool // as of a report.Tag
	At            token.Position
	Before, After string
	Parked        report.Parked // without its text
	Related       []tale
}

type tale struct {
	At      token.Position
	Message string
	Role    report.Role
}

// awaitAnalyzer yields the [*program] of a package. It exports which frames
// await somebody who runs them.
var awaitAnalyzer = &analysis.Analyzer{
	Name:       "incidentawait",
	Doc:        "find the frames that are heavy, for stackptr",
	Run:        contain.Engine(runAwait),
	Requires:   []*analysis.Analyzer{ir.Analyzer, escape.Analyzer, parksAnalyzer, manyAnalyzer},
	ResultType: reflect.TypeFor[*program](),
	FactTypes:  []analysis.Fact{new(awaitFact)},
}

func runAwait(pass *analysis.Pass) (any, error) {
	p := newProgram(pass)
	own := report.Own(pass) && !escape.IsStandard(pass.Pkg.Path())
	if !own {
		return p, nil // nobody's to mend
	}
	if p.few() && !p.meets() {
		return p, nil // no frame can have so many objects
	}
	if fact := p.await(); len(fact.Awaited) > 0 {
		pass.ExportPackageFact(fact)
	}
	return p, nil
}

// await finds what is heavy if many goroutines run an exported function, and is
// not found without that.
func (p *program) await() *awaitFact {
	fact := new(awaitFact)
	p.load()
	leads := p.leading()
	if len(leads) == 0 {
		return fact // no frame has so many objects
	}
	without := p.search()
	var list []met
	for _, fn := range p.finder.funcs {
		obj, ok := ir.Func(fn)
		if !leads[fn] || !ok || !obj.Exported() || fn.TypeParams().Len() > 0 || len(fn.TypeArgs()) > 0 {
			continue // comes to no such frame, or nobody else calls it
		}
		into := p.searchFrom(fn, leads)
		for candidate, frames := range map[bool]map[*ssa.Function]*frame{false: into.heaviest, true: into.lighter} {
			for of, f := range frames {
				if without.heaviest[of] != nil || without.lighter[of] != nil || candidate && into.heaviest[of] != nil {
					continue // is found without
				}
				p.pending = append(p.pending, of.Pos())
				list = append(list, met{awaited: awaited{callgraph.LocalName(obj), f.run.why, p.passes(f), p.lives(f), p.tales(p.way(f)), 0}, frame: p.tell(f, candidate)})
			}
		}
		for at, m := range into.met {
			if _, ok := without.met[at]; !ok {
				started := m.Started
				if started == "" {
					started = m.run.why
				}
				list = append(list, met{awaited: awaited{callgraph.LocalName(obj), started, m.Passed + decided(m.path), m.Lives, append(p.tales(m.way()), m.Way...), 0}, frame: m.frame})
			}
		}
	}
	slices.SortFunc(list, func(a, b met) int {
		return cmp.Or(cmp.Compare(a.Func, b.Func), comparePlaces(a.frame.At, b.frame.At))
	})
	for _, m := range list {
		fact.add(m.awaited, m.frame)
	}
	return fact
}

// add adds an awaited frame, whose description is kept once.
func (f *awaitFact) add(a awaited, frame told) {
	a.Frame = slices.IndexFunc(f.Frames, func(t told) bool {
		return t.At == frame.At && t.Candidate == frame.Candidate && t.After == frame.After
	})
	if a.Frame < 0 {
		a.Frame = len(f.Frames)
		f.Frames = append(f.Frames, frame)
	}
	f.Awaited = append(f.Awaited, a)
}

func comparePlaces(a, b token.Position) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Offset, b.Offset))
}

// leading returns the functions that come to one with many objects, or to another
// package's that does, by calls or goroutines.
func (p *program) leading() map[*ssa.Function]bool {
	callers := make(map[*ssa.Function][]*ssa.Function)
	var work []*ssa.Function
	for _, fn := range p.finder.funcs {
		calls := p.parks.callees(fn)
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					if callee, _ := callgraph.Callee(call.Common()); callee != nil {
						calls = append(calls, callee)
					}
				}
			}
		}
		for _, callee := range append(calls, fn.AnonFuncs...) {
			callers[callee] = append(callers[callee], fn)
			if obj, ok := ir.Func(callee); ok && callee.Blocks == nil && obj.Pkg() != nil && len(p.awaits(obj.Pkg()).Awaited) > 0 {
				work = append(work, fn)
			}
		}
		if n := len(p.objects[fn]); 2*n >= min(minReached, minRecords) || 2*n >= recursiveRecords && slices.Contains(calls, fn) {
			work = append(work, fn)
		}
	}
	leads := make(map[*ssa.Function]bool)
	for len(work) > 0 {
		fn := work[len(work)-1]
		work = work[:len(work)-1]
		if !leads[fn] {
			leads[fn] = true
			work = append(work, callers[fn]...)
		}
	}
	return leads
}

// searchFrom finds what is heavy if many goroutines run a function, in those that
// lead to it.
func (p *program) searchFrom(fn *ssa.Function, leads map[*ssa.Function]bool) *found {
	p.finder.resolve()
	m := *p.finder
	m.within = leads
	m.reset()
	m.run(manyRun{fn: fn})
	m.drain()
	into := newFound()
	p.steps = maxSteps - maxAwaitSteps
	for _, r := range m.out {
		p.walk(r, nil, into)
	}
	for _, r := range m.outside {
		p.meetStarted(r, into)
	}
	return into
}

// maxAwaitSteps bounds the frames that are walked from one exported function.
const maxAwaitSteps = 1000

// tell renders a frame of which it is not known who runs it.
func (p *program) tell(f *frame, candidate bool) told {
	c := f.counts()
	return told{p.finder.pkg.Path(), candidate, p.fset.Position(f.fn.Pos()), p.head(f), c.text(predicted), *c.parked(""), p.tales(p.mending(f))}
}

func (p *program) tales(list []step) []tale {
	var out []tale
	for _, s := range list {
		out = append(out, tale{p.fset.Position(s.pos), s.message, s.role})
	}
	return out
}
