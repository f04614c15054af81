package lockset

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/setting"
)

// Lockers are the functions that the user calls lock and unlock, in pairs. A flag of the rule
// sets it. What they lock is their receiver, or their first argument.
var Lockers setting.Pairs

// user returns what a call does by Lockers, and to which lock.
func user(call *ssa.CallCommon) (Op, ssa.Value) {
	if Lockers.Empty() {
		return None, nil // as nearly always
	}
	var fn *types.Func
	var lock ssa.Value
	switch {
	case call.IsInvoke():
		fn, lock = call.Method, call.Value
	case call.StaticCallee() != nil && len(call.Args) > 0:
		fn, _ = ir.Func(call.StaticCallee())
		lock = call.Args[0]
	}
	if fn == nil {
		return None, nil
	}
	switch name := model.Name(fn); {
	case Lockers.IsFirst(name):
		return Lock, lock
	case Lockers.IsSecond(name):
		return Unlock, lock
	}
	return None, nil
}
