package repro

import (
	"fmt"
	"go/types"
	"strings"
)

// A maker makes expressions of Go for values of types. Values of one type that goroutines can
// share are one variable.
type maker struct {
	pkg     *types.Package
	variant Variant
	imports map[string]string // name by path
	shared  map[string]string // variable by type
	decls   []string
}

func newMaker(pkg *types.Package, v Variant) *maker {
	return &maker{pkg, v, make(map[string]string), make(map[string]string), nil}
}

// maxDepth bounds structs in structs.
const maxDepth = 3

// library has values of types of the standard library that are worth more than their zero
// value.
var library = map[string]struct {
	expr    string
	imports []string
}{
	"context.Context":         {"context.Background()", []string{"context"}},
	"net/http.ResponseWriter": {"httptest.NewRecorder()", []string{"net/http/httptest"}},
	"*net/http.Request":       {`httptest.NewRequest("GET", "/", nil)`, []string{"net/http/httptest"}},
	"time.Duration":           {"time.Millisecond", []string{"time"}},
	"time.Time":               {"time.Now()", []string{"time"}},
	"*time.Ticker":            {"time.NewTicker(time.Millisecond)", []string{"time"}},
	"io.Reader":               {`strings.NewReader("a")`, []string{"strings"}},
	"io.Writer":               {"io.Discard", []string{"io"}},
	"error":                   {`errors.New("an error")`, []string{"errors"}},
	"sync.Locker":             {"new(sync.Mutex)", []string{"sync"}},
}

func (m *maker) typeName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == m.pkg {
			return ""
		}
		m.imports[p.Path()] = p.Name()
		return p.Name()
	})
}

// perCall lists types of which each call has a value of its own, as servers have it.
func perCall(t types.Type) bool {
	name := t.String()
	return name == "*net/http.Request" || name == "net/http.ResponseWriter"
}

// argument returns an expression for a parameter or receiver, a variable where goroutines
// share it.
func (m *maker) argument(t types.Type) (string, error) {
	key := t.String()
	if name := m.shared[key]; name != "" {
		return name, nil
	}
	if p, ok := t.(*types.Pointer); ok || isStruct(t) {
		elem := t
		if ok {
			elem = p.Elem()
		}
		if global := m.global(elem, ok); global != "" {
			return global, nil
		}
	}
	expr, err := m.value(t, 0)
	if err != nil || perCall(t) {
		return expr, err
	}
	switch t.Underlying().(type) {
	case *types.Basic, *types.Signature:
		return expr, nil
	}
	name := fmt.Sprintf("v%d", len(m.shared)+1)
	m.shared[key] = name
	m.decls = append(m.decls, fmt.Sprintf("var %s %s = %s", name, m.typeName(t), expr))
	return name, nil
}

func isStruct(t types.Type) bool { _, ok := t.Underlying().(*types.Struct); return ok }

// global returns a package variable of the type, which the code itself shares.
func (m *maker) global(t types.Type, pointer bool) string {
	for _, name := range m.pkg.Scope().Names() {
		v, ok := m.pkg.Scope().Lookup(name).(*types.Var)
		switch {
		case !ok:
			continue
		case pointer && types.Identical(v.Type(), types.NewPointer(t)), !pointer && types.Identical(v.Type(), t):
			return name
		case pointer && types.Identical(v.Type(), t):
			return "&" + name
		}
	}
	return ""
}

// value returns an expression of a type.
func (m *maker) value(t types.Type, depth int) (string, error) {
	if known, ok := library[types.TypeString(t, nil)]; ok {
		for _, path := range known.imports {
			m.imports[path] = path[strings.LastIndexByte(path, '/')+1:]
		}
		return known.expr, nil
	}
	if t.String() == "*time.Timer" {
		m.imports["time"] = "time"
		if m.variant.Fired {
			return "func() *time.Timer {\n\t\tt := time.NewTimer(1)\n\t\ttime.Sleep(10 * time.Millisecond)\n\t\treturn t\n\t}()", nil
		}
		return "time.NewTimer(time.Millisecond)", nil
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch info := u.Info(); {
		case info&types.IsString != 0:
			return m.typeName(t) + `("a")`, nil
		case info&types.IsNumeric != 0:
			return m.typeName(t) + "(1)", nil
		case info&types.IsBoolean != 0:
			return m.typeName(t) + "(true)", nil
		}
		return "nil", nil
	case *types.Map:
		return m.typeName(t) + "{}", nil
	case *types.Slice:
		if elem, err := m.value(u.Elem(), depth+1); err == nil && depth < maxDepth {
			return m.typeName(t) + "{" + elem + "}", nil
		}
		return m.typeName(t) + "{}", nil
	case *types.Array:
		return m.typeName(t) + "{}", nil
	case *types.Chan:
		return m.channel(u, depth)
	case *types.Signature:
		return m.function(t, u)
	case *types.Struct:
		return m.literal(t, u, depth)
	case *types.Pointer:
		if s, ok := u.Elem().Underlying().(*types.Struct); ok && depth < maxDepth {
			text, err := m.literal(u.Elem(), s, depth)
			return "&" + text, err
		}
		return "new(" + m.typeName(u.Elem()) + ")", nil
	case *types.Interface:
		if u.NumMethods() == 0 {
			return "any(1)", nil
		}
		return m.implementation(t, u, depth)
	}
	return "", fmt.Errorf("a value of type %s is missing", types.TypeString(t, types.RelativeTo(m.pkg)))
}

// channel returns one with room, so that nobody who sends waits, and with values if the
// variant says so.
func (m *maker) channel(c *types.Chan, depth int) (string, error) {
	elem := m.typeName(c.Elem())
	if !m.variant.Filled || c.Dir() == types.SendOnly {
		return "make(chan " + elem + ", 1000)", nil
	}
	v, err := m.value(c.Elem(), depth+1)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("func() chan %[1]s {\n\t\tc := make(chan %[1]s, 1000)\n\t\tfor i := 0; i < 1000; i++ {\n\t\t\tc <- %[2]s\n\t\t}\n\t\treturn c\n\t}()", elem, v), nil
}

// function returns one that does nothing.
func (m *maker) function(t types.Type, sig *types.Signature) (string, error) {
	var params, results []string
	for v := range sig.Params().Variables() {
		params = append(params, m.typeName(v.Type()))
	}
	if sig.Variadic() {
		last := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
		params[len(params)-1] = "..." + m.typeName(last.Elem())
	}
	for v := range sig.Results().Variables() {
		results = append(results, "_ "+m.typeName(v.Type()))
	}
	return fmt.Sprintf("func(%s) (%s) { return }", strings.Join(params, ", "), strings.Join(results, ", ")), nil
}

// literal returns a struct with what its own package can fill in; other packages' are zero.
func (m *maker) literal(t types.Type, s *types.Struct, depth int) (string, error) {
	named, ok := types.Unalias(t).(*types.Named)
	if ok && named.Obj().Pkg() != m.pkg || depth >= maxDepth {
		return m.typeName(t) + "{}", nil
	}
	var fields []string
	for f := range s.Fields() {
		if f.Name() == "_" || isNumber(f.Type()) {
			continue // the zero value is one like others
		}
		if text, err := m.value(f.Type(), depth+1); err == nil && text != "nil" {
			if n, ok := types.Unalias(f.Type()).(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "sync" {
				continue // made to be zero
			}
			fields = append(fields, f.Name()+": "+text)
		}
	}
	return m.typeName(t) + "{" + strings.Join(fields, ", ") + "}", nil
}

func isNumber(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && t.String() != "time.Duration" && b.Info()&types.IsNumeric != 0
}

// implementation returns a value of a type of the package that has the methods.
func (m *maker) implementation(t types.Type, u *types.Interface, depth int) (string, error) {
	for _, name := range m.pkg.Scope().Names() {
		obj, ok := m.pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || types.IsInterface(obj.Type()) || depth >= maxDepth {
			continue // no type of values
		}
		if n, ok := obj.Type().(*types.Named); ok && n.TypeParams().Len() > 0 {
			continue // of which type arguments are missing
		}
		for _, impl := range []types.Type{obj.Type(), types.NewPointer(obj.Type())} {
			if types.Implements(impl, u) {
				return m.value(impl, depth+1)
			}
		}
	}
	return "", fmt.Errorf("a value of type %s is missing: the package has no type with its methods", types.TypeString(t, types.RelativeTo(m.pkg)))
}
