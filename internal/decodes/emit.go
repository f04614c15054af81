package decodes

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// noteDecode notes a decode whose data may be configuration.
func (f *function) noteDecode(s origin.Site, row model.Decoder, data origin.Value) {
	if !origin.Lasting(data) {
		return // what a request brought, or nothing at all
	}
	if row.Kind == "provider" && data.Class == origin.Lookup {
		return // made by a function that nobody knows, it may hold anything
	}
	d := Decode{
		Pos: f.p.pos(callPos(s)), Func: shortName(s), Data: data, Kind: row.Kind,
		Loop: f.loops[s.Instr.Block()] != nil, Round: f.rounds[s.Instr.Block()],
	}
	if s.Obj != nil {
		d.Name = model.Name(s.Obj)
	}
	to := s.Arg(row.Target)
	if to != nil {
		t := origin.Pointee(origin.Stripped(to).Type())
		if numbers(t) {
			return // not worth keeping
		}
		d.Target, d.Width = types.TypeString(t, (*types.Package).Name), width(t, nil)
	}
	kept, memo, doubt := f.memory.memo(s.Instr, targets(s, to))
	if kept.always() {
		return // decoded once
	}
	if f.personal(s, to) {
		return // each request needs a copy of its own
	}
	d.Memo, d.Kept, d.Doubt = memo, kept, doubt
	d.in = f.stored(targets(s, to))
	if from := s.Arg(row.Data); from != nil {
		d.History = f.history(from)
	}
	f.node.Decodes = append(f.node.Decodes, d)
}

// noteCall notes a call that may lead to a decode.
func (f *function) noteCall(s origin.Site, c Call) {
	kept, memo, doubt := f.memory.memo(s.Instr, targets(s, nil))
	if kept.always() {
		return // what it leads to happens once
	}
	sure, saved := f.rewritten(s)
	if sure {
		return // of what is to be changed
	}
	c.Doubt = cmp.Or(c.Doubt, doubt, saved)
	if c.Kept == (Kept{}) && c.Memo == (Memo{}) {
		c.Memo, c.Kept = memo, kept
	}
	if v, ok := s.Instr.(*ssa.Call); ok { // one that decodes a text, changes it and encodes it again
		c.Edit, c.Edited = f.storesText(v)
	}
	c.Pos = f.p.pos(callPos(s))
	c.Loop, c.Round = f.loops[s.Instr.Block()] != nil, f.rounds[s.Instr.Block()]
	f.node.Calls = append(f.node.Calls, c)
}

// keeps notes which texts that it is given the function stores.
func (f *function) keeps() {
	for i, param := range f.Func().Params {
		if i >= origin.MaxParams || f.node.Texts&(1<<i) == 0 {
			continue // no text
		}
		sure, by := f.storesText(param)
		if sure {
			f.node.Keeps |= 1 << i
		} else if by != (Doubt{}) {
			f.node.Perhaps |= 1 << i
			f.node.Saver = by.Func
		}
	}
}

// storesText reports whether v, or a text that is part of it, is stored where it
// outlives the function, and which function may do so, by its name.
func (f *function) storesText(v ssa.Value) (sure bool, by Doubt) {
	if len(f.memory.lasting()) == 0 {
		return false, Doubt{} // nothing is stored
	}
	for _, w := range f.memory.writes(parts([]ssa.Value{v})) {
		if !w.outcome || !slices.ContainsFunc(w.values, func(v ssa.Value) bool { return origin.IsText(v.Type()) }) {
			continue // something else
		}
		if w.named == "" {
			return true, Doubt{}
		}
		by = Doubt{w.named, Keeps}
	}
	return false, by
}

// numbers reports whether t is an array of numbers: a key or a sum, which costs little
// to decode.
func numbers(t types.Type) bool {
	array, ok := t.Underlying().(*types.Array)
	if !ok {
		return false
	}
	elem, ok := array.Elem().Underlying().(*types.Basic)
	return ok && elem.Info()&types.IsNumeric != 0
}

// maxWidth is the number of fields at which counting ends.
const maxWidth = 1000

// width returns the number of fields of t and of the structs that it is made
// of, each type once.
func width(t types.Type, seen map[types.Type]bool) int {
	if seen[t] || len(seen) > maxWidth {
		return 0
	}
	if seen == nil {
		seen = make(map[types.Type]bool)
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return width(u.Elem(), seen)
	case *types.Slice:
		return width(u.Elem(), seen)
	case *types.Array:
		return width(u.Elem(), seen)
	case *types.Map:
		return width(u.Elem(), seen)
	case *types.Struct:
		n := 0
		for i := range u.NumFields() {
			n++
			if n < maxWidth && (u.Field(i).Exported() || u.Field(i).Embedded()) {
				n += width(u.Field(i).Type(), seen)
			}
		}
		return min(n, maxWidth)
	}
	return 0
}

// callPos returns the position of a call's opening parenthesis, or of the
// statement.
func callPos(s origin.Site) token.Pos { return s.Instr.Pos() }

// targets returns what a call brings forth: its result, and what it writes to.
func targets(s origin.Site, to ssa.Value) []ssa.Value {
	var out []ssa.Value
	if v, ok := s.Instr.(*ssa.Call); ok {
		out = append(out, v)
	}
	if to != nil {
		root, _ := origin.Resolve(to)
		return append(out, origin.Stripped(to), root)
	}
	for _, arg := range s.Args {
		if root, _ := origin.Resolve(arg); origin.Pointing(arg) {
			if _, ok := root.(*ssa.Alloc); ok {
				out = append(out, root)
			}
		}
	}
	return out
}

func shortName(s origin.Site) string {
	name := callgraph.CalledName(s.Common)
	if s.Obj != nil && s.Obj.Pkg() != nil {
		if recv := s.Obj.Signature().Recv(); recv != nil {
			t := types.TypeString(recv.Type(), (*types.Package).Name)
			return strings.TrimPrefix(t, "*") + "." + name
		}
		return s.Obj.Pkg().Name() + "." + name
	}
	return name
}
