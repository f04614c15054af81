package stackptr

import (
	"cmp"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// An awaitFact holds the frames of a package, and of those below it, that are too
// heavy if many goroutines run a function: importers may tell that they do.
type awaitFact struct{ Frames []awaited }

// AFact makes it a fact.
func (*awaitFact) AFact() {}

func (f *awaitFact) String() string {
	var b strings.Builder
	for _, a := range f.Frames {
		b.WriteString(a.Func + ": " + a.Frame.Before + "\n")
	}
	return b.String()
}

// An awaited frame is found if many goroutines run an exported function.
type awaited struct {
	Func    string // as summary.LocalName has it
	Started bool   // on a goroutine that Func starts, not its caller's
	Passed  int    // decisions on the way
	Lives   bool   // the goroutine parks in an endless loop
	Frame   told
}

// told is what is told of a frame. Before lacks who runs it, if it is the caller.
type told struct {
	Package, Category string
	At                token.Position
	Before, After     string
	Related           []tale
}

type tale struct {
	At      token.Position
	Message string
}

// met is an awaited frame, and who runs it.
type met struct {
	awaited
	run  manyRun
	path []*frame // to the call of Func, if there is a way
}

// awaitAnalyzer yields the [*program] of a package. It exports which frames
// await somebody who runs them.
var awaitAnalyzer = &analysis.Analyzer{
	Name:       "incidentawait",
	Doc:        "find the frames that are heavy, for stackptr",
	Run:        runAwait,
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
	meets := p.meets()
	if !meets && p.few {
		return p, nil // no frame can have so many objects
	}
	if p.load(); !meets && !slices.ContainsFunc(p.finder.funcs, func(fn *ssa.Function) bool {
		n := len(p.objects[fn])
		return counts{reached: n, records: n, recursive: true}.candidate()
	}) {
		return p, nil // none has
	}
	if frames := p.await(); len(frames) > 0 {
		pass.ExportPackageFact(&awaitFact{frames})
	}
	return p, nil
}

// await finds what is heavy if many goroutines run an exported function, and is
// not found without that.
func (p *program) await() []awaited {
	known := p.search()
	var out []awaited
	for _, fn := range p.finder.funcs {
		obj, ok := fn.Object().(*types.Func)
		if !ok || !obj.Exported() || fn.Parent() != nil || fn.Blocks == nil || fn.TypeParams().Len() > 0 || len(fn.TypeArgs()) > 0 {
			continue // nobody else calls it
		}
		into := p.searchFrom(fn)
		add := func(started bool, passed int, lives bool, frame told) {
			out = append(out, awaited{summary.LocalName(obj), started, passed, lives, frame})
		}
		for category, frames := range map[string]map[*ssa.Function]*frame{Category: into.heaviest, Candidate: into.lighter} {
			for of, f := range frames {
				if known.heaviest[of] == nil && known.lighter[of] == nil && (category == Category || into.heaviest[of] == nil) {
					add(f.run.fn != fn, p.passes(f), p.lives(f), p.tell(f, category))
					p.pending = append(p.pending, of.Pos())
				}
			}
		}
		for at, m := range into.met {
			if _, ok := known.met[at]; !ok {
				started := m.Started || m.run.fn != fn
				frame := m.Frame
				frame.Related = append(p.tales(m.way()), frame.Related...)
				if started && !m.Started {
					frame.Before += m.run.why
				}
				add(started, m.Passed+decided(m.path), m.Lives, frame)
			}
		}
	}
	slices.SortFunc(out, func(a, b awaited) int {
		return cmp.Or(cmp.Compare(a.Func, b.Func), comparePlaces(a.Frame.At, b.Frame.At), cmp.Compare(a.Passed, b.Passed))
	})
	return slices.CompactFunc(out, func(a, b awaited) bool { return a.Func == b.Func && a.Frame.At == b.Frame.At })
}

func comparePlaces(a, b token.Position) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Offset, b.Offset))
}

// searchFrom finds what is heavy if many goroutines run a function.
func (p *program) searchFrom(fn *ssa.Function) *found {
	p.finder.resolve()
	m := *p.finder
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

// meet notes the frames of another package that await somebody to run the function
// in which the way ends, or the run itself.
func (p *program) meet(run manyRun, path []*frame, into *found) {
	callee := run.fn
	if len(path) > 0 {
		callee = path[len(path)-1].callee
	}
	p.met(callee, func(a awaited) bool { return len(path) == 0 || !a.Started }, met{run: run, path: path}, into)
}

// meetStarted does so for the goroutines that a function starts.
func (p *program) meetStarted(run manyRun, into *found) {
	p.met(run.fn, func(a awaited) bool { return a.Started }, met{run: run}, into)
}

func (p *program) met(callee *ssa.Function, is func(awaited) bool, m met, into *found) {
	obj, ok := callee.Object().(*types.Func)
	if !ok || obj.Pkg() == nil {
		return
	}
	name := summary.LocalName(obj)
	for _, a := range p.awaits(obj.Pkg()) {
		if a.Func != name || !is(a) {
			continue // another's
		}
		passes := a.Passed + decided(m.path)
		if !a.Lives && !slices.ContainsFunc(m.path, func(on *frame) bool { return on.endless }) {
			passes += m.run.passed
		}
		if _, ok := into.met[a.Frame.At]; ok || passes > maxPassing {
			continue // is met, or by hardly any goroutine
		}
		m.awaited = a
		into.met[a.Frame.At] = m
	}
}

// tell renders a frame of which it is not known who runs it.
func (p *program) tell(f *frame, category string) told {
	d := p.diagnostic(f)
	before, after, _ := strings.Cut(d.Message, countsFollow)
	return told{p.finder.pkg.Path(), category, p.fset.Position(d.Pos), before, countsFollow + after, p.tales(d.Related)}
}

func (p *program) tales(list []analysis.RelatedInformation) []tale {
	var out []tale
	for _, at := range list {
		out = append(out, tale{p.fset.Position(at.Pos), at.Message})
	}
	return out
}

// way renders who runs a function of another package.
func (m met) way() []analysis.RelatedInformation {
	var out []analysis.RelatedInformation
	add := func(pos token.Pos, message string) {
		if pos.IsValid() && message != "" {
			out = append(out, analysis.RelatedInformation{Pos: pos, Message: message})
		}
	}
	for _, call := range m.run.calls {
		add(call.Pos(), inLoop)
	}
	add(m.run.pos, m.run.why)
	for _, on := range m.path {
		add(on.park.Pos(), on.calls())
	}
	return out
}

// diagnostic renders a frame of another package, at its place; false if that
// cannot be found.
func (m met) diagnostic(rep *report.Reporter) (analysis.Diagnostic, bool) {
	f := m.Frame
	d := analysis.Diagnostic{Pos: rep.Locate(f.At), Category: f.Category + "@" + f.Package, Message: f.Before + f.After}
	if !m.Started {
		d.Message = f.Before + m.run.why + f.After
	}
	d.Related = m.way()
	for _, at := range f.Related {
		if pos := rep.Locate(at.At); pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: at.Message})
		}
	}
	return d, d.Pos.IsValid()
}
