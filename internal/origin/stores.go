package origin

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// stores joins what is stored in a variable or field after its making.
type stores struct {
	value Value
	// atStart is what functions store that run before anything is served.
	atStart Value
	seen    bool // in the course of serving
	// made is what it is made with, by a literal or an option.
	made Value
}

// noteStore notes what is stored in a field of a struct that others may hold,
// or in a package variable.
func (p *program) noteStore(f *Frame, addr, root ssa.Value, v Value) {
	if p.settled {
		return // known
	}
	if g, ok := root.(*ssa.Global); ok {
		p.globalStore(g).add(f, v)
	}
	field := fieldVar(addr)
	if field == nil || field.Pkg() != p.pass.Pkg {
		return // no field, or of a type that others make
	}
	s := p.fieldStores[field]
	if s == nil {
		s = new(stores)
		p.fieldStores[field] = s
	}
	if isOption(f.fn) {
		v.Params = 0 // whatever it says
	}
	s.made = Join(s.made, v)
	if Shared(root) {
		s.add(f, v)
	}
}

func (p *program) globalStore(g *ssa.Global) *stores {
	s := p.globalStores[g]
	if s == nil {
		s = new(stores)
		p.globalStores[g] = s
	}
	return s
}

func (s *stores) add(f *Frame, v Value) {
	if f.p.starts(f.fn) && (v.Class != Request || isInit(f.fn)) {
		s.atStart = Join(s.atStart, v)
		return
	}
	if f.fn.Signature.Recv() != nil && v.Class <= Lookup && v.Params&^(1|Made) == 0 {
		s.atStart = Join(s.atStart, v) // made when it is first needed, of the receiver's own
		return
	}
	s.value = Join(s.value, v)
	s.seen = true
}

// fieldVar returns the field that addr is in, the innermost one.
func fieldVar(addr ssa.Value) *types.Var {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			st, ok := Pointee(a.X.Type()).Underlying().(*types.Struct)
			if !ok {
				return nil
			}
			return st.Field(a.Field).Origin()
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.Slice:
			addr = a.X
		case *ssa.UnOp:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		default:
			return nil
		}
	}
}

// state returns what a field of a value that outlives its function holds, if
// that is not simply a part of the value: because it changes as the service
// runs.
func (p *program) state(addr ssa.Value) (Value, bool) {
	field := fieldVar(addr)
	if field == nil {
		return Value{}, false
	}
	s := p.fieldStores[field]
	if s == nil || !s.seen {
		return Value{}, false // set before it is shared
	}
	if v := s.value; v.Params == 0 && (v.Class == Const || v.Class == Config) {
		return v, true // refreshed from configuration
	}
	return Unknown, true
}

// fixed reports whether addr is in a field that only this package sets, to what
// the program or an option says: the same for all that are made.
func (p *program) fixed(addr ssa.Value) bool {
	field := fieldVar(addr)
	if field == nil || field.Exported() {
		return false
	}
	s := p.fieldStores[field]
	return s != nil && !s.seen && s.made.Params == 0 && s.made.Class <= Config
}

// noteMap notes that a function changes a map that others see.
func (p *program) noteMap(f *Frame, m ssa.Value) {
	if root, _ := Resolve(m); p.settled || !Shared(root) || p.starts(f.fn) {
		return // of its own, or at start
	}
	if obj := mapObject(m); obj != nil {
		p.changedMaps[obj] = true
	}
}

// mapChanges reports whether m is a map that changes as the service runs.
func (p *program) mapChanges(m ssa.Value) bool {
	obj := mapObject(m)
	return obj != nil && p.changedMaps[obj]
}

// mapObject returns the field or variable that holds a map.
func mapObject(m ssa.Value) types.Object {
	if field := fieldVar(m); field != nil {
		return field
	}
	if root, _ := Resolve(m); root != nil {
		if g, ok := root.(*ssa.Global); ok {
			return g.Object()
		}
	}
	return nil
}

// global returns what a package variable holds.
func (p *program) global(g *ssa.Global) Value {
	obj := g.Object()
	if obj == nil {
		return Value{} // the guard of init
	}
	if Readable(Pointee(g.Type())) {
		return Unknown // a stream
	}
	source := Value{Class: Config, Source: "package variable " + obj.Name(), Place: p.place(obj.Pos())}
	if g.Pkg != p.pkg {
		switch path := obj.Pkg().Path(); {
		case p.mutable[path+"."+obj.Name()]:
			return Unknown
		case p.imported[path]:
			source.Place = ""
			return source
		}
		if model.Standard(obj.Pkg()) {
			return Value{} // base64.StdEncoding and its kind
		}
		return Unknown
	}
	if file, ok := p.embedded[obj]; ok {
		source.Source, source.File = "embedded "+obj.Name(), file
		return source
	}
	s := p.globalStores[g]
	switch {
	case s == nil:
		return Value{} // always zero, as far as it can be seen
	case s.seen && !(s.value.Params == 0 && s.value.Class <= Config):
		return Unknown
	case p.changedMaps[obj]:
		return Unknown
	case s.seen && s.value.Class == Config:
		return s.value
	case s.atStart.Class == Const && s.atStart.Params == 0:
		source.Class, source.Size = Const, s.atStart.Size
	}
	return source
}
