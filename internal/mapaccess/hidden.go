package mapaccess

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// Types of imported packages that are not exported are not in their export data: their
// methods, behind an interface that a constructor returns, and fields have stand-ins.

// hiddenMethod returns what stands for a method of such a type, nil if its package has
// not told of it.
func (im *importer) hiddenMethod(d dynamic, name string) *ssa.Function {
	for _, star := range []string{"*", ""} {
		full := fmt.Sprintf("(%s%s.%s).%s", star, d.pkg.Path(), d.name, name)
		if fn := im.methods[full]; fn != nil {
			return fn
		}
		f := im.imported(d.pkg)[full]
		if f == nil {
			continue
		}
		fn := im.ssa.Prog.NewFunction(name, new(types.Signature), "declared in "+d.pkg.Path())
		im.methods[full] = fn
		im.sums[fn] = im.decode(nil, d, f)
		return fn
	}
	return nil
}

// known returns a lookup that knows the stand-ins, too.
func (im *importer) known(lookup summary.Lookup[*Summary]) summary.Lookup[*Summary] {
	return func(fn *ssa.Function) (*Summary, bool) {
		if sum := im.sums[fn]; sum != nil {
			return sum, true
		}
		return lookup(fn)
	}
}

// hiddenField returns what stands for a field of the struct at a place in such a type.
func (im *importer) hiddenField(d dynamic, at *place.Place, name string) *types.Var {
	key := d.pkg.Path() + "." + d.name + at.String() + "." + name
	field := im.fields[key]
	if field == nil {
		field = types.NewField(token.NoPos, d.pkg, name, types.Typ[types.Invalid], false)
		im.fields[key], im.owners[field] = field, d
	}
	return field
}

// path returns the path of a content in the result that it is of, nil if the types do
// not have it.
func (d *decoder) path(c wireContent) *place.Place {
	if d.obj == nil || c.Result >= d.obj.Signature().Results().Len() {
		return nil
	}
	t := d.obj.Signature().Results().At(c.Result).Type()
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	p := d.Pkg.AnchorOf(nil)
	for i := len(c.Steps) - 1; i >= 0; i-- {
		var field *types.Var
		if t, field = follow(t, int(c.Steps[i])); t == nil {
			return nil
		}
		p = d.Pkg.Sub(p, int(c.Steps[i]), field)
	}
	return p
}
