// Package repro writes tests that show findings: a test that the race detector stops, or one
// that blocks or panics where the finding says so.
//
// What is called comes from the finding's places and goroutines, as values: for each goroutine
// the outermost function on its way to the access, for a timer the function that it is in.
// Arguments are made of their types (values.go). What cannot be made is an error that says
// what is missing. Whether the test fails is for the caller to try: a test that nobody has
// seen fail proves nothing.
package repro

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// A Kind is how a finding shows itself.
type Kind int

// The kinds.
const (
	Race   Kind = iota // the race detector, or the runtime, stops the program
	Blocks             // a goroutine waits at a receive, alone: who waits in a select may have nothing to do
	Panics             // so does the runtime, for a timer
)

// kinds has the rules of timers; those that are missing show themselves in none of these ways.
var kinds = map[string]Kind{
	"timerreset/deferred-stop": Blocks, "timerreset/drain-after-receive": Blocks, "timerreset/drain-after-reset": Blocks,
	"timerreset/drain-twice": Blocks, "timerreset/endless-range": Blocks, "timerreset/nil-channel": Blocks,
	"timerreset/receive-after-stop": Blocks, "timerreset/stop-while-receiving": Blocks,
	"timerreset/two-receivers": Blocks, "timerreset/interval": Panics, "timerreset/nil-timer": Panics, "timerreset/zero-timer": Panics,
}

// A Variant is a choice of arguments: timers that have fired already, channels that have
// values.
type Variant struct{ Fired, Filled bool }

// Variants returns those to try, the plainest first.
func (k Kind) Variants() []Variant {
	if k == Race {
		return []Variant{{}, {Filled: true}}
	}
	return []Variant{{}, {Filled: true}, {Fired: true}, {Fired: true, Filled: true}}
}

// A Plan is what a test calls.
type Plan struct {
	Kind    Kind
	finding *finding.Finding
	pkg     *packages.Package
	calls   []*types.Func // of one goroutine each
}

// For returns the plan for a finding, or what is missing for one.
func For(ctx context.Context, f *finding.Finding, buildFlags []string) (*Plan, error) {
	kind, ok := kinds[f.Rule]
	if !ok && f.Analyzer != "maprace" {
		return nil, fmt.Errorf("what shows it is missing: %s is nothing that blocks, panics or races within a test", f.Rule)
	}
	p := &Plan{Kind: kind, finding: f}
	if strings.HasSuffix(f.Start.File, "_test.go") {
		return nil, fmt.Errorf("the code is missing: it is in a test file, whose functions run by themselves")
	}
	places := []finding.Position{f.Start}
	if f.Analyzer == "maprace" {
		if len(f.Lanes) == 0 {
			return nil, fmt.Errorf("the second goroutine is missing: nobody sees who else calls it")
		}
		places = nil
		for i := range f.Lanes {
			at, err := entry(f, i)
			if err != nil {
				return nil, err
			}
			places = append(places, at)
		}
	}
	if err := p.load(ctx, filepath.Dir(f.Start.File), buildFlags); err != nil {
		return nil, err
	}
	for _, at := range places {
		fn, err := p.function(at)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(p.calls, fn) {
			p.calls = append(p.calls, fn)
		}
	}
	return p, nil
}

// entry returns a place in the outermost function that a goroutine of the finding runs: one
// that it calls, if it is started in a literal; the one that starts it, if it is all in that.
func entry(f *finding.Finding, lane int) (finding.Position, error) {
	var start *finding.Step
	var way []finding.Step
	for i, step := range f.Trace {
		switch {
		case step.Role.Lane != lane:
			continue // another goroutine's
		case step.Role.Kind == report.KindStart:
			start = &f.Trace[i]
		case step.Role.Kind == report.KindCall:
			way = append(way, step)
		}
	}
	if lane == 0 {
		way = append(way, finding.Step{Span: f.Span, Function: f.Function})
	}
	for _, step := range f.Trace {
		if step.Role.Lane == lane && step.Role.Kind == report.KindAccess {
			way = append(way, step)
		}
	}
	for _, step := range way {
		if step.Function != "" && step.Function != "main" && (start == nil || step.Function != start.Function) {
			return step.Start, nil
		}
	}
	switch {
	case start != nil:
		return start.Start, nil
	case len(way) > 0:
		return way[len(way)-1].Start, nil
	}
	return finding.Position{}, fmt.Errorf("the place of %s is missing", f.Lanes[lane].Name)
}

// load loads the package in a folder.
func (p *Plan) load(ctx context.Context, dir string, buildFlags []string) error {
	conf := &packages.Config{Context: ctx, Dir: dir, BuildFlags: buildFlags,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports}
	pkgs, err := packages.Load(conf, ".")
	if err != nil {
		return err
	}
	if len(pkgs) != 1 || len(pkgs[0].Errors) > 0 || pkgs[0].Types == nil {
		return fmt.Errorf("the package in %s cannot be loaded", dir)
	}
	p.pkg = pkgs[0]
	return nil
}

// function returns the function around a place.
func (p *Plan) function(at finding.Position) (*types.Func, error) {
	if filepath.Dir(at.File) != filepath.Dir(p.finding.Start.File) {
		return nil, fmt.Errorf("one package is missing in which both sides are: %s is in another one", filepath.Base(at.File))
	}
	for _, file := range p.pkg.Syntax {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue // no function
			}
			first, last := p.pkg.Fset.Position(fn.Pos()), p.pkg.Fset.Position(fn.End())
			if first.Filename != at.File || at.Line < first.Line || last.Line < at.Line {
				continue // another one
			}
			if obj, ok := p.pkg.TypesInfo.Defs[fn.Name].(*types.Func); ok {
				if sig := obj.Signature(); sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 {
					return nil, fmt.Errorf("type arguments are missing: %s is generic", fn.Name.Name)
				}
				return obj, nil
			}
		}
	}
	return nil, fmt.Errorf("a function to call is missing: %s:%d is in none", filepath.Base(at.File), at.Line)
}

// Name returns the name of the test.
func (p *Plan) Name() string { return "TestRepro_" + p.finding.Fingerprint[:8] }

// File returns the file of the test.
func (p *Plan) File() string {
	return filepath.Join(filepath.Dir(p.finding.Start.File), "repro_"+p.finding.Fingerprint[:8]+"_test.go")
}
