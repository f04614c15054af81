package timerreset

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// helperFact summarizes a function that is given a timer, for callers in other
// packages: a table from the typestate before the call to those after it, in
// the style of Sharir and Pnueli's functional approach (1981).
type helperFact struct {
	Param int // index among ssa.Function.Params: a receiver is 0
	Cases []helperCase
}

func (*helperFact) AFact() {}

func (f *helperFact) String() string { return fmt.Sprintf("timer helper of parameter %d", f.Param) }

// helperCase is one row of the table.
type helperCase struct {
	Async  bool
	Func   bool  // of a timer of time.AfterFunc
	Before uint8 // phase
	Reason uint8
	Blocks string // where a receive blocks, "" if none does
	Rule   string // of that receive
	After  []helperEffect
}

// helperEffect is the end of one path through the helper.
type helperEffect struct {
	Phase, Reason uint8
	Result        int8 // of a boolean function: 1 true, 0 false, -1 not known
}

// entryPhases are the typestates for which a helper is summarized.
var entryPhases = []object{
	{phase: unknown},
	{kind: kindFunc, phase: armed, nonNil: true},
	{phase: armed, nonNil: true},
	{phase: pending, nonNil: true},
	{phase: quiet, nonNil: true},
	{phase: empty, reason: received, nonNil: true},
	{phase: empty, reason: stopped, nonNil: true},
	{phase: empty, reason: drained, nonNil: true},
}

// helpers summarizes the functions that other packages may give a timer to,
// exports a fact for each, and resolves those of the packages imported. Calls
// within the package are interpreted in place.
func helpers(pass *analysis.Pass, prog *program) {
	var exported []*ssa.Function
	for _, fn := range prog.funcs {
		obj, ok := ir.Func(fn)
		if ok && obj.Exported() && fn.Blocks != nil && timerParam(fn.Signature, fn.Params) >= 0 {
			exported = append(exported, fn)
		}
	}
	none := func(*ssa.Function) *helperFact { return nil }
	table := summary.Solve(exported, summary.Domain[*helperFact]{
		Bottom:  none,
		Unknown: none,
		Transfer: func(fn *ssa.Function, callees summary.Lookup[*helperFact]) *helperFact {
			prog.helper = callees
			return summarize(prog, fn, timerParam(fn.Signature, fn.Params))
		},
		Join:  func(_, latest *helperFact) *helperFact { return latest },
		Equal: func(a, b *helperFact) bool { return reflect.DeepEqual(a, b) },
	}, summary.Resolver[*helperFact]{Fact: func(obj *types.Func) (*helperFact, bool) {
		fact := new(helperFact)
		return fact, obj.Pkg() != pass.Pkg && pass.ImportObjectFact(obj, fact)
	}})
	prog.helper = table.Of
	for _, fn := range exported {
		obj, ok := ir.Func(fn)
		if fact, _ := table.Of(fn); ok && fact != nil {
			pass.ExportObjectFact(obj, fact)
		}
	}
}

// timerParam returns the index of the only *time.Timer among params, or -1.
func timerParam(sig *types.Signature, params []*ssa.Parameter) int {
	index := -1
	for i, p := range params {
		if !isTimerPtr(p.Type()) {
			continue
		}
		if index >= 0 || timerName(p.Type().Underlying().(*types.Pointer).Elem()) != "Timer" || sig.TypeParams() != nil {
			return -1
		}
		index = i
	}
	return index
}

func summarize(prog *program, fn *ssa.Function, param int) *helperFact {
	fact := &helperFact{Param: param}
	for _, sem := range []asynctimer.Semantics{asynctimer.Async, asynctimer.Sync} {
		for _, before := range entryPhases {
			if before.phase == pending && sem == asynctimer.Sync {
				continue // no value waits in a synchronous channel
			}
			if before.kind == kindUnknown {
				before.kind = kindTimer
			}
			c := helperCase{Async: sem == asynctimer.Async, Func: before.kind == kindFunc, Before: uint8(before.phase), Reason: uint8(before.reason)}
			m := newMachine(prog, fn, sem)
			w := newWorld(m.regs)
			p := m.Table.Root(fn.Params[param])
			w.objs.Set(p, before)
			exits, ok := m.Function(fn, []*world{w})
			if !ok {
				return nil
			}
			prog.note(m)
			found := notesOf[finding](m.Notes)
			if i := slices.IndexFunc(found, func(f finding) bool { return blocks(f.rule) || f.rule == "nil-channel" }); i >= 0 {
				c.Blocks, c.Rule = posString(fn.Prog.Fset, found[i].pos), found[i].rule
			}
			for _, e := range exits {
				o := m.object(e.World, p)
				eff := helperEffect{uint8(o.phase), uint8(o.reason), -1}
				if len(e.Results) == 1 {
					switch {
					case e.Results[0].isBool(true):
						eff.Result = 1
					case e.Results[0].isBool(false):
						eff.Result = 0
					}
				}
				if o.others != 0 {
					eff.Phase = uint8(unknown)
				}
				if !slices.Contains(c.After, eff) {
					c.After = append(c.After, eff)
				}
			}
			fact.Cases = append(fact.Cases, c)
		}
	}
	return fact
}

// summarized applies the fact of an imported helper, if there is one.
func (m *machine) summarized(w *world, v ssa.Value, call *ssa.CallCommon) ([]*world, bool) {
	fn := call.StaticCallee()
	if fn == nil || ir.Pkg(fn) == ir.Pkg(m.root) || m.pkg.helper == nil {
		return nil, false
	}
	fact, ok := m.pkg.helper(fn)
	if !ok || fact == nil || fact.Param >= len(call.Args) {
		return nil, false
	}
	val := m.Eval(w, call.Args[fact.Param])
	if val.kind != vTimer {
		return nil, false
	}
	o := m.object(w, val.obj)
	row := fact.row(m.sem, o)
	if row == nil {
		return nil, false
	}
	if row.Blocks != "" {
		message := fmt.Sprintf("%s blocks for ever at its receive in %s", fn.Name(), row.Blocks)
		if o.phase == empty && !row.Func {
			m.found(blockRules[o.reason], call.Pos(), message+": "+m.because(o), related{o.pos, "the channel is empty from here on"})
		} else {
			m.found(row.Rule, call.Pos(), message) // whatever its caller did
		}
	}
	var out []*world
	for _, eff := range row.After {
		x := w.Clone()
		m.settle(x)
		after := o
		after.phase, after.reason, after.pos = phase(eff.Phase), reason(eff.Reason), call.Pos()
		after.hasDur = false
		if row.Func && o.phase != armed && o.phase != fresh {
			after = o.forget() // the row is that of one that runs
		}
		x.objs.Set(val.obj, after)
		if v != nil {
			m.set(x, v, value{})
			if eff.Result >= 0 {
				m.set(x, v, boolValue(eff.Result == 1))
			}
		}
		out = append(out, x)
	}
	return out, true
}

func (f *helperFact) row(sem asynctimer.Semantics, o object) *helperCase {
	ofFunc, before := o.kind == kindFunc, o.phase
	if before == fresh {
		before = armed
	}
	for i := range f.Cases {
		c := &f.Cases[i]
		same := phase(c.Before) == before && reason(c.Reason) == o.reason
		if c.Async == (sem == asynctimer.Async) && c.Func == ofFunc && (same || ofFunc) {
			return c
		}
	}
	return nil
}

// because says why the channel of o is empty.
func (m *machine) because(o object) string {
	switch o.reason {
	case received:
		return "the value was already received at " + m.at(o.pos)
	case stopped:
		return "Stop at " + m.at(o.pos) + " kept the timer from sending a value"
	}
	return "the channel was already drained at " + m.at(o.pos)
}
