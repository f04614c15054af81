package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A content says what a field of a new object that a function returns refers to, or the
// elements of a new container: what the caller gave.
//
//	func New(h Handler) *Server { return &Server{h: h} }
type content struct {
	result int
	// path leads to the field or element from [Package.AnchorOf] nil, which stands for the object.
	path *place.Place
	of   *place.Place
}

// contents returns what the fields refer to of the objects that the function makes and
// returns, but for fields that are assigned anew elsewhere.
func (b *Function) contents() []content {
	var out []content
	for i := range b.Sum.results {
		root := b.returnedRoot(i)
		made, ok := root.(*ssa.Alloc)
		if !ok {
			if root != nil && elementType(root.Type()) != nil {
				if of := b.Pkg.elementOf(root); of != nil && Visible(of.Root) {
					out = append(out, content{i, b.Pkg.Sub(b.Pkg.AnchorOf(nil), place.Elem, nil), of})
				}
			}
			continue // no new struct, or one of several
		}
		for _, field := range b.Pkg.Fields(made) {
			of := b.Pkg.Value(field.Value)
			if referring(field.Value.Type()) && Visible(of.Root) && field.Place.Var != nil && !b.Pkg.reassigned[field.Place.Var] {
				out = append(out, content{i, b.Pkg.Rebase(field.Place, b.Pkg.Root(made), b.Pkg.AnchorOf(nil)), of})
			}
		}
	}
	return out
}

// returnedRoot returns the only object that the function returns as its i-th result,
// but for nil; nil if there are several, or a part of one.
func (b *Function) returnedRoot(i int) ssa.Value {
	var made ssa.Value
	for _, ret := range returns(b.Fn) {
		results := ret.(*ssa.Return).Results
		if i >= len(results) {
			return nil // a recovered panic
		}
		if c, ok := results[i].(*ssa.Const); ok && c.Value == nil {
			continue // with an error
		}
		at := b.Pkg.Value(results[i])
		if at.Parent != nil || made != nil && at.Root != made {
			return nil
		}
		made = at.Root
	}
	return made
}

// contentOf returns what a field of what a call returned refers to, nil if the callee
// does not tell.
func (p *Package) contentOf(at *place.Place) *place.Place {
	if of := p.contentOfElement(at); of != nil {
		return of
	}
	call, i := returnedBy(at.Root)
	if call == nil {
		return nil
	}
	if of := p.givenContext(call, at); of != nil {
		return of
	}
	c := p.callee(&call.Call)
	if c.Fn == nil {
		return nil
	}
	sum, ok := p.lookup(c.Fn)
	if !ok || len(sum.contents) == 0 {
		return nil
	}
	path := p.Rebase(at, p.Root(at.Root), p.AnchorOf(nil))
	for _, has := range sum.contents {
		if has.result != i || !path.Within(has.path) {
			continue // of something else
		}
		of := p.Subst(has.of, p.binder(sum, c))
		if of == nil || path == has.path {
			return of
		}
		return p.Deref(p.Rebase(path, has.path, of)) // of a struct that is an element
	}
	return nil
}

// returnedBy returns the call that a root is a result of, and which; nil for others.
func returnedBy(root ssa.Value) (*ssa.Call, int) {
	switch root := root.(type) {
	case *ssa.Call:
		return root, 0
	case *ssa.Extract:
		if call, ok := root.Tuple.(*ssa.Call); ok {
			return call, root.Index
		}
	}
	return nil, 0
}

// findReassigned returns the fields that some function assigns, other than of an object
// that it makes.
func findReassigned(funcs []*ssa.Function) map[*types.Var]bool {
	out := make(map[*types.Var]bool)
	for addr := range FieldStores(funcs) {
		if !inLiteral(addr) {
			out[place.FieldOf(addr.X.Type(), addr.Field)] = true
		}
	}
	return out
}
