package timerreset

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// follow reports whether the body of fn is to be interpreted at its calls.
func (m *machine) follow(w *world, call *ssa.CallCommon, fn *ssa.Function) bool {
	return len(fn.Blocks) > 0 && ir.Pkg(fn) == ir.Pkg(m.root) && len(m.Frames()) < maxDepth && fn != m.root && !m.Running(fn) &&
		(m.pkg.follows(m.root, call, fn) || slices.ContainsFunc(call.Args, func(arg ssa.Value) bool { return m.concerns(m.Eval(w, arg)) }))
}

// concerns reports whether a value is a timer, its channel, or a function that is bound to one
// or names one.
func (m *machine) concerns(v value) bool {
	return v.kind == vTimer || v.kind == vChan || v.kind == vFunc && (m.pkg.relevant[v.fun.Fn] || slices.ContainsFunc(v.fun.Bound, m.concerns))
}

// inline interprets the body of a function at a call of it.
func (m *machine) inline(w *world, v ssa.Value, call *ssa.CallCommon, lit *closure) []*world {
	fn, entry := lit.Fn, w.Clone()
	var args []value
	for i, param := range fn.Params {
		args = append(args, m.actual(w, call.Args[i]))
		if isStruct(param.Type()) {
			entry.Mem.Copy(m.Table, m.Table.Root(call.Args[i]), m.Table.Root(param))
		}
	}
	exits, ok := m.Enter(lit, call, args, call.Pos(), entry)
	if !ok {
		m.opaque(w, v, call)
		return []*world{w}
	}
	var out []*world
	for _, e := range exits {
		if v != nil {
			e.World.SetResults(m.Symbols, v, e.Results)
		}
		out = append(out, e.World)
	}
	out, _ = typestate.Merge(out, maxWorlds)
	return out
}

// Deferred calls what was deferred, with the arguments of then.
func (m *machine) Deferred(w *world, d typestate.Deferred[value]) []*world {
	for i, arg := range d.Instr.Call.Args {
		w.Env.Bind(arg, d.Args[i])
	}
	w.Env.Bind(d.Instr.Call.Value, d.Func)
	return m.call(w, d.Instr, nil, &d.Instr.Call)
}
