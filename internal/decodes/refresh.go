package decodes

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// An entry point that has a text decoded, and stored where others find it, refreshes: it is
// asked for when the text has changed. If it reads the place itself, it does so for its own
// sake, at each request.
//
//	http.HandleFunc("POST /reload", func(w http.ResponseWriter, r *http.Request) { load() })

// stored returns the variable of the package that the outcome of a decode is stored in, nil
// if there is none, or if the function uses the outcome besides.
func (f *function) stored(outcome []ssa.Value) types.Object {
	all := derived(outcome)
	for _, b := range f.Func().Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue // goes on
		}
		for _, v := range ret.Results {
			if all[v] && !origin.Dataless(v.Type()) {
				return nil
			}
		}
	}
	var in types.Object
	for _, w := range f.memory.writes(all) {
		if !w.outcome || w.named != "" {
			continue // something else
		}
		obj := f.ofPackage(w.place)
		if obj == nil || in != nil && in != obj || obj.Pkg() != f.p.pass.Pkg {
			return nil
		}
		in = obj
	}
	return in
}

// ofPackage returns the package variable that a place is, or the field of the receiver; nil
// if it is neither: what a parameter points to is the caller's.
func (f *function) ofPackage(at *place.Place) types.Object {
	g, global := at.Root.(*ssa.Global)
	switch fn := f.Func(); {
	case !global && (fn.Signature.Recv() == nil || at.Root != fn.Params[0]):
		return nil
	case at.Var != nil:
		return at.Var.Origin()
	case global:
		return g.Object()
	}
	return nil
}

// A reading is what a function and those that it runs read of the package's variables.
type reading struct {
	vars map[types.Object]bool
	// any is set if it runs functions that nobody knows.
	any bool
}

// reads returns what an entry point reads.
func (p *program) reads(fn *ssa.Function) reading {
	r := reading{vars: make(map[types.Object]bool)}
	seen := make(map[*ssa.Function]bool)
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		if fn, _ = callgraph.Declared(fn); seen[fn] {
			return
		}
		seen[fn] = true
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				r.note(instr, p.kept)
				for _, op := range instr.Operands(nil) {
					if callee, ok := (*op).(*ssa.Function); ok {
						visit(callee)
					}
				}
			}
		}
	}
	visit(fn)
	return r
}

// note notes what an instruction reads.
func (r *reading) note(instr ssa.Instruction, kept keeping) {
	switch i := instr.(type) {
	case *ssa.Store:
		if obj := place.VariableAt(i.Val); obj != nil {
			r.vars[obj] = true // its address
		}
		return
	case *ssa.MakeInterface:
		return // who gets it, reads
	case *ssa.FieldAddr:
		if g, ok := i.X.(*ssa.Global); ok && g.Object() != nil {
			r.vars[g.Object()] = true
		}
		return
	case ssa.CallInstruction:
		s := origin.NewSite(i)
		r.any = r.any || unseenCall(s)
		for k, v := range s.All {
			if obj := place.VariableAt(origin.Stripped(v)); obj != nil && !filled(s, v) && !(k == 0 && s.Recv != nil && kept.stores(s)) {
				r.vars[obj] = true
			}
			if s.Callee == nil || s.Callee.Blocks == nil {
				r.whole(origin.Stripped(v).Type())
			}
		}
		return
	}
	for _, op := range instr.Operands(nil) {
		if *op == nil {
			continue // of another form
		}
		if obj := place.VariableAt(*op); obj != nil {
			r.vars[obj] = true
		}
	}
}

// filled reports whether a decoder fills in what v points to.
func filled(s origin.Site, v ssa.Value) bool {
	if s.Obj == nil {
		return false
	}
	row := model.Of(s.Obj).Decoder
	return row != nil && s.Arg(row.Target) == v
}

// whole notes that a function without a body gets a struct, or a pointer to one.
func (r *reading) whole(t types.Type) {
	st, ok := origin.Pointee(t).Underlying().(*types.Struct)
	if !ok {
		return
	}
	for field := range st.Fields() {
		r.vars[field.Origin()] = true
	}
}

// unseenCall reports whether a call may lead back to the package: by a function value that
// is not known, or a handler.
func unseenCall(s origin.Site) bool {
	if s.Common.IsInvoke() {
		recv := s.Common.Value.Type()
		return types.TypeString(recv, nil) == "net/http.Handler" || !model.Standard(s.Obj.Pkg())
	}
	if _, ok := s.Common.Value.(*ssa.Builtin); ok {
		return false
	}
	return s.Common.StaticCallee() == nil
}

// refreshes reports whether an entry point of the package, of a name, has a variable set
// that it does not read.
func (p *program) refreshes(name string, in types.Object) bool {
	if in == nil {
		return false
	}
	for _, e := range p.origins.Entries {
		if origin.Name(e.Fn) != name {
			continue // another
		}
		r := p.reads(e.Fn)
		return !r.any && !r.vars[in]
	}
	return false
}
