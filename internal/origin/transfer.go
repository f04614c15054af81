package origin

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// transfer evaluates one instruction.
func (f *Frame) transfer(instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.Store:
		f.store(i.Addr, f.assigned(i, f.Value(i.Val)))
		f.p.noteFunc(f, i)
	case *ssa.MapUpdate:
		v := f.Value(i.Value)
		if k := f.Value(i.Key); k.Class >= Keyed || k.Params != 0 {
			v = Join(v, k)
		}
		f.store(i.Map, v)
		f.p.noteMap(f, i.Map)
	case *ssa.UnOp:
		f.set(i, f.unary(i))
	case *ssa.Phi:
		var all Value
		for k, edge := range i.Edges {
			f.block = i.Block().Preds[k]
			all = Join(all, f.Value(edge))
		}
		f.block = i.Block()
		f.set(i, f.merged(i, all))
	case *ssa.BinOp:
		if basic, ok := i.Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsBoolean != 0 {
			return // a comparison
		}
		f.set(i, Join(f.Value(i.X), f.Value(i.Y)))
	case *ssa.Convert:
		f.set(i, f.Value(i.X))
	case *ssa.MultiConvert:
		f.set(i, f.Value(i.X))
	case *ssa.ChangeType:
		f.set(i, f.Value(i.X))
	case *ssa.ChangeInterface:
		f.set(i, f.Value(i.X))
	case *ssa.MakeInterface:
		if c, ok := i.X.(*ssa.Const); ok && !isText(c) {
			break // true or 5 is no document, nor what one is made of
		}
		f.set(i, f.Value(i.X))
	case *ssa.SliceToArrayPointer:
		f.set(i, f.Value(i.X))
	case *ssa.Slice:
		f.set(i, f.Value(i.X))
	case *ssa.TypeAssert:
		f.set(i, f.assert(i))
	case *ssa.Extract:
		f.set(i, f.extract(i))
	case *ssa.FieldAddr:
		f.set(i, f.field(i.X, i.Field, f.load(i)))
	case *ssa.Field:
		f.set(i, f.field(i.X, i.Field, f.part(i)))
	case *ssa.IndexAddr:
		f.set(i, f.load(i))
	case *ssa.Index:
		f.set(i, chosen(f.Value(i.X), f.Value(i.Index)))
	case *ssa.Lookup:
		f.set(i, f.lookup(i))
	case *ssa.Range:
		f.set(i, f.Value(i.X))
	case *ssa.Next:
		f.set(i, f.Value(i.Iter))
	case *ssa.Select:
		f.set(i, Unknown)
	case ssa.CallInstruction:
		f.call(i)
	case *ssa.Return:
		for k, r := range i.Results {
			f.sum.Results[k] = Join(f.sum.Results[k], f.returned(i, k, f.Value(r)))
		}
	}
}

func (f *Frame) unary(i *ssa.UnOp) Value {
	switch i.Op {
	case token.MUL:
		return f.load(i.X)
	case token.ARROW:
		return Unknown // what others send
	case token.NOT:
		return Value{}
	}
	return f.Value(i.X)
}

// field returns the origin of a field of x, given that of what is there.
func (f *Frame) field(x ssa.Value, index int, there Value) Value {
	if v, ok := f.known(x, index); ok {
		return v
	}
	return there
}

// known returns what the tables say of a field of x.
func (f *Frame) known(x ssa.Value, index int) (Value, bool) {
	t := Pointee(x.Type())
	st, ok := t.Underlying().(*types.Struct)
	if !ok || index >= st.NumFields() {
		return Value{}, false
	}
	name := st.Field(index).Name()
	switch {
	case model.ConfigField(t, name):
		return Value{Class: Config, Source: types.TypeString(t, (*types.Package).Name) + "." + name, Place: f.p.place(f.fn.Pos())}, true
	case model.Handle(t, name):
		return Value{}, true
	}
	return Value{}, false
}

// part returns the origin of a field of a struct value.
func (f *Frame) part(i *ssa.Field) Value {
	load, ok := i.X.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return f.Value(i.X)
	}
	root, field := Resolve(load)
	if field >= 0 || Shared(root) {
		return f.Value(i.X)
	}
	return Join(f.env[root], f.fields[fieldKey{root, i.Field}])
}

// chosen returns the origin of an element of a collection.
func chosen(all, key Value) Value {
	switch {
	case key.Class < Keyed:
		return Join(all, Value{Params: key.Params})
	case key.Class <= Request && all.Class <= Config && all.Params == 0 && all.Class != None:
		all.Class = Keyed
		return all
	}
	return Join(all, key)
}

// lookup returns the origin of a map's entry, or a string's byte.
func (f *Frame) lookup(i *ssa.Lookup) Value {
	all, key := f.Value(i.X), f.Value(i.Index)
	if f.p.mapChanges(i.X) {
		return Looked(Join(Value{}, key), false) // a table that others fill
	}
	return chosen(all, key)
}

// assert returns the origin of x.(T). A service that is passed on in a context
// is not data of the request.
func (f *Frame) assert(i *ssa.TypeAssert) Value {
	v := f.Value(i.X)
	iface, ok := i.AssertedType.Underlying().(*types.Interface)
	if !ok || iface.NumMethods() == 0 {
		return v
	}
	call, ok := i.X.(*ssa.Call)
	if !ok || v.Class < Request || !attached(call.Common()) {
		return v
	}
	return Value{Class: Lookup}
}

// attached reports whether a call asks an object for what goes by a key there, whatever it
// is:
//
//	ctx.Value(key any) any
//	c.Locals("user")
func attached(call *ssa.CallCommon) bool {
	sig := call.Signature()
	if !call.IsInvoke() && sig.Recv() == nil || sig.Params().Len() == 0 || sig.Results().Len() != 1 {
		return false
	}
	iface, ok := sig.Results().At(0).Type().Underlying().(*types.Interface)
	return ok && iface.Empty()
}

// extract returns the origin of one of several results.
func (f *Frame) extract(i *ssa.Extract) Value {
	if Dataless(i.Type()) {
		return Value{}
	}
	switch t := i.Tuple.(type) {
	case *ssa.Call:
		if all := f.tuples[t]; i.Index < len(all) {
			return all[i.Index]
		}
		return Value{}
	case *ssa.Next, *ssa.Select:
		if i.Index == 0 {
			return Value{} // whether there is one
		}
		return f.env[i.Tuple]
	}
	if i.Index > 0 {
		return Value{} // whether it holds
	}
	return f.env[i.Tuple]
}
