package cgoalloc

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A fieldStore is memory that is stored in a field of a Go struct.
type fieldStore struct {
	field *types.Var
	owner *types.Named
	site  *site
}

// fieldStore notes that a fresh allocation is stored through addr.
func (m *machine) fieldStore(w *world, addr ssa.Value, x val) {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok || x.kind != pointer || w.objs.At(x.obj).phase != owned || m.sites[x.obj].frees == nil {
		return
	}
	ptr := fa.X.Type().Underlying().(*types.Pointer)
	owner, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || strings.HasPrefix(owner.Obj().Name(), "_Ctype_") {
		return // a struct of C's, which C may free
	}
	field := owner.Underlying().(*types.Struct).Field(fa.Field)
	m.stored = append(m.stored, fieldStore{field, owner, m.sites[x.obj]})
}

// A fieldUse tells what the package does with the memory in a field.
type fieldUse struct {
	freed   bool
	unknown bool // it may be freed where nobody sees
}

// fieldUses follows, through all functions of the package and without regard
// to order, what is loaded from the fields.
func fieldUses(pkg *program, funcs []*ssa.Function, fields map[*types.Var]bool, sums summary.Lookup[*effect]) map[*types.Var]*fieldUse {
	uses := make(map[*types.Var]*fieldUse)
	for f := range fields {
		uses[f] = new(fieldUse)
	}
	for _, fn := range funcs {
		for instr := range ir.Each[ssa.Instruction](fn) {
			switch instr := instr.(type) {
			case *ssa.FieldAddr:
				if use := uses[place.FieldOf(instr.X.Type(), instr.Field)]; use != nil {
					use.address(pkg, instr, sums)
				}
			case *ssa.Field:
				if use := uses[place.FieldOf(instr.X.Type(), instr.Field)]; use != nil {
					use.follow(pkg, instr, sums)
				}
			case *ssa.Convert:
				// (*T)(unsafe.Pointer(x)) and back: another type's fields are this one's.
				for _, t := range []types.Type{instr.Type(), instr.X.Type()} {
					if ptr, ok := t.Underlying().(*types.Pointer); ok {
						if st, ok := ptr.Elem().Underlying().(*types.Struct); ok {
							for f := range st.Fields() {
								if use := uses[f]; use != nil {
									use.unknown = true
								}
							}
						}
					}
				}
			}
		}
	}
	return uses
}

// address follows what is done with the address of a field.
func (u *fieldUse) address(pkg *program, addr ssa.Value, sums summary.Lookup[*effect]) {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			if ref.Op == token.MUL {
				u.follow(pkg, ref, sums)
			}
		case *ssa.Store:
			if ref.Val == addr {
				u.unknown = true
			}
		case *ssa.DebugRef:
		default:
			u.unknown = true // C may set or free what is there
		}
	}
}

// follow adds what becomes of a value.
func (u *fieldUse) follow(pkg *program, v ssa.Value, sums summary.Lookup[*effect]) {
	seen := make(map[ssa.Value]bool)
	work := []ssa.Value{v}
	push := func(v ssa.Value) {
		if !seen[v] {
			seen[v] = true
			work = append(work, v)
		}
	}
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if v.Referrers() == nil {
			continue // a constant
		}
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Convert:
				if b, ok := ref.Type().Underlying().(*types.Basic); !ok || b.Info()&types.IsString == 0 {
					push(ref)
				}
			case *ssa.ChangeType:
				push(ref)
			case *ssa.Phi:
				push(ref)
			case *ssa.MakeInterface:
				push(ref)
			case *ssa.BinOp, *ssa.If, *ssa.DebugRef:
				// compared
			case *ssa.UnOp:
				// read through, or loaded from a variable
				if _, ok := v.(*ssa.Alloc); ok {
					push(ref)
				} else if _, ok := v.(*ssa.FreeVar); ok {
					push(ref)
				}
			case *ssa.Store:
				cell, ok := ref.Addr.(*ssa.Alloc)
				if ref.Val != v {
					continue // the variable is set
				}
				if !ok {
					u.unknown = true
					continue // kept elsewhere
				}
				push(cell)
			case *ssa.MakeClosure:
				fn := ref.Fn.(*ssa.Function)
				for i, b := range ref.Bindings {
					if b == v {
						push(fn.FreeVars[i])
					}
				}
			case ssa.CallInstruction:
				u.call(pkg, ref.Common(), v, sums)
			default:
				u.unknown = true
			}
		}
	}
}

// call adds what a call does with an argument.
func (u *fieldUse) call(pkg *program, call *ssa.CallCommon, v ssa.Value, sums summary.Lookup[*effect]) {
	fn, args := callgraph.Callee(call)
	if fn == nil {
		u.unknown = true
		return
	}
	for i, a := range args {
		if a != v {
			continue // another argument
		}
		name := cName(fn)
		switch {
		case isGlue(fn):
		case name != "":
			told, _ := pkg.pre.fate(name, i, 0)
			switch {
			case pkg.pre.frees(name, i, 0) || isRelease(name):
				u.freed = true
			case told != borrowed || keeps(name, i) || hasWord(name, keeping) || name == "realloc":
				u.unknown = true
			}
		default:
			sum, ok := sums(fn)
			switch {
			case !ok || i >= len(sum.Params) || sum.Params[i] == paramKept:
				u.unknown = true
			case sum.Params[i] != paramBorrowed:
				u.freed = true
			}
		}
	}
}

// fieldLeaks reports memory in fields of types that can be closed, which
// nothing in the package ever frees.
func fieldLeaks(pkg *program, funcs []*ssa.Function, stored []fieldStore, sums summary.Lookup[*effect]) []finding {
	fields := make(map[*types.Var]bool)
	for _, st := range stored {
		fields[st.field] = true
	}
	if len(fields) == 0 {
		return nil
	}
	uses := fieldUses(pkg, funcs, fields, sums)
	var found []finding
	for _, st := range stored {
		use := uses[st.field]
		closer := closer(st.owner)
		if use.freed || use.unknown || closer == nil {
			continue // freed, or perhaps, or as old as the process
		}
		found = append(found, finding{
			rule: "field-leak", pos: st.site.pos, site: st.site,
			message: fmt.Sprintf("%s is kept in field %s of %s, and nothing frees it: %s in %s",
				st.site.what(), st.field.Name(), st.owner.Obj().Name(), st.site.remedy(st.site.frees[0]), closer.Name()),
			related: []related{{closer.Pos(), closer.Name() + " does not free " + st.field.Name()}},
		})
	}
	return found
}

// closer returns the method that ends the life of a value, nil if there is
// none: then values may live as long as the process.
func closer(t *types.Named) *types.Func {
	for m := range t.Methods() {
		if len(model.Words(m.Name())) == 1 && hasWord(m.Name(), enders) {
			return m
		}
	}
	return nil
}

// enders are the words that name methods which end the life of their receiver.
var enders = set("close free destroy release dispose delete finalize cleanup shutdown terminate unref")
