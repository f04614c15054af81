package decodes

import (
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A memo in an object that a request makes for itself saves nothing that the next request
// could use. So a summary says in which parameter a memo keeps its outcome ([Kept]), and
// the walk from an entry point, whether the argument is such an object ([Arg.Own]).

// here is the value of [Arg.Own] for an object that the caller made and shares with nobody.
const here = -1

// owned returns [Arg.Own] of an argument.
func (f *function) owned(v ssa.Value) int {
	switch x := v.(type) {
	case *ssa.Parameter:
		return f.Param(x) + 1
	case *ssa.Alloc, *ssa.Call, *ssa.Extract:
		if f.New(v) && f.Private(v, false) {
			return here
		}
	case *ssa.FieldAddr:
		return f.owned(x.X) // a part of it
	}
	return 0
}

// keeps reports whether a memo in a parameter saves the next request what it keeps. It does
// not if the object is one of the request's own, as the memo that it returns says.
func (v *visit) keeps(kept Kept, memo Memo) (bool, Memo) {
	if kept.In == 0 {
		return false, memo
	}
	if i := kept.In - 1; i >= len(v.args) || v.args[i].Own != here {
		return true, memo
	}
	return false, Memo{Own: kept.At}
}

// once notes that a call runs fn once for each of an object, which the function may have
// made or been given.
func (f *function) once(s origin.Site, fn ssa.Value, v origin.Value) {
	if s.Recv == nil { // sync.OnceValue
		if call, ok := s.Instr.(*ssa.Call); ok && calledHere(call) {
			f.invoke(s, fn, v, Call{Memo: Memo{Own: s.Obj.Name()}})
		}
		return
	}
	root, _ := origin.Resolve(s.Recv)
	at := ""
	if kept := f.memory.at(s.Recv); kept != nil {
		at = kept.String()
	}
	if a, ok := root.(*ssa.Alloc); ok {
		if param := heldParam(a); param != nil {
			root = param
		}
	}
	switch x := root.(type) {
	case *ssa.Alloc:
		f.invoke(s, fn, v, Call{Memo: Memo{Own: variableName(s.Recv)}})
	case *ssa.Call, *ssa.Extract:
		if f.New(root) && f.Private(root, false) {
			f.invoke(s, fn, v, Call{Memo: Memo{Own: variableName(s.Recv)}})
		}
	case *ssa.Parameter:
		f.invoke(s, fn, v, Call{Kept: Kept{In: f.Param(x) + 1, At: at}})
	}
}

// calledHere reports whether a function calls what a call returned, and nobody else has it.
func calledHere(made *ssa.Call) bool {
	called := false
	for _, ref := range *made.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok || call.Call.Value != made {
			return false
		}
		called = true
	}
	return called
}

// variableName returns the name of the field or variable at an address.
func variableName(addr ssa.Value) string {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		if field := place.FieldOf(a.X.Type(), a.Field); field != nil {
			return field.Name()
		}
	case *ssa.Alloc:
		return a.Comment
	}
	return "the object"
}
