package origin

import (
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
)

// What a variable is set to before anything is served is configuration, and what it is set
// to meanwhile is state. A function of the user's package runs meanwhile if an entry point
// of the package leads to it. Importers may call an exported one at any time: if they do so
// meanwhile, it has to take a lock, as what it sets is read by others. Who calls a function
// that nobody names, is not known.
//
//	func Init(text string) { rates = text }                                 // at start
//	func (s *Store) Set(text string) { s.mu.Lock(); s.text = text; ... }    // meanwhile

// A reachable finds the functions that some lead to.
type reachable struct {
	hierarchy *callgraph.Hierarchy
	tables    *callgraph.Tables
	seen      map[*ssa.Function]bool
}

// addBlock adds what an instruction of a block calls or hands on.
func (r reachable) addBlock(b *ssa.BasicBlock) {
	for _, instr := range b.Instrs {
		if call, ok := instr.(ssa.CallInstruction); ok {
			for _, fn := range r.hierarchy.Targets(call.Common()) {
				r.add(fn)
			}
			for _, t := range r.tables.Targets(call.Common()) {
				r.add(t.Fn)
			}
		}
		for _, op := range instr.Operands(nil) {
			if fn, ok := (*op).(*ssa.Function); ok {
				fn, _ = callgraph.Declared(fn)
				r.add(fn)
			}
		}
	}
}

// add adds a function, and what it leads to.
func (r reachable) add(fn *ssa.Function) {
	if r.seen[fn] {
		return
	}
	r.seen[fn] = true
	for _, b := range fn.Blocks {
		r.addBlock(b)
	}
}

// perEvent returns the functions that the entry points lead to.
func (p *program) perEvent(entries []goroutine.Entry) map[*ssa.Function]bool {
	r := reachable{p.hierarchy, p.tables, make(map[*ssa.Function]bool)}
	for _, e := range entries {
		for _, b := range e.Fn.Blocks {
			if e.Rounds == nil || e.Rounds[b] {
				r.addBlock(b)
			}
		}
	}
	return r.seen
}

// meanwhile returns the functions that run while others serve: entry points and what they
// lead to, and what importers may call that takes a lock.
func (p *program) meanwhile(entries []goroutine.Entry) map[*ssa.Function]bool {
	r := reachable{p.hierarchy, p.tables, p.perEvent(entries)}
	for _, e := range entries {
		if e.Rounds == nil {
			r.add(e.Fn)
		}
	}
	if p.pass.Pkg.Name() == "main" {
		return r.seen // nobody imports it
	}
	for _, fn := range p.funcs {
		if open(fn) && locks(fn) {
			r.add(fn)
		}
	}
	return r.seen
}

// named returns the functions that those of the package call or hand on.
func (p *program) named() map[*ssa.Function]bool {
	r := reachable{p.hierarchy, p.tables, make(map[*ssa.Function]bool)}
	for _, fn := range p.funcs {
		for _, b := range fn.Blocks {
			r.addBlock(b)
		}
	}
	return r.seen
}

// open reports whether others than its package may call a function by its name, or as a
// method of what they have.
func open(fn *ssa.Function) bool { return fn.Parent() == nil && token.IsExported(fn.Name()) }

// locks reports whether a function, but not its literals, takes a lock.
func locks(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue // no call
			}
			if op, _ := lockset.Classify(call.Common()); op == lockset.Lock || op == lockset.TryLock {
				return true
			}
		}
	}
	return false
}

// starts reports whether fn, or the function it is a literal of, runs before anything is
// served, or makes a value that is to be used then.
func (p *program) starts(fn *ssa.Function) bool {
	switch {
	case isOption(fn), isInit(fn):
		return true
	case !p.user:
		return false // who knows
	}
	for ; ; fn = fn.Parent() {
		if p.serving[fn] {
			return false
		}
		if fn.Parent() == nil {
			return open(fn) || fn.Name() == "main" || p.called[fn]
		}
	}
}

// isInit reports whether fn initializes its package: it is one of its functions init, or
// sets its variables.
func isInit(fn *ssa.Function) bool {
	return fn.Parent() == nil && fn.Signature.Recv() == nil && (fn.Name() == "init" || strings.HasPrefix(fn.Name(), "init#"))
}
