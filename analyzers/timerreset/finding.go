package timerreset

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// finding is one thing to report; positions are those of SSA.
type finding struct {
	rule    string
	pos     token.Pos
	inner   token.Pos // where it happens, if that is below a call at pos
	message string
	related []related
}

// panics reports whether the finding is of a panic.
func (f finding) panics() bool {
	return f.rule == "nil-timer" || f.rule == "zero-timer" || f.rule == "interval"
}

// expectsPanic reports whether fn is a test that recovers, as one does that
// checks for the panic.
func expectsPanic(fn *ssa.Function) bool {
	if !strings.HasSuffix(fn.Prog.Fset.Position(fn.Pos()).Filename, "_test.go") {
		return false
	}
	return slices.ContainsFunc(fn.AnonFuncs, recovers)
}

// recovers reports whether fn calls recover.
func recovers(fn *ssa.Function) bool {
	for call := range ir.Each[*ssa.Call](fn) {
		if builtin, ok := call.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "recover" {
			return true
		}
	}
	return false
}

// related is one step of the evidence.
type related struct {
	pos     token.Pos
	message string
}

// found notes a finding of the interpretation. Inside a function that the root
// calls by name it stands at the call, with the place itself as evidence: the
// caller's state makes the callee fail.
func (m *machine) found(rule string, pos token.Pos, message string, rel ...related) {
	if f, ok := m.Named(); ok {
		fn := m.Frames()[len(m.Frames())-1].Fn
		for fn.Parent() != nil {
			fn = fn.Parent()
		}
		message = "in " + fn.Name() + ", " + message
		rel = append([]related{{pos, "here in " + fn.Name()}}, rel...)
		m.note(finding{rule, f.Pos, pos, message, rel})
		return
	}
	m.note(finding{rule: rule, pos: pos, message: message, related: rel})
}

// at renders a position for a message, as "file.go:12".
func (m *machine) at(pos token.Pos) string {
	return posString(m.root.Prog.Fset, pos)
}

func posString(fset *token.FileSet, pos token.Pos) string {
	p := fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line)
}

// operand returns the source of what a receive receives from, or of what a
// method is called on: "s.timer.C", "s.timer".
func (m *machine) operand(pos token.Pos, otherwise string) string {
	switch e := m.pkg.src.expr(pos).(type) {
	case *ast.CallExpr:
		if sel, ok := e.Fun.(*ast.SelectorExpr); ok {
			return types.ExprString(sel.X)
		}
	case *ast.UnaryExpr:
		return types.ExprString(e.X)
	}
	return otherwise
}

// reportBlock reports a receive from a channel that stays empty.
func (m *machine) reportBlock(u *ssa.UnOp, o object) {
	expr := "<-" + m.operand(u.Pos(), "C")
	message := expr + " blocks for ever: " + m.because(o)
	step := map[reason]string{
		received: "the value is received here",
		stopped:  "the timer is stopped here",
		drained:  "the channel is drained here",
	}[o.reason]
	rel := []related{{o.pos, step}}
	if o.made.IsValid() && o.made != o.pos {
		rel = append(rel, related{o.made, "the timer is made here"})
	}
	m.found(blockRules[o.reason], u.Pos(), message, rel...)
}

// blockRules are the rules of a receive that blocks, by why the channel stays empty.
var blockRules = map[reason]string{
	received: "drain-after-receive",
	stopped:  "receive-after-stop",
	drained:  "drain-twice",
}

// blocks reports whether the rule is one of blockRules.
func blocks(rule string) bool {
	for _, r := range blockRules {
		if r == rule {
			return true
		}
	}
	return false
}

// guarded reports whether the block of a drain is only entered under a further
// condition of which nothing is known:
//
//	if active == 0 && !t.Stop() { <-t.C }
//
// Whoever writes that knows why the timer is armed then, say by a count.
func (m *machine) guarded(w *world, b *ssa.BasicBlock) bool {
	if len(b.Preds) != 1 || len(b.Preds[0].Preds) != 1 {
		return false
	}
	stop, guard := b.Preds[0], b.Preds[0].Preds[0]
	if stop.Comment != "cond.true" {
		return false // not the right-hand side of &&
	}
	for _, instr := range stop.Instrs {
		switch instr := instr.(type) {
		case *ssa.Call:
			if timeFunc(&instr.Call) != "(*Timer).Stop" {
				return false // more than a condition
			}
		case *ssa.Store, *ssa.Send, *ssa.Select, *ssa.Go, *ssa.Defer:
			return false // more than a condition
		}
	}
	branch, ok := guard.Instrs[len(guard.Instrs)-1].(*ssa.If)
	return ok && slices.Contains(w.assumed[:], branch.Cond)
}

// reportNilChan reports a receive from the nil channel of an AfterFunc timer or
// of a zero timer.
func (m *machine) reportNilChan(u *ssa.UnOp, o object) {
	expr := "<-" + m.operand(u.Pos(), "C")
	if o.phase == uninit {
		m.found("nil-channel", u.Pos(), expr+" blocks for ever: the timer is a zero value, its C is nil", related{o.pos, "the zero timer is declared here"})
		return
	}
	var rel []related
	if o.made.IsValid() {
		rel = append(rel, related{o.made, "time.AfterFunc makes the timer here"})
	}
	m.found("nil-channel", u.Pos(), expr+" blocks for ever: a timer of time.AfterFunc has no channel, its C is nil", rel...)
}

func (m *machine) reportNil(call *ssa.CallCommon, typ, method string) {
	m.found("nil-timer", call.Pos(), fmt.Sprintf("%s.%s panics: the *time.%s is nil here", m.operand(call.Pos(), typ), method, typ))
}

// reportNilField reports t.C of a nil t.
func (m *machine) reportNilField(f *ssa.FieldAddr) {
	m.found("nil-timer", f.Pos(), fmt.Sprintf("C panics: the *time.%s is nil here", timerName(f.X.Type().Underlying().(*types.Pointer).Elem())))
}

func (m *machine) reportUninit(call *ssa.CallCommon, typ, method string, o object) {
	m.found("zero-timer", call.Pos(), fmt.Sprintf("%s.%s panics: the time.%s is a zero value that time.New%s did not make",
		m.operand(call.Pos(), typ), method, typ, typ), related{o.pos, "the zero value is declared here"})
}

// checkReset reports, under the old semantics, a Reset that leaves an earlier
// value in the channel.
func (m *machine) checkReset(instr ssa.Instruction, call *ssa.CallCommon, o object) {
	if m.sem != asynctimer.Async || o.kind != kindTimer {
		return // since Go 1.23 Reset clears the channel; other kinds have none
	}
	name := m.operand(call.Pos(), "Timer")
	switch o.phase {
	case armed:
		if o.pos == call.Pos() && conditional(instr.Block()) {
			return // it armed itself in an earlier round, if its condition held then too
		}
		if o.reason == drained && !low {
			return // it would have to fire between the drain and here
		}
		m.found("stale-value", call.Pos(), fmt.Sprintf("%s.Reset without Stop and drain: if the timer armed at %s has fired, its old value stays in the channel and the next receive is stale (timer channels before Go 1.23)", name, m.at(o.pos)),
			related{o.pos, "the timer is armed here"})
	case pending:
		if o.reason != stopped {
			m.found("stale-value", call.Pos(), fmt.Sprintf("%s.Reset without Stop and drain: the timer armed at %s has fired, its old value stays in the channel and the next receive is stale (timer channels before Go 1.23)", name, m.at(o.pos)),
				related{o.pos, "the timer is armed here"})
			return
		}
		m.found("stale-value", call.Pos(), fmt.Sprintf("%s.Reset after a Stop without drain at %s: if the timer had fired, its old value stays in the channel and the next receive is stale (timer channels before Go 1.23)", name, m.at(o.pos)),
			related{o.pos, "the timer is stopped here, and its channel not drained"})
	}
}

// checkWait reports, under the old semantics, a select that waits for a timer which
// was stopped without a drain. A select with one case and a default is the drain.
func (m *machine) checkWait(s *ssa.Select, st *ssa.SelectState, o object) {
	if m.sem != asynctimer.Async || o.reason != stopped || o.kind != kindTimer || len(s.States) < 2 {
		return
	}
	m.found("stale-value", st.Pos, fmt.Sprintf("this case may run at once: Stop at %s does not drain the channel, so if the timer had fired its value is still there (timer channels before Go 1.23)", m.at(o.pos)),
		related{o.pos, "the timer is stopped here, and its channel not drained"})
}

// checkTickerReset reports, under the old semantics and with the flag low, a
// Reset of a ticker that leaves a tick in the channel.
func (m *machine) checkTickerReset(call *ssa.CallCommon, o object) {
	if m.sem == asynctimer.Async && (o.phase == armed || o.phase == pending) && low {
		m.found("stale-value", call.Pos(), fmt.Sprintf("%s.Reset: if the ticker armed at %s has ticked, the old tick stays in the channel and is received at once (timer channels before Go 1.23)", m.operand(call.Pos(), "Ticker"), m.at(o.pos)),
			related{o.pos, "the ticker is armed here"})
	}
}

// conditional reports whether an if guards b, other than the dispatch of a
// select and the test of a loop.
func conditional(b *ssa.BasicBlock) bool {
	if len(b.Preds) != 1 {
		return false
	}
	branch, ok := b.Preds[0].Instrs[len(b.Preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return conditional(b.Preds[0])
	}
	if s, _ := cfg.Dispatch(branch); s != nil {
		return false
	}
	for _, s := range b.Preds[0].Succs {
		if s != b && !cfg.After(s)[b.Preds[0]] {
			return false // the test of a loop
		}
	}
	return true
}

// put reports, under the old semantics, a timer that goes into a pool with a
// value in its channel.
func (m *machine) put(w *world, call *ssa.CallCommon) {
	val := m.Eval(w, call.Args[1])
	if val.kind != vTimer || m.sem != asynctimer.Async {
		return // not a timer, or Reset will clear the channel
	}
	o := m.object(w, val.obj)
	if o.kind == kindFunc || o.kind == kindTicker {
		return // nothing can wait in the channel
	}
	switch o.phase {
	case fresh, armed:
		if o.others == 0 {
			m.found("stale-value", call.Pos(), fmt.Sprintf("the timer armed at %s goes into the pool while it runs: whoever gets it next may receive the old value (timer channels before Go 1.23)", m.at(o.pos)),
				related{o.pos, "the timer is armed here"})
		}
		return
	case pending, quiet:
	default:
		return // nothing waits in the channel
	}
	if m.callersDecide(w) {
		return // they say whether the value was received
	}
	m.found("stale-value", call.Pos(), fmt.Sprintf("the timer goes into the pool after a Stop without drain at %s: whoever gets it next receives the old value (timer channels before Go 1.23)", m.at(o.pos)),
		related{o.pos, "the timer is stopped here, and its channel not drained"})
}

// interval reports an interval that makes a ticker panic.
func (m *machine) interval(pos token.Pos, v ssa.Value, dur int64, known bool, what string) {
	if !known || dur > 0 {
		return
	}
	text := "is not positive"
	if _, literal := v.(*ssa.Const); !literal {
		text = fmt.Sprintf("can be %d here", dur)
	}
	m.found("interval", pos, fmt.Sprintf("%s panics: the interval %s", what, text))
}

// diagnostic turns f into what a driver prints.
func (f finding) diagnostic(src *sources) report.Finding {
	pos, end := src.node(f.pos)
	d := analysis.Diagnostic{Pos: pos, End: end, Message: f.message}
	if !f.inner.IsValid() && (blocks(f.rule) || f.rule == "two-receivers") {
		d.SuggestedFixes = src.drainFix(f.pos)
	}
	for _, r := range f.related {
		if r.pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: r.pos, Message: r.message})
		}
	}
	return report.Finding{Diagnostic: d, Tag: report.Tag{Rule: f.rule}, Picture: report.Picture{Self: report.KindFault}}
}
