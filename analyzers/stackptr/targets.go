package stackptr

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
)

// targets resolves function values within the package, as far as they are
// literals, methods or functions that come by way of variables and parameters.
type targets struct {
	*callgraph.Hierarchy
	calls    map[*ssa.Function][]*ssa.CallCommon // of each function, by name
	captured map[*ssa.FreeVar]ssa.Value
	starters map[*ssa.Function]map[int]bool // arguments that a function runs on a goroutine
}

func newTargets(funcs []*ssa.Function, h *callgraph.Hierarchy) *targets {
	t := &targets{Hierarchy: h, calls: make(map[*ssa.Function][]*ssa.CallCommon), captured: make(map[*ssa.FreeVar]ssa.Value), starters: make(map[*ssa.Function]map[int]bool)}
	var spawned []ssa.Value
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch x := instr.(type) {
				case *ssa.MakeClosure:
					lit := x.Fn.(*ssa.Function)
					for i, v := range x.Bindings {
						if i < len(lit.FreeVars) {
							t.captured[lit.FreeVars[i]] = v
						}
					}
				case *ssa.Go:
					spawned = append(spawned, x.Call.Value)
				}
				if call, ok := instr.(ssa.CallInstruction); ok {
					if callee, _ := callgraph.Callee(call.Common()); callee != nil {
						t.calls[callee] = append(t.calls[callee], call.Common())
					}
				}
			}
		}
	}
	for _, v := range spawned {
		t.starter(v)
		if lit, ok := v.(*ssa.MakeClosure); ok { // go func() { f() }()
			for _, b := range lit.Fn.(*ssa.Function).Blocks {
				for _, instr := range b.Instrs {
					if call, ok := instr.(*ssa.Call); ok {
						t.starter(call.Call.Value)
					}
				}
			}
		}
	}
	return t
}

// isStarted reports whether v is a parameter that its function runs on a
// goroutine.
func (t *targets) isStarted(v ssa.Value) bool {
	p := t.parameter(v)
	return p != nil && t.starters[p.Parent()][slices.Index(p.Parent().Params, p)]
}

// starter notes that a value runs on a goroutine, if it is a parameter.
func (t *targets) starter(v ssa.Value) {
	p := t.parameter(v)
	if p == nil {
		return
	}
	fn := p.Parent()
	if t.starters[fn] == nil {
		t.starters[fn] = make(map[int]bool)
	}
	t.starters[fn][slices.Index(fn.Params, p)] = true
}

// variable returns the variable that v is loaded from.
func (t *targets) variable(v ssa.Value) *ssa.Alloc {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	v = load.X
	for range maxDepth {
		switch x := v.(type) {
		case *ssa.Alloc:
			return x
		case *ssa.FreeVar:
			v = t.captured[x]
		default:
			return nil
		}
	}
	return nil
}

// parameter returns the parameter that v is, by way of its variable, or nil.
func (t *targets) parameter(v ssa.Value) *ssa.Parameter {
	if p, ok := v.(*ssa.Parameter); ok {
		return p
	}
	a := t.variable(v)
	if a == nil {
		return nil
	}
	for _, ref := range *a.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == a {
			if p, ok := st.Val.(*ssa.Parameter); ok {
				return p
			}
		}
	}
	return nil
}

// started returns the functions that a call runs on another goroutine, with
// the values that they get. One that a go statement names may be another package's.
func (t *targets) started(instr ssa.CallInstruction) ([]*ssa.Function, []ssa.Value) {
	common := instr.Common()
	if _, ok := instr.(*ssa.Go); ok {
		if common.IsInvoke() {
			return t.own(common), append([]ssa.Value{common.Value}, common.Args...)
		}
		if t.isStarted(common.Value) {
			return nil, nil // known where it is passed
		}
		values := append([]ssa.Value{common.Value}, common.Args...)
		if callee, _ := callgraph.Callee(common); callee != nil && callee.Blocks == nil {
			return []*ssa.Function{callee}, values
		}
		return t.of(common.Value), values
	}
	var funcs []*ssa.Function
	var values []ssa.Value
	starts := func(arg ssa.Value) {
		funcs = append(funcs, t.of(arg)...)
		values = append(values, arg)
	}
	if arg, _ := goroutine.StartedBy(common); arg != nil {
		starts(arg)
		return funcs, values
	}
	callee, args := callgraph.Callee(common)
	if callee == nil {
		return nil, nil
	}
	for i, arg := range args {
		if t.starters[callee][i] {
			starts(arg)
		}
	}
	return funcs, values
}

// called returns the functions that a call runs on the same goroutine.
func (t *targets) called(instr *ssa.Call) []*ssa.Function {
	if instr.Call.IsInvoke() {
		return t.own(&instr.Call)
	}
	if t.isStarted(instr.Call.Value) {
		return nil
	}
	return t.of(instr.Call.Value)
}

// own returns the methods of the package that a call through an interface may
// reach.
func (t *targets) own(call *ssa.CallCommon) []*ssa.Function {
	return slices.DeleteFunc(slices.Clone(t.Targets(call)), func(fn *ssa.Function) bool { return fn.Blocks == nil })
}

// of returns the functions of the package that v may be.
func (t *targets) of(v ssa.Value) []*ssa.Function {
	var out []*ssa.Function
	seen := make(map[ssa.Value]bool)
	var find func(v ssa.Value)
	find = func(v ssa.Value) {
		if seen[v] || len(seen) > maxValues {
			return
		}
		seen[v] = true
		switch x := v.(type) {
		case *ssa.Function:
			if fn, _ := callgraph.Declared(x); fn.Blocks != nil && !slices.Contains(out, fn) {
				out = append(out, fn)
			}
			return
		case *ssa.MakeClosure:
			find(x.Fn)
			return
		case *ssa.ChangeType:
			find(x.X)
			return
		case *ssa.Call:
			for _, fn := range callgraph.Functions(x) {
				find(fn)
			}
			return
		}
		if p := t.parameter(v); p != nil {
			i := slices.Index(p.Parent().Params, p)
			for _, call := range t.calls[p.Parent()] {
				if i < len(call.Args) {
					find(call.Args[i])
				}
			}
			return
		}
		if a := t.variable(v); a != nil {
			for _, ref := range *a.Referrers() {
				if st, ok := ref.(*ssa.Store); ok && st.Addr == a {
					find(st.Val)
				}
			}
		}
	}
	find(v)
	return out
}

// maxValues bounds the values that are looked at for one.
const maxValues = 200
