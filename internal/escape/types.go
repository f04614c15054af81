package escape

import "go/types"

// sizes are those of the compiler on a 64-bit machine: stack objects are
// counted there.
var sizes = types.SizesFor("gc", "amd64")

// sizeof returns the size of a type in bytes, 0 for one that has none, as a
// type parameter.
func sizeof(t types.Type) int64 {
	if hasTypeParam(t) {
		return 0
	}
	return sizes.Sizeof(t)
}

// hasTypeParam reports whether the size of t depends on a type parameter.
func hasTypeParam(t types.Type) bool {
	switch u := t.(type) {
	case *types.TypeParam:
		return true
	case *types.Array:
		return hasTypeParam(u.Elem())
	case *types.Tuple:
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return hasTypeParam(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if hasTypeParam(f.Type()) {
				return true
			}
		}
	}
	return false
}

// hasPointers reports whether the collector looks into values of type t.
func hasPointers(t types.Type) bool {
	if _, ok := t.(*types.TypeParam); ok {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch u.Kind() {
		case types.String, types.UnsafePointer, types.UntypedNil, types.UntypedString:
			return true
		}
		return false
	case *types.Array:
		return u.Len() > 0 && hasPointers(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if hasPointers(f.Type()) {
				return true
			}
		}
		return false
	}
	return true
}

// isDirect reports whether an interface holds a value of type t itself, not a
// pointer to it.
func isDirect(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		return true
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Array:
		return u.Len() == 1 && isDirect(u.Elem())
	case *types.Struct:
		var only *types.Var
		for f := range u.Fields() {
			if sizeof(f.Type()) == 0 {
				continue // takes no room
			}
			if only != nil {
				return false
			}
			only = f
		}
		return only != nil && isDirect(only.Type())
	}
	return false
}

// fitsRegisters reports whether the compiler's SSA form can hold a variable of
// type t (cmd/compile/internal/ssa.CanSSA): if not, it lives in memory.
func fitsRegisters(t types.Type) bool {
	if sizeof(t) > 32 {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return u.Len() == 0 || u.Len() == 1 && fitsRegisters(u.Elem())
	case *types.Struct:
		if u.NumFields() > 4 {
			return false
		}
		for f := range u.Fields() {
			if !fitsRegisters(f.Type()) {
				return false
			}
		}
	}
	return true
}

// slowMap reports whether map accesses pass the address of the key: there are
// variants for keys of 4 and 8 bytes and strings only.
func slowMap(m *types.Map) bool {
	if sizeof(m.Elem()) > 128 {
		return true
	}
	switch u := m.Key().Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			return false
		case u.Info()&types.IsInteger != 0 || u.Kind() == types.UnsafePointer:
			return sizeof(u) < 4
		}
		return true
	case *types.Pointer, *types.Chan:
		return false
	case *types.Struct, *types.Array:
		size := sizeof(m.Key())
		return hasPointers(m.Key()) || size != 4 && size != 8
	}
	return true
}

// convertsByAddress reports whether the conversion of a value of type t to an
// interface passes its address to the runtime: there are variants for words,
// strings and slices.
func convertsByAddress(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			return false
		}
	case *types.Slice:
		return false
	case *types.Struct:
		if u.NumFields() == 1 {
			return convertsByAddress(u.Field(0).Type())
		}
	case *types.Array:
		if u.Len() == 1 {
			return convertsByAddress(u.Elem())
		}
	}
	if hasPointers(t) {
		return true
	}
	switch sizeof(t) {
	case 1, 2, 4, 8:
		return false
	}
	return true
}
