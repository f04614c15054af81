package callgraph

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Tables resolves calls of functions that are elements of a slice, array or map in a
// package variable or field, or fields of such elements: what a dispatcher calls.
//
//	var commands = map[string]func(*Session){"get": (*Session).get}
//	commands[name](s)
//
// It is a field-based function pointer analysis (Heintze, Tardieu, PLDI 2001), of what is
// assigned in sight. Literals that capture variables are left out.
type Tables struct {
	entries map[types.Object][]entry
}

// An entry is a function in a table. One that is owned is a method value of the object
// whose field the table is:
//
//	s.commands = map[string]func(){"get": s.get}
type entry struct {
	fn    *ssa.Function
	owned bool
}

// A Target is a function that a call may reach, with the arguments in the order of its
// parameters.
type Target struct {
	Fn   *ssa.Function
	Args []ssa.Value
}

// maxEntries bounds the functions of a table: larger ones are generated.
const maxEntries = 64

// NewTables returns the tables that functions fill.
func NewTables(funcs []*ssa.Function) *Tables {
	t := &Tables{make(map[types.Object][]entry)}
	given := make(map[*ssa.Parameter][]slot)
	put := func(v ssa.Value, to slot) {
		if param, ok := v.(*ssa.Parameter); ok {
			given[param] = append(given[param], to)
			return
		}
		t.add(v, to)
	}
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Store:
					for _, to := range filled(instr) {
						put(instr.Val, to)
					}
				case *ssa.MapUpdate:
					if isFunc(instr.Value.Type()) {
						for _, to := range variables(instr.Map, nil) {
							put(instr.Value, to)
						}
					}
				}
			}
		}
	}
	if len(given) > 0 {
		t.registered(funcs, given)
	}
	return t
}

// registered adds what callers give to functions that put a parameter into a table.
//
//	func (s *Server) on(name string, do func()) { s.commands[name] = do }
func (t *Tables) registered(funcs []*ssa.Function, given map[*ssa.Parameter][]slot) {
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue // no call
				}
				callee, args := Callee(call.Common())
				if callee == nil {
					continue // not known
				}
				for i, param := range callee.Params {
					for _, to := range given[param] {
						if i < len(args) {
							t.add(args[i], to.bind(callee.Params, args))
						}
					}
				}
			}
		}
	}
}

// A slot is the variable or field whose table gets an entry, with the object of the field.
type slot struct {
	obj  types.Object
	base ssa.Value // nil for a variable
}

// bind returns the slot of a callee as it looks from the caller.
func (s slot) bind(params []*ssa.Parameter, args []ssa.Value) slot {
	for i, param := range params {
		if s.base == param && i < len(args) {
			return slot{s.obj, args[i]}
		}
	}
	return slot{s.obj, nil}
}

// add puts a function into a table. Other values are not known.
func (t *Tables) add(v ssa.Value, to slot) {
	var e entry
	switch v := v.(type) {
	case *ssa.ChangeType:
		t.add(v.X, to)
		return
	case *ssa.Function:
		e.fn, _ = Declared(v)
	case *ssa.MakeClosure:
		fn, bound := Declared(v.Fn.(*ssa.Function))
		if !bound || to.base == nil || !sameVariable(v.Bindings[0], to.base) {
			return // of another object
		}
		e = entry{fn, true}
	default:
		return // not known
	}
	if !slices.Contains(t.entries[to.obj], e) {
		t.entries[to.obj] = append(t.entries[to.obj], e)
	}
}

// sameVariable reports whether two values are one, or read from one variable.
func sameVariable(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok := a.(*ssa.UnOp)
	y, ok2 := b.(*ssa.UnOp)
	return ok && ok2 && x.Op == token.MUL && y.Op == token.MUL && x.X == y.X
}

// filled returns the tables that an assignment of a function puts it into: that of its
// element, or those of the field of an element of a package variable's table.
func filled(st *ssa.Store) []slot {
	if !isFunc(st.Val.Type()) {
		return nil
	}
	switch addr := st.Addr.(type) {
	case *ssa.IndexAddr:
		return variables(addr.X, nil)
	case *ssa.FieldAddr:
		if obj := place.VariableAt(addr); obj != nil && initializer(st.Parent()) {
			return []slot{{obj, nil}}
		}
	}
	return nil
}

// initializer reports whether fn sets the variables of a package.
func initializer(fn *ssa.Function) bool { return fn.Synthetic == "package initializer" }

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// variables returns the variables and fields that hold a container: where it was read
// from, or where it is assigned to.
func variables(v ssa.Value, seen []ssa.Value) []slot {
	if slices.Contains(seen, v) || len(seen) > 4 {
		return nil // around a loop, or far away
	}
	seen = append(seen, v)
	if to, ok := held(v); ok {
		return []slot{to}
	}
	var out []slot
	if refs := v.Referrers(); refs != nil {
		for _, ref := range *refs {
			switch ref := ref.(type) {
			case *ssa.Store:
				if ref.Val == v {
					if obj := place.VariableAt(ref.Addr); obj != nil {
						out = append(out, slot{obj, base(ref.Addr)})
					}
				}
			case *ssa.Slice, *ssa.ChangeType, *ssa.Phi:
				out = append(out, variables(ref.(ssa.Value), seen)...)
			case *ssa.UnOp: // an array
				out = append(out, variables(ref, seen)...)
			case *ssa.Call:
				if b, ok := ref.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
					out = append(out, variables(ref, seen)...)
				}
			}
		}
	}
	return out
}

// held returns the variable or field that a container was read from.
func held(v ssa.Value) (slot, bool) {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		v = load.X
	}
	obj := place.VariableAt(v) // of an array it is the address
	return slot{obj, base(v)}, obj != nil
}

// base returns the object whose field is at an address, nil for other addresses.
func base(addr ssa.Value) ssa.Value {
	if field, ok := addr.(*ssa.FieldAddr); ok {
		return field.X
	}
	return nil
}

// Targets returns what a call of an element of a table, or of its field, may reach; none
// of a table with too many entries.
func (t *Tables) Targets(call *ssa.CallCommon) []Target {
	if len(t.entries) == 0 || call.IsInvoke() || call.StaticCallee() != nil {
		return nil
	}
	var out []Target
	for _, from := range called(call.Value, nil) {
		for _, e := range t.entries[from.obj] {
			switch {
			case !e.owned:
				out = append(out, Target{e.fn, call.Args})
			case from.base != nil:
				out = append(out, Target{e.fn, append([]ssa.Value{from.base}, call.Args...)})
			}
		}
	}
	if len(out) > maxEntries {
		return nil
	}
	return out
}

// called returns the tables that a function which is called was read from.
func called(v ssa.Value, seen []ssa.Value) []slot {
	if slices.Contains(seen, v) || len(seen) > 8 {
		return nil // around a loop, or far away
	}
	seen = append(seen, v)
	container := func(v ssa.Value) []slot {
		if to, ok := held(v); ok {
			return []slot{to}
		}
		return nil
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		switch addr := v.X.(type) {
		case *ssa.IndexAddr:
			return container(addr.X)
		case *ssa.FieldAddr: // of an element, or of what only initializers make
			return container(addr)
		}
	case *ssa.Field:
		if obj := place.FieldOf(v.X.Type(), v.Field); obj != nil {
			return []slot{{obj, nil}}
		}
	case *ssa.Index:
		return container(v.X)
	case *ssa.Lookup:
		return container(v.X)
	case *ssa.Extract:
		if next, ok := v.Tuple.(*ssa.Next); ok {
			if each, ok := next.Iter.(*ssa.Range); ok {
				return container(each.X)
			}
		}
		return called(v.Tuple, seen)
	case *ssa.ChangeType:
		return called(v.X, seen)
	case *ssa.Phi:
		var out []slot
		for _, edge := range v.Edges {
			out = append(out, called(edge, seen)...)
		}
		return out
	}
	return nil
}

// Callees returns the functions of tables that fn may call.
func (t *Tables) Callees(fn *ssa.Function) []*ssa.Function {
	var out []*ssa.Function
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				for _, target := range t.Targets(call.Common()) {
					out = append(out, target.Fn)
				}
			}
		}
	}
	return out
}
