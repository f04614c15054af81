package decodes

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// owner names what the callee of a call keeps its state in: the receiver, or
// the package.
func owner(s origin.Site) (place, root string) {
	if s.Recv != nil {
		if place, root := name(s.Recv); place != "" {
			return place, root
		}
		if load, ok := s.Recv.(*ssa.UnOp); ok {
			return name(load.X)
		}
		if call, ok := s.Recv.(*ssa.Call); ok { // cache().Get(key)
			if inner := origin.NewSite(call); inner.Obj != nil {
				return "result of " + inner.Obj.FullName(), "result"
			}
		}
		return "", ""
	}
	if s.Obj != nil && s.Obj.Pkg() != nil && !model.Standard(s.Obj.Pkg()) {
		return "package " + s.Obj.Pkg().Path(), "package"
	}
	return "", ""
}

// name names the lasting variable that addr is, and its root, or returns "".
func name(addr ssa.Value) (place, root string) {
	suffix := ""
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			suffix = fmt.Sprintf(".%s%s", fieldOf(a), suffix)
			addr = a.X
		case *ssa.UnOp:
			if a.Op != token.MUL {
				return "", ""
			}
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.ChangeType:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		case *ssa.Parameter:
			if origin.Carrier(a.Type()) || origin.Dataless(a.Type()) {
				return "", ""
			}
			return a.Name() + suffix, a.Name()
		case *ssa.FreeVar:
			if origin.Carrier(a.Type()) || origin.Dataless(a.Type()) {
				return "", ""
			}
			return a.Name() + suffix, a.Name()
		case *ssa.Global:
			return a.Name() + suffix, a.Name()
		case *ssa.Alloc:
			param := heldParam(a)
			if param == nil {
				return "", ""
			}
			addr = param
		default:
			return "", ""
		}
	}
}

// heldParam returns the pointer that a variable holds which a literal captures, if that is
// a parameter; nil if it is none.
func heldParam(a *ssa.Alloc) *ssa.Parameter {
	param, ok := origin.SoleStore(a).(*ssa.Parameter)
	if !ok {
		return nil
	}
	if _, ok := param.Type().Underlying().(*types.Pointer); !ok {
		return nil // a copy
	}
	return param
}

// fieldOf returns the name of a field, or its number: the fields of a type
// parameter belong to none of its types.
func fieldOf(a *ssa.FieldAddr) string {
	if f := place.FieldOf(a.X.Type(), a.Field); f != nil {
		return f.Name()
	}
	return strconv.Itoa(a.Field)
}

// A write is a place that an instruction writes to.
type write struct {
	place, root string
	values      []ssa.Value
	key         ssa.Value // of a map or a cache, nil if there is none
	outcome     bool      // one of the values derives from the outcome
	at          *ssa.BasicBlock
}

// writes returns the lasting places that the function writes to.
func (m *memory) writes(outcome map[ssa.Value]bool) []write {
	var out []write
	for _, w := range m.lasting() {
		w.outcome = slices.ContainsFunc(w.values, func(v ssa.Value) bool { return outcome[v] })
		out = append(out, w)
	}
	for v := range outcome {
		if place, root := name(v); place != "" {
			out = append(out, write{place: place, root: root, outcome: true}) // decoded right into it
		}
	}
	return out
}

// lasting returns the stores of the function to places that outlive it.
func (m *memory) lasting() []write {
	if !m.done {
		m.done = true
		m.scan()
	}
	return m.stores
}

// scan collects the stores of the function.
func (m *memory) scan() {
	var at *ssa.BasicBlock
	add := func(place, root string, key ssa.Value, values ...ssa.Value) {
		if place != "" {
			m.stores = append(m.stores, write{place: place, root: root, key: key, values: values, at: at})
		}
	}
	for _, b := range m.fn.Blocks {
		at = b
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case *ssa.Store:
				place, root := name(i.Addr)
				add(place, root, nil, i.Val)
			case *ssa.MapUpdate:
				place, root := name(i.Map)
				add(place, root, i.Key, i.Value)
			case ssa.CallInstruction:
				s := origin.NewSite(i)
				if model.Begins("keep", callgraph.CalledName(s.Common)) {
					place, root := owner(s)
					var key ssa.Value
					if len(s.Args) > 1 {
						key = s.Args[0]
					}
					add(place, root, key, s.Args...)
				}
			}
		}
	}
}

// derived returns the values that come of seeds, through at most a few hundred
// steps.
func derived(seeds []ssa.Value) map[ssa.Value]bool {
	const limit = 400
	out := make(map[ssa.Value]bool)
	work := append([]ssa.Value(nil), seeds...)
	for len(work) > 0 && len(out) < limit {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if out[v] {
			continue // seen
		}
		out[v] = true
		refs := v.Referrers()
		if refs == nil {
			continue // a constant or a global
		}
		if origin.Shared(v) {
			continue // its other uses have nothing to do with the outcome
		}
		for _, ref := range *refs {
			switch ref := ref.(type) {
			case *ssa.Store:
				if ref.Val == v {
					if root, _ := origin.Resolve(ref.Addr); !origin.Shared(root) {
						work = append(work, root)
					}
				}
			case *ssa.MapUpdate:
				if root, _ := origin.Resolve(ref.Map); ref.Value == v && !origin.Shared(root) {
					work = append(work, root)
				}
			case *ssa.Call:
				if !origin.Dataless(ref.Type()) {
					work = append(work, ref)
				}
			case ssa.Value:
				work = append(work, ref)
			}
		}
	}
	return out
}
