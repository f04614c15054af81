package goroutine

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// StartedBy returns the argument that a library function runs on another goroutine, nil
// if the tables know of none.
func StartedBy(call *ssa.CallCommon) (ssa.Value, model.Thread) {
	obj := callgraph.Called(call)
	if obj == nil {
		return nil, model.Thread{}
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
