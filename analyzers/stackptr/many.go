package stackptr

import (
	"go/token"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/spawn"
)

// A manyRun is a function that many goroutines run at once, each from its
// start.
type manyRun struct {
	fn  *ssa.Function
	why string
	pos token.Pos // of the go statement, if there is one
	// calls lead from the loop to the go statement, if it is not in the loop.
	calls []ssa.Instruction
}

// manyRuns finds what runs once per request, and the goroutines that are
// started for each connection, message or request:
//
//	for { conn, err := l.Accept(); go serve(conn) }
//
// The loop must end only when something happens, and the goroutine must get
// something that the loop made: one that a ticker starts, say, is soon done.
func manyRuns(funcs []*ssa.Function) []manyRun {
	m := &finder{targets: newTargets(funcs), served: make(map[*ssa.Function]bool), runs: make(map[*ssa.Function]bool)}
	for _, e := range spawn.Entries(funcs, nil) {
		if e.Heat == spawn.Hot && e.Rounds == nil { // else one goroutine takes message after message
			m.run(manyRun{fn: e.Fn, why: "one goroutine per request runs it: " + e.Why})
		}
	}
	for _, fn := range funcs {
		if param := streamHandler(fn); param != nil {
			m.run(manyRun{fn: fn, why: "one goroutine per stream runs it: takes " + types.TypeString(param, (*types.Package).Name)})
		}
		for b, round := range innermost(fn) {
			if round.endless {
				m.block(b, func(at *ssa.BasicBlock) bool { return round.blocks[at] }, nil, "a goroutine is started in each round of a loop")
			}
		}
	}
	for len(m.work) > 0 {
		next := m.work[0]
		m.work = m.work[1:]
		for _, b := range next.fn.Blocks {
			m.block(b, nil, next.calls, "a goroutine is started for each request or connection")
		}
	}
	return m.out
}

// A finder finds what many goroutines run.
type finder struct {
	*targets
	out    []manyRun
	runs   map[*ssa.Function]bool
	served map[*ssa.Function]bool // what is called for each request or round, on the same goroutine
	work   []serving
}

// serving is a function that is called for each of many, and the calls from the
// loop to it.
type serving struct {
	fn    *ssa.Function
	calls []ssa.Instruction
}

func (m *finder) run(r manyRun) {
	if !m.runs[r.fn] {
		m.runs[r.fn] = true
		m.out = append(m.out, r)
		m.serve(serving{r.fn, r.calls})
	}
}

func (m *finder) serve(s serving) {
	if !m.served[s.fn] && len(s.calls) < maxDepth {
		m.served[s.fn] = true
		m.work = append(m.work, s)
	}
}

// block looks at the calls of a block. What is started or called must get
// something from an instruction in the loop, or if in is nil, a parameter.
func (m *finder) block(b *ssa.BasicBlock, in func(*ssa.BasicBlock) bool, calls []ssa.Instruction, why string) {
	for _, instr := range b.Instrs {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			continue // starts nothing
		}
		if funcs, values := m.started(call); takesFrom(values, in) {
			for _, fn := range funcs {
				m.run(manyRun{fn: fn, why: why, pos: call.Pos(), calls: calls})
			}
		}
		common := call.Common()
		if call, ok := call.(*ssa.Call); ok && (takesFrom(common.Args, in) || takesFrom([]ssa.Value{common.Value}, in)) {
			next := calls
			if in != nil || len(calls) > 0 {
				next = append(slices.Clip(calls), call)
			}
			for _, fn := range m.called(call) {
				m.serve(serving{fn, next})
			}
		}
	}
}

// streamHandler returns the type of the parameter that makes fn a handler of
// gRPC streams, or nil.
func streamHandler(fn *ssa.Function) types.Type {
	sig := fn.Signature
	n := sig.Params().Len()
	if fn.Parent() != nil || sig.Recv() == nil || n == 0 || n > 2 || sig.Results().Len() != 1 {
		return nil
	}
	t := sig.Params().At(n - 1).Type()
	if !isStream(t) {
		return nil
	}
	if obj, _, _ := types.LookupFieldOrMethod(t, false, nil, "SetTrailer"); obj == nil {
		return nil // a client's
	}
	return t
}

// takesFrom reports whether one of the values, or something that a literal
// captures, comes from an instruction in one of the blocks, or if in is nil,
// from a parameter of the function.
func takesFrom(values []ssa.Value, in func(*ssa.BasicBlock) bool) bool {
	seen := make(map[ssa.Value]bool)
	var from func(v ssa.Value) bool
	from = func(v ssa.Value) bool {
		if v == nil || seen[v] || len(seen) > maxValues {
			return false
		}
		seen[v] = true
		if isTime(v.Type()) {
			return false // a tick is no request
		}
		switch x := v.(type) {
		case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin:
			return false
		case *ssa.Parameter:
			return in == nil
		case *ssa.FreeVar:
			return in == nil
		case *ssa.Alloc:
			for _, ref := range *x.Referrers() {
				if st, ok := ref.(*ssa.Store); ok && st.Addr == x && from(st.Val) {
					return true
				}
			}
			return false
		case *ssa.Call, *ssa.Next:
			if in != nil && in(v.(ssa.Instruction).Block()) {
				return true
			}
		case *ssa.UnOp:
			if x.Op == token.ARROW && in != nil && in(x.Block()) {
				return true
			}
		case *ssa.Select:
			if in != nil && in(x.Block()) {
				return true
			}
		}
		if instr, ok := v.(ssa.Instruction); ok {
			for _, op := range instr.Operands(nil) {
				if *op != nil && from(*op) {
					return true
				}
			}
		}
		return false
	}
	return slices.ContainsFunc(values, from)
}

func isTime(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time" && named.Obj().Name() == "Time"
}

// A loop is one of a function.
type loop struct {
	header *ssa.BasicBlock
	blocks map[*ssa.BasicBlock]bool
	// endless is set if it neither counts nor goes over something that is
	// there, but ends when something happens.
	endless bool
}

// innermost yields the blocks that are in loops, in order, with the innermost
// loop around each.
func innermost(fn *ssa.Function) iter.Seq2[*ssa.BasicBlock, *loop] {
	loops := make(map[*ssa.BasicBlock]*loop)
	for _, h := range fn.Blocks {
		l := &loop{header: h, blocks: make(map[*ssa.BasicBlock]bool)}
		var work []*ssa.BasicBlock
		for _, p := range h.Preds {
			if h.Dominates(p) {
				work = append(work, p)
			}
		}
		if len(work) == 0 {
			continue // no loop begins here
		}
		l.endless = isEndless(h)
		for l.blocks[h] = true; len(work) > 0; {
			b := work[len(work)-1]
			work = work[:len(work)-1]
			if !l.blocks[b] {
				l.blocks[b] = true
				work = append(work, b.Preds...)
			}
		}
		for b := range l.blocks {
			if outer := loops[b]; outer == nil || outer.header.Dominates(h) {
				loops[b] = l
			}
		}
	}
	return func(yield func(*ssa.BasicBlock, *loop) bool) {
		for _, b := range fn.Blocks {
			if l := loops[b]; l != nil && !yield(b, l) {
				return
			}
		}
	}
}

// isEndless tells by the header of a loop, and what SSA calls it.
func isEndless(h *ssa.BasicBlock) bool {
	switch h.Comment {
	case "rangechan.loop":
		return true
	case "for.loop":
		branch, ok := h.Instrs[len(h.Instrs)-1].(*ssa.If)
		return !ok || !hasCounter(branch)
	case "for.body":
		return true // for { }
	}
	return false
}

// hasCounter reports whether a loop's condition compares integers.
func hasCounter(branch *ssa.If) bool {
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	t, ok := cmp.X.Type().Underlying().(*types.Basic)
	return ok && t.Info()&types.IsInteger != 0
}
