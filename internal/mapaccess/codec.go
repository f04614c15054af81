package mapaccess

import (
	"go/types"
	"iter"
	"reflect"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
)

// A walk is how a library function goes through the fields of a struct.
type walk struct {
	kind Kind
	// methods are those that it asks for before: with one, a type does it itself.
	methods []string
	// unexported is set if it sees the fields that are not exported, pointers if it follows
	// them.
	unexported, pointers bool
	// nested bounds the structs in structs that it looks into.
	nested int
	// tag is the key of the tags of the fields that it leaves out by "-".
	tag string
}

// The methods of interfaces that printers, encoders and decoders ask for.
var (
	printing = []string{"Format", "GoString", "Error", "String"}
	encoding = []string{"MarshalJSON", "MarshalText", "GobEncode", "MarshalBinary"}
	decoding = []string{"UnmarshalJSON", "UnmarshalText", "GobDecode", "UnmarshalBinary"}
)

// codec reports whether fn is a method that encoders or decoders call, with the locks that
// their callers hold.
func codec(obj *types.Func) bool {
	return obj.Signature().Recv() != nil && (slices.Contains(encoding, obj.Name()) || slices.Contains(decoding, obj.Name()))
}

// walkOf returns how a library function that accesses maps goes through structs.
func walkOf(fn *types.Func, kind Kind) walk {
	switch {
	case fn.Pkg().Path() == "fmt" || fn.Pkg().Path() == "log":
		return walk{kind: kind, methods: printing, unexported: true, nested: maxNested}
	case fn.Pkg().Name() == "template":
		return walk{kind: kind, nested: 1} // it names fields
	case kind == Write:
		return walk{kind: kind, methods: decoding, nested: maxNested, tag: fn.Pkg().Name()}
	}
	return walk{kind: kind, methods: encoding, pointers: true, nested: maxNested, tag: fn.Pkg().Name()}
}

// maxNested bounds the structs in structs that are looked into.
const maxNested = 3

// within returns the maps in the fields of a struct of type t that a walk reaches.
func (w walk) within(v ssa.Value, t types.Type) []touch {
	var out []touch
	var look func(t types.Type, path []int)
	look = func(t types.Type, path []int) {
		if ptr, ok := t.Underlying().(*types.Pointer); ok && w.pointers {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || len(path) >= w.nested || hasMethod(t, w.methods) {
			return
		}
		for i := range st.NumFields() {
			f, step := st.Field(i), append(slices.Clip(path), i)
			switch {
			case !f.Exported() && !f.Embedded() && !w.unexported || reflect.StructTag(st.Tag(i)).Get(w.tag) == "-":
				continue // left out
			case IsMap(f.Type()):
				if !hasMethod(f.Type(), w.methods) {
					out = append(out, touch{m: v, kind: w.kind, path: step})
				}
			default:
				look(f.Type(), step)
			}
		}
	}
	look(t, nil)
	return out
}

// hasMethod reports whether a type, or a pointer to it, has one of the methods.
func hasMethod(t types.Type, methods []string) bool { return methodOf(t, methods) != nil }

// methodOf returns the first of the methods that a type, or a pointer to it, has; nil if it
// has none.
func methodOf(t types.Type, methods []string) *types.Func {
	for _, name := range methods {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		if fn, ok := obj.(*types.Func); ok {
			return fn
		}
	}
	return nil
}

// promoted reports whether a method of a type is one of an embedded field.
func promoted(t types.Type, m *types.Func) bool {
	_, path, _ := types.LookupFieldOrMethod(t, true, nil, m.Name())
	return len(path) > 1
}

// encoded returns what the methods do that a printer, encoder or decoder calls of what it
// is given.
func (b *Function) encoded(call *ssa.CallCommon, f frame) []*Access {
	var out []*Access
	for v, fn := range b.Pkg.codecMethods(call) {
		out = append(out, b.enter(callee{Fn: fn, args: []ssa.Value{v}}, f)...)
	}
	return out
}

// codecMethods yields the methods that a printer, encoder or decoder calls, each with the
// value that it is a method of.
func (p *Package) codecMethods(call *ssa.CallCommon) iter.Seq2[ssa.Value, *ssa.Function] {
	return func(yield func(ssa.Value, *ssa.Function) bool) {
		obj := callgraph.Called(call)
		if obj == nil {
			return // not known
		}
		for _, op := range library[obj.Origin().FullName()] {
			if op.arg >= len(call.Args) {
				continue // a method expression, or no variadic argument
			}
			for _, v := range visited(call, op.arg) {
				m := methodOf(v.Type(), walkOf(obj, op.kind).methods)
				if m != nil && !types.IsInterface(v.Type()) && !promoted(v.Type(), m) && !yield(v, p.prog.FuncValue(m)) {
					return
				}
			}
		}
	}
}
