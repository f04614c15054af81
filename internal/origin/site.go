package origin

import (
	"go/types"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// A Site is a call, taken apart.
type Site struct {
	Instr  ssa.CallInstruction
	Common *ssa.CallCommon
	Callee *ssa.Function // nil for a dynamic call
	Obj    *types.Func   // nil for a literal or a function value
	Recv   ssa.Value     // nil for a function
	Args   []ssa.Value   // without the receiver
	All    []ssa.Value   // with it, in the order of the callee's parameters
}

// NewSite takes a call apart.
func NewSite(instr ssa.CallInstruction) Site {
	s := Site{Instr: instr, Common: instr.Common()}
	if s.Common.IsInvoke() {
		s.Obj, s.Recv, s.Args = s.Common.Method, s.Common.Value, s.Common.Args
		s.All = append([]ssa.Value{s.Recv}, s.Args...)
		return s
	}
	s.Callee, s.All = callgraph.Callee(s.Common)
	s.Args = s.All
	if s.Callee == nil {
		s.All = s.Common.Args
		s.Args = s.All
		return s
	}
	s.Obj, _ = ir.Func(s.Callee)
	if s.Callee.Signature.Recv() != nil && len(s.All) > 0 {
		s.Recv, s.Args = s.All[0], s.All[1:]
	}
	return s
}

// Arg returns an argument by its index in a table, or nil.
func (s Site) Arg(i int) ssa.Value {
	switch {
	case i == model.Receiver:
		return s.Recv
	case i == model.Last && len(s.Args) > 0:
		return s.Args[len(s.Args)-1]
	case i >= 0 && i < len(s.Args):
		return s.Args[i]
	}
	return nil
}

// Named reports whether what is called says that it is about settings: by its
// own name, its receiver's or its package's.
func Named(s Site) bool {
	if model.Says("setting", callgraph.CalledName(s.Common)) {
		return true
	}
	if s.Recv != nil && model.Says("setting", types.TypeString(s.Recv.Type(), func(*types.Package) string { return "" })) {
		return true
	}
	return s.Obj != nil && s.Obj.Pkg() != nil && model.Says("setting", s.Obj.Pkg().Name())
}

// ShortCall renders a call for a message: its name and constant arguments.
func ShortCall(s Site) string {
	name := callgraph.CalledName(s.Common)
	if s.Obj != nil && s.Obj.Pkg() != nil && s.Recv == nil {
		name = s.Obj.Pkg().Name() + "." + name
	} else if s.Recv != nil {
		t := types.TypeString(s.Recv.Type(), (*types.Package).Name)
		name = strings.TrimPrefix(t, "*") + "." + name
	}
	for _, arg := range s.Args {
		if text, ok := StringOf(arg); ok && text != "" && len(text) < 60 {
			return name + "(\"" + text + "\")"
		}
	}
	return name
}
