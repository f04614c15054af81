package decodes

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// maxFollowed is the number of values that are followed.
const maxFollowed = 400

// follow returns what seeds lead to: next says what an instruction that refers to a value
// makes of it.
func follow(seeds []ssa.Value, next func(v ssa.Value, ref ssa.Instruction) []ssa.Value) map[ssa.Value]bool {
	out := make(map[ssa.Value]bool)
	work := append([]ssa.Value(nil), seeds...)
	for len(work) > 0 && len(out) < maxFollowed {
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
		for _, ref := range *refs {
			work = append(work, next(v, ref)...)
		}
	}
	return out
}

// made returns the value that an instruction makes.
func made(instr ssa.Instruction) []ssa.Value {
	if v, ok := instr.(ssa.Value); ok {
		return []ssa.Value{v}
	}
	return nil
}

// derived returns the values that come of seeds.
func derived(seeds []ssa.Value) map[ssa.Value]bool {
	return follow(seeds, func(v ssa.Value, ref ssa.Instruction) []ssa.Value {
		if origin.Shared(v) {
			return nil // its other uses have nothing to do with the outcome
		}
		switch ref := ref.(type) {
		case *ssa.Store:
			if root, _ := origin.Resolve(ref.Addr); ref.Val == v && !origin.Shared(root) {
				return []ssa.Value{root}
			}
			return nil
		case *ssa.MapUpdate:
			if root, _ := origin.Resolve(ref.Map); ref.Value == v && !origin.Shared(root) {
				return []ssa.Value{root}
			}
			return nil
		case *ssa.Call:
			if origin.Dataless(ref.Type()) {
				return nil
			}
		}
		return made(ref)
	})
}

// parts returns the values that are part of seeds, or copies of them: not what else is
// made of them, nor what holds them. What others have, too, is left out, but for the last
// seed.
func parts(seeds []ssa.Value) map[ssa.Value]bool {
	var own []ssa.Value
	for i, v := range seeds {
		if i == len(seeds)-1 || !origin.Shared(v) {
			own = append(own, v)
		}
	}
	return follow(own, func(v ssa.Value, ref ssa.Instruction) []ssa.Value {
		return slices.DeleteFunc(partOf(v, ref), origin.Shared)
	})
}

// partOf returns what an instruction makes part of, or copies from, of a value.
func partOf(v ssa.Value, ref ssa.Instruction) []ssa.Value {
	switch ref := ref.(type) {
	case *ssa.Store:
		if ref.Val != v {
			return nil // is stored to
		}
		switch at := ref.Addr.(type) {
		case *ssa.Alloc:
			return []ssa.Value{at}
		case *ssa.FieldAddr:
			return sameField(at)
		}
		return nil
	case *ssa.Call:
		if !types.Identical(origin.Pointee(ref.Type()), origin.Pointee(v.Type())) {
			return nil // no copy
		}
	}
	return made(ref)
}

// sameField returns the addresses that a function takes of the same field of the
// same struct.
func sameField(at *ssa.FieldAddr) []ssa.Value {
	if at.X.Referrers() == nil {
		return nil // a global, of others, too
	}
	var out []ssa.Value
	for _, ref := range *at.X.Referrers() {
		if f, ok := ref.(*ssa.FieldAddr); ok && f.X == at.X && f.Field == at.Field {
			out = append(out, f)
		}
	}
	return out
}
