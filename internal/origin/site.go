package origin

import (
	"go/types"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// A site is a call, taken apart.
type site struct {
	instr  ssa.CallInstruction
	common *ssa.CallCommon
	callee *ssa.Function // nil for a dynamic call
	obj    *types.Func   // nil for a literal or a function value
	recv   ssa.Value     // nil for a function
	args   []ssa.Value   // without the receiver
	all    []ssa.Value   // with it, in the order of the callee's parameters
}

func newSite(instr ssa.CallInstruction) site {
	s := site{instr: instr, common: instr.Common()}
	if s.common.IsInvoke() {
		s.obj, s.recv, s.args = s.common.Method, s.common.Value, s.common.Args
		s.all = append([]ssa.Value{s.recv}, s.args...)
		return s
	}
	s.callee, s.all = callgraph.Callee(s.common)
	s.args = s.all
	if s.callee == nil {
		s.all = s.common.Args
		s.args = s.all
		return s
	}
	s.obj, _ = ir.Func(s.callee)
	if s.callee.Signature.Recv() != nil && len(s.all) > 0 {
		s.recv, s.args = s.all[0], s.all[1:]
	}
	return s
}

// arg returns an argument by its index in a table, or nil.
func (s site) arg(i int) ssa.Value {
	switch {
	case i == model.Receiver:
		return s.recv
	case i == model.Last && len(s.args) > 0:
		return s.args[len(s.args)-1]
	case i >= 0 && i < len(s.args):
		return s.args[i]
	}
	return nil
}

// pointing reports whether a callee that gets v can write to what it points to.
func pointing(v ssa.Value) bool {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	if g, ok := v.(*ssa.Global); ok && g != nil {
		return true
	}
	switch v.Type().Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Slice:
		return !dataless(v.Type())
	case *types.Interface:
		_, isParam := v.(*ssa.Parameter)
		return isParam && !dataless(v.Type())
	}
	return false
}

// named reports whether what is called says that it is about settings: by its
// own name, its receiver's or its package's.
func named(s site) bool {
	if model.Says("setting", callgraph.CalledName(s.common)) {
		return true
	}
	if s.recv != nil && model.Says("setting", types.TypeString(s.recv.Type(), func(*types.Package) string { return "" })) {
		return true
	}
	return s.obj != nil && s.obj.Pkg() != nil && model.Says("setting", s.obj.Pkg().Name())
}

// shortCall renders a call for a message: its name and constant arguments.
func shortCall(s site) string {
	name := callgraph.CalledName(s.common)
	if s.obj != nil && s.obj.Pkg() != nil && s.recv == nil {
		name = s.obj.Pkg().Name() + "." + name
	} else if s.recv != nil {
		t := types.TypeString(s.recv.Type(), (*types.Package).Name)
		name = strings.TrimPrefix(t, "*") + "." + name
	}
	for _, arg := range s.args {
		if text, ok := stringOf(arg); ok && text != "" && len(text) < 60 {
			return name + "(\"" + text + "\")"
		}
	}
	return name
}
