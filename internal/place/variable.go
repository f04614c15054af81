package place

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Variable is the root of places in a variable of another package that importers
// do not see: it is not exported, so that export data lack it, but functions of its
// package tell of it. It stands where an *ssa.Global does for others.
type Variable struct {
	obj *types.Var
}

// NewVariable returns the variable of a name in a package. typ is nil if it is not
// known. Two of one name are two roots: they are for the caller to share.
func NewVariable(pkg *types.Package, name string, typ types.Type) *Variable {
	if typ != nil {
		typ = types.NewPointer(typ)
	}
	return &Variable{types.NewVar(token.NoPos, pkg, name, typ)}
}

// Name returns the name of the variable, as that of an *ssa.Global does.
func (v *Variable) Name() string { return v.obj.Name() }

// String returns the name with the path of the package.
func (v *Variable) String() string { return v.obj.Pkg().Path() + "." + v.obj.Name() }

// Type returns the type of the variable's address, nil if it is not known.
func (v *Variable) Type() types.Type { return v.obj.Type() }

// Parent returns nil: no function has it.
func (v *Variable) Parent() *ssa.Function { return nil }

// Referrers returns nil: they are in another package.
func (v *Variable) Referrers() *[]ssa.Instruction { return nil }

// Pos returns no position.
func (v *Variable) Pos() token.Pos { return token.NoPos }

// Global returns the object of the package variable that a root is, false if it is
// none.
func Global(root ssa.Value) (types.Object, bool) {
	switch root := root.(type) {
	case *ssa.Global:
		return root.Object(), true
	case *Variable:
		return root.obj, true
	}
	return nil, false
}
