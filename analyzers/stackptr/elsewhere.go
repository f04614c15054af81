package stackptr

import (
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// A runFact holds what the goroutines that a package starts for each request or
// connection run of the packages that import it, a line for each: the interface
// and method, the function type, the field or the parameter by way of which it
// is called, a tab, and the function that calls it.
//
//	example.com/tcp.Handler.Handle	tcp.Serve
type runFact struct{ Names string }

// AFact makes it a fact.
func (*runFact) AFact() {}

func (f *runFact) String() string { return f.Names }

// note notes that a goroutine of many makes a call, if it is of a function that
// other packages may bring.
func (m *finder) note(fn *ssa.Function, call *ssa.CallCommon) {
	var key string
	if call.IsInvoke() {
		key = typeKey(call.Value.Type(), call.Method.Name())
	} else if call.StaticCallee() == nil {
		key = m.functionKey(call.Value)
	}
	if key != "" && m.noted[key] == "" {
		fn = ir.Declared(fn)
		m.noted[key] = name(fn)
		if pkg := ir.Pkg(fn); pkg != nil {
			m.noted[key] = pkg.Name() + "." + name(fn)
		}
	}
}

// bringsPeer reports whether one of the values is somebody who is waited for: a
// connection, a stream, a request. Only then it is known of another package's
// goroutines that they are many.
func bringsPeer(values []ssa.Value) bool {
	return slices.ContainsFunc(values, func(v ssa.Value) bool {
		t := v.Type()
		return hasMethod(t, "RemoteAddr") || hasMethod(t, "Read") && hasMethod(t, "Close") || hasMethod(t, "RecvMsg") || types.TypeString(t, nil) == "*net/http.Request"
	})
}

// functionKey names what a function value comes by way of: a type, a parameter
// without one of its own, a field.
func (m *finder) functionKey(v ssa.Value) string {
	if key := typeKey(v.Type(), ""); key != "" {
		return key
	}
	if p := m.parameter(v); p != nil {
		fn, ok := ir.Func(p.Parent())
		if !ok || !fn.Exported() {
			return "" // called here only
		}
		return parameterKey(fn, slices.Index(p.Parent().Params, p))
	}
	if load, ok := v.(*ssa.UnOp); ok {
		if field, ok := load.X.(*ssa.FieldAddr); ok {
			return fieldKey(field)
		}
	}
	return ""
}

// typeKey names a method of a named interface, or a named function type; "" if
// other packages cannot, or if it is anybody's.
func typeKey(t types.Type, method string) string {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !named.Obj().Exported() || named.Obj().Pkg() == nil || escape.IsStandard(named.Obj().Pkg().Path()) {
		return ""
	}
	key := named.Obj().Pkg().Path() + "." + named.Obj().Name()
	if method != "" {
		key += "." + method
	}
	return key
}

func fieldKey(field *ssa.FieldAddr) string {
	t := field.X.Type().Underlying().(*types.Pointer).Elem()
	st, ok := t.Underlying().(*types.Struct)
	if !ok || !st.Field(field.Field).Exported() {
		return ""
	}
	return typeKey(t, st.Field(field.Field).Name())
}

func parameterKey(fn *types.Func, i int) string {
	return fn.FullName() + "#" + strconv.Itoa(i)
}

// lines returns the fact's lines, sorted.
func (m *finder) lines() string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(m.noted)) {
		b.WriteString(key + "\t" + m.noted[key] + "\n")
	}
	return b.String()
}

// readRuns returns what facts tell: the callers by what they call.
func readRuns(facts []*runFact) map[string]string {
	out := make(map[string]string)
	for _, f := range facts {
		for line := range strings.Lines(f.Names) {
			if key, by, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
				out[key] = by
			}
		}
	}
	return out
}

// elsewhere finds the functions of this package that goroutines of imported ones
// run: where they become what those call.
func (m *finder) elsewhere(told map[string]string) {
	for _, fn := range m.funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch x := instr.(type) {
				case *ssa.MakeInterface:
					m.implement(x, told)
				case *ssa.ChangeType:
					m.bring(x, typeKey(x.Type(), ""), x.X, told)
				case *ssa.Store:
					if field, ok := x.Addr.(*ssa.FieldAddr); ok {
						m.bring(x, fieldKey(field), x.Val, told)
					}
				}
				if call, ok := instr.(ssa.CallInstruction); ok {
					callee, args := callgraph.Callee(call.Common())
					if callee == nil {
						continue // dynamic
					}
					if obj, ok := ir.Func(callee); ok {
						for i, arg := range args {
							m.bring(instr, parameterKey(obj, i), arg, told)
						}
					}
				}
			}
		}
	}
}

// implement runs the methods of a value that becomes an interface, if they are
// told of.
func (m *finder) implement(made *ssa.MakeInterface, told map[string]string) {
	iface, ok := made.Type().Underlying().(*types.Interface)
	if !ok || typeKey(made.Type(), "") == "" {
		return
	}
	for want := range iface.Methods() {
		by := told[typeKey(made.Type(), want.Name())]
		if by == "" {
			continue // nobody calls it
		}
		obj, _, _ := types.LookupFieldOrMethod(made.X.Type(), true, want.Pkg(), want.Name())
		if method, ok := obj.(*types.Func); ok {
			if fn := made.Parent().Prog.FuncValue(method); fn != nil {
				m.runElsewhere(made, fn, by)
			}
		}
	}
}

// bring runs the functions that v may be, if what they become is told of.
func (m *finder) bring(at ssa.Instruction, key string, v ssa.Value, told map[string]string) {
	if by := told[key]; by != "" {
		for _, fn := range m.of(v) {
			m.runElsewhere(at, fn, by)
		}
	}
}

func (m *finder) runElsewhere(at ssa.Instruction, fn *ssa.Function, by string) {
	if fn.Blocks == nil {
		return // of another package
	}
	pos := at.Pos()
	if v, ok := at.(ssa.Value); ok && !pos.IsValid() && len(*v.Referrers()) > 0 {
		pos = (*v.Referrers())[0].Pos()
	}
	m.run(manyRun{fn: fn, why: "a goroutine is started for each request or connection by " + by, pos: pos})
}
