package stackptr

import (
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// met is an awaited frame, and who runs it.
type met struct {
	awaited
	frame told
	run   manyRun
	path  []*frame // to the call of Func, if there is a way
}

// meet notes the frames of another package that await somebody to run the function
// in which the way ends, or the run itself.
func (p *program) meet(run manyRun, path []*frame, into *found) {
	callee := run.fn
	if len(path) > 0 {
		callee = path[len(path)-1].callee
	}
	p.met(callee, func(a awaited) bool { return len(path) == 0 || a.Started == "" }, met{run: run, path: path}, into)
}

// meetStarted does so for the goroutines that a function starts.
func (p *program) meetStarted(run manyRun, into *found) {
	p.met(run.fn, func(a awaited) bool { return a.Started != "" }, met{run: run}, into)
}

func (p *program) met(callee *ssa.Function, is func(awaited) bool, m met, into *found) {
	obj, ok := ir.Func(callee)
	if !ok || obj.Pkg() == nil {
		return
	}
	name := callgraph.LocalName(obj)
	fact := p.awaits(obj.Pkg())
	for _, a := range fact.Awaited {
		if a.Func != name || !is(a) {
			continue // another's
		}
		passes := a.Passed + decided(m.path)
		if !a.Lives && !slices.ContainsFunc(m.path, func(on *frame) bool { return on.endless }) {
			passes += m.run.passed
		}
		m.awaited, m.frame = a, fact.Frames[a.Frame]
		if _, ok := into.met[m.frame.At]; !ok && passes <= maxPassing { // else hardly any goroutine is there
			into.met[m.frame.At] = m
		}
	}
}

// way tells how many goroutines come to run a function of another package.
func (m met) way() []step {
	var out []step
	for _, c := range m.run.calls {
		out = append(out, step{c.Pos(), inLoop, call})
	}
	out = append(out, step{m.run.pos, m.run.why, call})
	for _, on := range m.path {
		out = append(out, step{on.park.Pos(), on.calls(), call})
	}
	return known(out)
}

// diagnostic renders a frame of another package, at its place; false if that
// cannot be found.
func (m met) diagnostic(rep *report.Reporter) (report.Finding, bool) {
	f, why := m.frame, m.Started
	if why == "" {
		why = m.run.why
	}
	parked := f.Parked
	parked.Text = f.Before + why
	pic := report.Picture{Parked: &parked}
	d := analysis.Diagnostic{Pos: rep.Locate(f.At), Message: parked.Text + f.After}
	steps := m.way()
	for _, at := range slices.Concat(m.Way, f.Related) {
		if pos := rep.Locate(at.At); pos.IsValid() {
			steps = append(steps, step{pos, at.Message, at.Role})
		}
	}
	for _, s := range steps {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: s.pos, Message: s.message})
		pic.Roles = append(pic.Roles, s.role)
	}
	return report.Finding{Diagnostic: d, Picture: pic, Tag: report.Tag{Rule: HeavyFrame, Package: f.Package, Candidate: f.Candidate}}, d.Pos.IsValid()
}
