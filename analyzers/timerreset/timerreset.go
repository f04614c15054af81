package timerreset

import (
	"cmp"
	_ "embed"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/doc"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

//go:embed doc.go
var source string

// Analyzer reports misuse of time.Timer and time.Ticker.
var Analyzer = &analysis.Analyzer{
	Name:       "timerreset",
	Doc:        doc.MustExtract(source, "timerreset"),
	URL:        "https://pkg.go.dev/github.com/golint-incidents/golint-incidents/analyzers/timerreset",
	Run:        report.Guard(Rules, run),
	ResultType: report.ResultType,
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	FactTypes:  []analysis.Fact{(*helperFact)(nil), (*intervalFact)(nil)},
}

// The flags -timerreset.low and so on.
var low, modernize, generated bool

func init() {
	Analyzer.Flags.BoolVar(&low, "low", false, "also report what rarely matters: races that lose one tick under the semantics before Go 1.23, copies that are only received from")
	Analyzer.Flags.BoolVar(&modernize, "modernize", false, "also report drains that Go 1.23 made superfluous, with a fix")
	Analyzer.Flags.BoolVar(&generated, "generated", false, "also report in generated files")
}

func run(pass *analysis.Pass, rep *report.Reporter) error {
	rep.Generated = generated
	exportConstants(pass)
	if !usesTimers(pass) && !mayReturnRandom(pass) {
		return nil // nothing to build SSA for
	}
	_, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).Build()
	prog := index(&sources{pass: pass}, funcs)
	helpers(pass, prog)

	var found []finding
	for _, sem := range asynctimer.Of(pass).Each() {
		for _, fn := range funcs {
			if fn.Blocks == nil || !prog.relevant[fn] {
				continue // no body, or no timer
			}
			found = append(found, interpret(prog, fn, sem)...)
		}
	}
	c := &checker{pass: pass, prog: prog, sem: asynctimer.Of(pass), low: low, add: func(f finding) { found = append(found, f) }, aliases: newAliases(prog),
		cycles: make(map[*ssa.Function]map[*ssa.BasicBlock]map[*ssa.BasicBlock]bool)}
	c.exportRandom()
	for _, fn := range funcs {
		if fn.Blocks == nil || !prog.relevant[fn] && !prog.timed[fn] {
			continue // no body, or nothing of package time
		}
		for _, rule := range rules {
			rule(c, fn)
		}
	}
	for _, f := range collapse(found) {
		rep.Add(f.diagnostic(prog.src))
	}
	of := func(rule string) func(analysis.Diagnostic) {
		return func(d analysis.Diagnostic) {
			rep.Add(report.Finding{Diagnostic: d, Tag: report.Tag{Rule: rule}})
		}
	}
	copies(pass, low, of("copied-timer"))
	toolchainNote(pass, of("toolchain-bug"))
	if modernize {
		modernizations(pass, asynctimer.Of(pass), of("superfluous-drain"))
	}
	return nil
}

// collapse keeps one finding per rule and position, the one with the first
// reason, and drops those below a call whose callee is wrong by itself: there
// the finding already stands.
func collapse(found []finding) []finding {
	type key struct {
		rule string
		pos  token.Pos
	}
	of := func(f finding, pos token.Pos) key {
		if blocks(f.rule) {
			return key{blockRules[received], pos} // it blocks, for one reason or another
		}
		return key{f.rule, pos}
	}
	own := make(map[key]bool)
	for _, f := range found {
		if !f.inner.IsValid() {
			own[of(f, f.pos)] = true
		}
	}
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.pos, b.pos), cmp.Compare(a.message, b.message))
	})
	seen := make(map[key]bool)
	return slices.DeleteFunc(found, func(f finding) bool {
		k := of(f, f.pos)
		if seen[k] {
			return true
		}
		seen[k] = true
		return f.inner.IsValid() && own[of(f, f.inner)]
	})
}

// interpret returns what the interpretation of fn finds under sem, or nothing
// if it could not be completed.
func interpret(prog *program, fn *ssa.Function, sem asynctimer.Semantics) []finding {
	m := newMachine(prog, fn, sem)
	exits, ok := m.Function(fn, []*world{newWorld(m.regs)})
	if !ok {
		return nil
	}
	prog.note(m)
	found := slices.DeleteFunc(notesOf[finding](m.Notes), func(f finding) bool { return f.panics() && expectsPanic(fn) })
	found = append(found, m.deadCases()...)
	return append(found, m.unstopped(exits)...)
}

// note collects in which phases calls of Reset met their timers.
func (p *program) note(m *machine) {
	if m.sem != asynctimer.Sync {
		return
	}
	for _, r := range notesOf[resetNote](m.Notes) {
		p.resetPhases[r.call] |= 1 << r.phase
	}
}

// usesTimers reports whether the package mentions timers or tickers.
func usesTimers(pass *analysis.Pass) bool {
	imports := false
	for _, p := range pass.Pkg.Imports() {
		imports = imports || p.Path() == "time"
	}
	if !imports {
		return false
	}
	for _, obj := range pass.TypesInfo.Uses {
		if obj.Pkg() == nil || obj.Pkg().Path() != "time" {
			continue // not of package time
		}
		switch obj.Name() {
		case "Timer", "Ticker", "NewTimer", "NewTicker", "AfterFunc", "After", "Tick", "Reset", "Stop":
			return true
		}
	}
	return false
}
