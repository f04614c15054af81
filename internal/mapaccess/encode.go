package mapaccess

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// A fact holds the summaries of a package's functions, sorted by name, in a
// form that other packages can read.
type fact struct{ Funcs []wireFunc }

// AFact marks a fact as what is known of a package.
func (*fact) AFact() {}

// String is what tests see.
func (*fact) String() string { return "maprace" }

// A wireFunc is the summary of a function: a root is the number of a parameter,
// or the name of a package variable.
type wireFunc struct {
	Name     string // as (*types.Func).FullName has it
	Results  []wireResult
	Calls    []wireCallback
	Accesses []wireAccess
	Acquired []wireLock
	Released []wireLock
	Acquires []wirePlace
	Releases []wirePlace
	Contents []wireContent
	Params   int
	Waits    bool
	Handler  bool
}

type wirePlace struct {
	Param int    // index of the parameter, receiver first; -1 for a variable, -2-i for the i-th result
	Name  string // of the package variable
	Pkg   string // its package
	Type  string // its type, if that is declared there: "T" or "*T"
	Steps []int32
	// Fields are the names of the fields among the steps if importers do not see the type.
	Fields []string
}

// A wireContent is what a field of a new object refers to.
type wireContent struct {
	Result int
	Steps  []int32
	Of     wirePlace
}

type wireLock struct {
	Place wirePlace
	Mode  uint8
}

type wireResult struct {
	Known bool
	Place wirePlace
	Fresh bool
	// Pkg and Type are the dynamic type of an interface, if it is known.
	Pkg, Type string
}

type wireSite struct{ Posn, Name string }

type wireThread struct {
	Start            wireSite
	Handler          string
	Many             bool
	Served, Believed bool
	Pooled           bool
	Later            bool
	Joined           bool
	Sends            bool
}

type wireAccess struct {
	Place  wirePlace
	Kind   uint8
	How    uint8 // of its choice
	Must   []wireLock
	At     wireSite
	Thread *wireThread
	Chain  []wireSite
}

// A wireArg is what a callback is given as its i-th argument.
type wireArg struct {
	I  int
	Of wirePlace
}

type wireCallback struct {
	Fn     wirePlace
	Args   []wireArg
	Method string // of the interface, "" for a function
	Must   []wireLock
	Thread *wireThread
	Chain  []wireSite
}

// firstResult is what stands for the first result among the indices of parameters; the others
// follow below it.
const firstResult = -2

// encodePlace returns a place of fn's summary, false if it means nothing to
// other packages.
func encodePlace(fn *ssa.Function, results []result, p *place.Place) (wirePlace, bool) {
	w := wirePlace{Param: -1}
	q := p
	for ; q.Parent != nil; q = q.Parent {
		w.Steps = append(w.Steps, int32(q.Field))
	}
	if recv := fn.Signature.Recv(); recv != nil && len(fn.Params) > 0 && q.Root == fn.Params[0] && !exportedType(recv.Type()) {
		for q := p; q.Parent != nil; q = q.Parent {
			name := ""
			if q.Var != nil {
				name = q.Var.Name()
			}
			w.Fields = append(w.Fields, name)
		}
	}
	switch root := q.Root.(type) {
	case *ssa.Parameter:
		for i, param := range fn.Params {
			if param == root {
				w.Param = i
				return w, true
			}
		}
	}
	if i := slices.IndexFunc(results, func(r result) bool { return r.root == q.Root }); i >= 0 {
		w.Param = firstResult - i
		return w, true
	}
	if obj, ok := place.Global(q.Root); ok && obj != nil && obj.Pkg() != nil {
		w.Name, w.Pkg, w.Type = obj.Name(), obj.Pkg().Path(), typeName(obj)
		return w, true
	}
	return w, false
}

// typeName returns the name of the type of a package variable if its package declares
// it, with a star for a pointer to it; "" for other types.
func typeName(obj types.Object) string {
	t, star := types.Unalias(obj.Type()), ""
	if ptr, ok := t.(*types.Pointer); ok {
		t, star = types.Unalias(ptr.Elem()), "*"
	}
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() == obj.Pkg() && named.TypeArgs() == nil {
		return star + named.Obj().Name()
	}
	return ""
}

// decoder turns the places of a fact into places whose roots are stand-ins for
// the parameters of obj.
type decoder struct {
	Pkg    *Package
	obj    *types.Func // nil for a method of a type that importers do not see
	hidden dynamic     // that type
	params []ssa.Value
	// results are the roots that stand for what the function returns.
	results []ssa.Value
	global  func(wirePlace) ssa.Value
}

// place returns nil if the types do not have the path, or the variable is not
// known here.
func (d *decoder) place(w wirePlace) *place.Place {
	var t types.Type
	var p *place.Place
	if i := firstResult - w.Param; i >= 0 {
		if d.obj == nil || i >= len(d.results) || i >= d.obj.Signature().Results().Len() {
			return nil
		}
		p, t = d.Pkg.Root(d.results[i]), d.obj.Signature().Results().At(i).Type()
	} else if w.Param < 0 {
		g := d.global(w)
		if g == nil {
			return nil
		}
		p, t = d.Pkg.Root(g), g.Type()
	} else {
		if d.obj != nil {
			t = ir.ParamType(d.obj.Signature(), w.Param)
		}
		if d.obj != nil && t == nil || w.Param >= len(d.params) {
			return nil
		}
		p = d.Pkg.Root(d.params[w.Param])
	}
	if t != nil {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
	}
	for i := len(w.Steps) - 1; i >= 0; i-- {
		step := int(w.Steps[i])
		if t == nil && step < 0 {
			p = d.Pkg.Sub(p, step, nil) // of whatever type
			continue
		}
		if t == nil && d.obj == nil && w.Param == 0 && i < len(w.Fields) {
			p = d.Pkg.Sub(p, step, d.Pkg.facts.hiddenField(d.hidden, p, w.Fields[i]))
			continue
		}
		if t == nil {
			return nil
		}
		var field *types.Var
		if t, field = follow(t, step); t == nil {
			return nil
		}
		p = d.Pkg.Sub(p, step, field)
	}
	return p
}

// follow returns the type after one step of a path, and the field if it is one.
func follow(t types.Type, step int) (types.Type, *types.Var) {
	if step == onceMark || step == place.End {
		return t, nil
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		if step >= 0 && step < u.NumFields() {
			f := u.Field(step)
			return f.Type(), f.Origin()
		}
	case *types.Pointer:
		if step == place.Deref {
			return u.Elem(), nil
		}
	case *types.Map:
		if step == place.Elem {
			return u.Elem(), nil
		}
		return t, nil
	case *types.Slice:
		if step == place.Elem {
			return u.Elem(), nil
		}
		return t, nil
	case *types.Array:
		if step == place.Elem {
			return u.Elem(), nil
		}
	case *types.Chan, *types.Signature, *types.Interface:
		if step == place.Deref {
			return t, nil
		}
	}
	return nil, nil
}

func encodeSite(s Site) wireSite { return wireSite{s.Posn, s.Name} }

func (w wireSite) decode() Site { return Site{Posn: w.Posn, Name: w.Name} }

func encodeSites(sites []Site) []wireSite {
	var out []wireSite
	for _, s := range sites {
		out = append(out, encodeSite(s))
	}
	return out
}

func decodeSites(sites []wireSite) []Site {
	var out []Site
	for _, s := range sites {
		out = append(out, s.decode())
	}
	return out
}

func encodeThread(t *Thread) *wireThread {
	if t == nil {
		return nil
	}
	return &wireThread{encodeSite(t.Start), t.Handler, t.Many, t.Served, t.Believed, t.Pooled, t.Later, t.Joined, t.Sends}
}

func (w *wireThread) decode() *Thread {
	if w == nil {
		return nil
	}
	return &Thread{Start: w.Start.decode(), Handler: w.Handler, Many: w.Many, Served: w.Served, Believed: w.Believed, Pooled: w.Pooled, Later: w.Later, Joined: w.Joined, Sends: w.Sends}
}
