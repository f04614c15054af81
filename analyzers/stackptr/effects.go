package stackptr

import (
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"
)

// An effect is what a call does for one of many requests, connections or rounds.
type effect struct {
	call    ssa.CallInstruction
	passed  int             // decisions on the way to it, in its function
	started []*ssa.Function // on goroutines, with something of the round or request
	called  []*ssa.Function // with something of it
	outside *ssa.Function   // is called with it, in another package
	takes   bool            // it gets something of it
	brings  bool            // it gets a peer
}

// effectsOf returns the effects of a function that serves. They are those for any
// caller, and kept: many are looked at once for each function that leads there.
func (m *finder) effectsOf(fn *ssa.Function) []effect {
	if list, ok := m.known[fn]; ok {
		return list
	}
	var list []effect
	ways := waysOf(fn)
	for _, b := range fn.Blocks {
		of := m.effects(b, nil)
		if len(of) == 0 {
			continue // nobody asks whether control comes by
		}
		passed := decisions(ways.usual(b))
		for _, e := range of {
			e.passed = passed
			list = append(list, e)
		}
	}
	m.known[fn] = list
	return list
}

// effects returns what the calls of a block do, if any. What is started or called
// must get something from an instruction in the loop, or if in is nil, a parameter.
func (m *finder) effects(b *ssa.BasicBlock, in func(*ssa.BasicBlock) bool) []effect {
	var out []effect
	for _, instr := range b.Instrs {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			continue // starts nothing
		}
		common := call.Common()
		e := effect{call: call, brings: bringsPeer(common.Args)}
		if funcs, values := m.started(call); len(funcs) > 0 && takesFrom(values, in) {
			e.started = funcs
		}
		e.takes = takesFrom(common.Args, in)
		if call, ok := call.(*ssa.Call); ok {
			if e.takes = e.takes || takesFrom([]ssa.Value{common.Value}, in); e.takes {
				e.called = m.called(call)
				if callee, _ := callgraph.Callee(common); callee != nil && callee.Blocks == nil {
					e.outside = callee
				}
			}
		}
		if len(e.started)+len(e.called) > 0 || e.outside != nil || e.takes && e.brings {
			out = append(out, e)
		}
	}
	return out
}

// apply adds what an effect starts and calls for one of many, unless hardly any
// comes by.
func (m *finder) apply(e effect, in func(*ssa.BasicBlock) bool, by serving, why string) {
	if by.passed > maxStarting {
		return
	}
	for _, fn := range e.started {
		if in != nil && m.bounded(fn, in, by.fn) {
			continue // a fixed number
		}
		m.run(manyRun{fn: fn, why: why, pos: e.call.Pos(), calls: by.calls, passed: by.passed})
	}
	if !e.takes {
		return
	}
	note := e.brings && by.passed <= maxPassing
	call, ok := e.call.(*ssa.Call)
	if !ok {
		if _, ok := e.call.(*ssa.Go); ok && note {
			m.note(by.fn, e.call.Common())
		}
		return // what is deferred comes when it is over
	}
	next := by.calls
	if in != nil || len(next) > 0 {
		next = append(slices.Clip(next), call)
	}
	for _, fn := range e.called {
		m.serve(serving{fn, next, by.own, by.passed})
	}
	if e.outside != nil {
		noteRun(&m.outside, m.outer, manyRun{fn: e.outside, why: "a goroutine is started for each request or connection", pos: call.Pos(), calls: by.calls, passed: by.passed})
	}
	if by.own && note {
		m.note(by.fn, call.Common())
	}
}
