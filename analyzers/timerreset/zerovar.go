package timerreset

import (
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// zeroVariable returns why what is loaded may be 0 or less: by what is stored in the
// variable, by the default of a flag, or because a decoder fills it.
func (c *checker) zeroVariable(load *ssa.UnOp, depth int) *zero {
	if call, ok := deref(load.X).(*ssa.Call); ok {
		if c.testedPointee(load.X, 0) {
			return nil
		}
		return c.flag(call, 1)
	}
	at := c.prog.variableAt(load.X)
	if inner, ok := load.X.(*ssa.UnOp); ok { // a flag in a variable: *interval
		for _, st := range c.storesTo(c.prog.variableAt(inner.X)) {
			if call, ok := st.Val.(*ssa.Call); ok && !c.testedThrough(c.prog.variableAt(inner.X)) {
				return c.flag(call, 1)
			}
		}
		return nil
	}
	if at == nil || c.testedVariable(at) {
		return nil
	}
	stores := c.storesTo(at)
	for _, st := range stores {
		if z := c.zero(st.Val, depth+1); z != nil {
			return z
		}
	}
	for _, call := range c.flagVars()[at] {
		if len(stores) == 0 {
			return c.flag(call, 2)
		}
	}
	if f, ok := at.(*types.Var); ok {
		return c.unset(f, load.Parent())
	}
	return nil
}

// storesTo returns the stores to a variable in the package.
func (c *checker) storesTo(at variable) []*ssa.Store {
	if at == nil {
		return nil
	}
	out := c.prog.lookup.stores[at]
	g, ok := at.(*ssa.Global)
	if !ok || g.Pkg == nil || g.Pkg.Func("init") == nil {
		return out
	}
	init := g.Pkg.Func("init") // has its declaration
	if slices.ContainsFunc(out, func(st *ssa.Store) bool { return st.Parent() == init }) {
		return out
	}
	out = slices.Clip(out)
	for st := range ir.Each[*ssa.Store](init) {
		if st.Addr == g {
			out = append(out, st)
		}
	}
	return out
}

// flag returns why a flag may be 0: that is its default, which is the argument def.
func (c *checker) flag(call *ssa.Call, def int) *zero {
	fn := call.Call.StaticCallee()
	if fn == nil || ir.Path(fn) != "flag" || fn.Signature.Recv() != nil || def >= len(call.Call.Args) {
		return nil
	}
	k, ok := call.Call.Args[def].(*ssa.Const)
	if !ok || k.Value == nil || k.Value.Kind() != constant.Int && k.Value.Kind() != constant.Float || constant.Sign(k.Value) > 0 {
		return nil
	}
	return &zero{pos: call.Pos(), text: "the flag at " + c.at(call.Pos()) + " is 0 by default", step: "the flag is defined here"}
}

// flagVars returns the calls of package flag that a variable is given to.
func (c *checker) flagVars() map[variable][]*ssa.Call {
	if c.flags != nil {
		return c.flags
	}
	c.flags = make(map[variable][]*ssa.Call)
	for _, fn := range c.prog.funcs {
		for call := range ir.Each[*ssa.Call](fn) {
			if ir.Path(call.Call.StaticCallee()) != "flag" || len(call.Call.Args) == 0 {
				continue // another call
			}
			if at := c.prog.variableAt(call.Call.Args[0]); at != nil {
				c.flags[at] = append(c.flags[at], call)
			}
		}
	}
	return c.flags
}

// unset returns why a field that fn loads may be 0: nobody need set it.
func (c *checker) unset(f *types.Var, fn *ssa.Function) *zero {
	if z := c.decoded(f); z != nil {
		return z
	}
	return c.omitted(f, fn)
}

// decoded returns why a field may be 0: a decoder fills it, by its tag, from what
// need not have it; nobody else sets it. Of a field of another package, nobody sees that.
func (c *checker) decoded(f *types.Var) *zero {
	if c.fields == nil {
		c.fields = c.decodedFields()
	}
	pos, ok := c.fields[f]
	if !ok || f.Pkg() != c.pass.Pkg || len(c.prog.stores[f]) > 0 {
		return nil
	}
	return &zero{pos: pos, text: "the field " + f.Name() + ", which is filled at " + c.at(pos) + ", is 0 where the input does not have it, and is never checked", step: "the field is filled here"}
}

// decodedFields returns the fields of the structs whose address the package gives to a
// function of another package that takes anything, and where. What tests do is no evidence.
func (c *checker) decodedFields() map[*types.Var]token.Pos {
	out := make(map[*types.Var]token.Pos)
	for _, fn := range c.prog.funcs {
		if c.inTest(fn.Pos()) {
			continue
		}
		for call := range ir.Each[*ssa.Call](fn) {
			if call.Call.Signature().Variadic() {
				continue // no call, or one that prints
			}
			g := call.Call.StaticCallee()
			if g != nil && ir.Pkg(g) == ir.Pkg(fn) {
				continue // it is analyzed itself
			}
			obj, named := ir.Func(g)
			untagged := named && model.Untagged(obj)
			for _, arg := range call.Call.Args {
				if iface, ok := arg.(*ssa.MakeInterface); ok {
					if ptr, ok := iface.X.Type().Underlying().(*types.Pointer); ok {
						fieldsOf(ptr.Elem(), call.Pos(), out, untagged, 0)
					}
				}
			}
		}
	}
	return out
}

// fieldsOf adds the fields that a decoder fills without a default or a check of its own: those
// with a tag, or untagged ones too.
func fieldsOf(t types.Type, pos token.Pos, out map[*types.Var]token.Pos, untagged bool, depth int) {
	st, ok := t.Underlying().(*types.Struct)
	if !ok || depth > 4 {
		return
	}
	for i := range st.NumFields() {
		f, tag := st.Field(i), st.Tag(i)
		if _, has := out[f]; has {
			continue // filled elsewhere, too
		}
		for _, checks := range []string{"default", "envDefault", "validate", "binding", "required"} {
			if _, ok := reflect.StructTag(tag).Lookup(checks); ok {
				tag = ""
			}
		}
		if untagged && tag == "" || strings.Contains(tag, `:"`) && !strings.Contains(tag, "default=") {
			out[f] = pos
		}
		elem := f.Type()
		if ptr, ok := elem.Underlying().(*types.Pointer); ok {
			elem = ptr.Elem()
		}
		fieldsOf(elem, pos, out, untagged, depth+1)
	}
}
