package goroutine

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// StartedBy returns the argument that a library function runs on another goroutine, nil
// if the tables know of none.
func StartedBy(call *ssa.CallCommon) (ssa.Value, model.Thread) {
	obj := call.Method
	if obj == nil {
		var ok bool
		if obj, ok = ir.Func(call.StaticCallee()); !ok {
			return nil, model.Thread{}
		}
	}
	t, ok := model.ThreadOf(obj)
	arg := t.Func
	if !call.IsInvoke() && obj.Signature().Recv() != nil {
		arg++
	}
	if !ok || arg >= len(call.Args) {
		return nil, model.Thread{}
	}
	return call.Args[arg], t
}
