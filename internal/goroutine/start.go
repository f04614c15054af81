package goroutine

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/model"
)

// callers are the functions of the standard library that call an argument
// before they return, with its index, the receiver being the first.
var callers = map[string]int{
	"(*container/ring.Ring).Do":                     1,
	"(*regexp.Regexp).ReplaceAllFunc":               2,
	"(*regexp.Regexp).ReplaceAllStringFunc":         2,
	"(*regexp.Regexp).ReplaceAllStringSubmatchFunc": 2,
	"(*sync.Map).Range":                             1,
	"bytes.ContainsFunc":                            1,
	"bytes.FieldsFunc":                              1,
	"bytes.IndexFunc":                               1,
	"bytes.Map":                                     0,
	"go/ast.Inspect":                                1,
	"io/fs.WalkDir":                                 2,
	"maps.DeleteFunc":                               1,
	"maps.EqualFunc":                                2,
	"os.Expand":                                     1,
	"path/filepath.Walk":                            1,
	"path/filepath.WalkDir":                         1,
	"slices.BinarySearchFunc":                       2,
	"slices.CompactFunc":                            1,
	"slices.ContainsFunc":                           1,
	"slices.DeleteFunc":                             1,
	"slices.EqualFunc":                              2,
	"slices.IndexFunc":                              1,
	"slices.IsSortedFunc":                           1,
	"slices.MaxFunc":                                1,
	"slices.MinFunc":                                1,
	"slices.SortFunc":                               1,
	"slices.SortStableFunc":                         1,
	"sort.Find":                                     1,
	"sort.Search":                                   1,
	"sort.Slice":                                    1,
	"sort.SliceIsSorted":                            1,
	"sort.SliceStable":                              1,
	"strings.ContainsFunc":                          1,
	"strings.FieldsFunc":                            1,
	"strings.IndexFunc":                             1,
	"strings.Map":                                   0,
}

// CallsArgument returns the index of the argument that fn, a function without a
// body, calls before it returns.
func CallsArgument(fn *ssa.Function) (int, bool) {
	obj, ok := ir.Func(ir.Origin(fn))
	if !ok {
		return 0, false
	}
	i, ok := callers[obj.FullName()]
	return i, ok
}

// IsHandler reports whether fn has the shape of a function that a server calls
// for each request, on a goroutine of its own, and which one.
func IsHandler(fn *ssa.Function) (string, bool) {
	sig := fn.Signature
	if takesRequest(sig) {
		return "HTTP requests", true
	}
	if params := sig.Params(); params.Len() <= 3 && sig.Results().Len() <= 2 {
		for i := range params.Len() {
			if what := model.Parallel(params.At(i).Type()); what != "" {
				return what, true
			}
		}
	}
	if isRPC(fn) {
		return "RPCs", true
	}
	if obj, ok := ir.Func(fn); ok && sig.Recv() != nil {
		return parallelMethod(obj)
	}
	return "", false
}

// parallelMethod reports whether fn implements a method that, as its interface
// documents, goroutines may call at the same time, and what it handles.
func parallelMethod(fn *types.Func) (string, bool) {
	params, results := fn.Signature().Params(), fn.Signature().Results()
	switch fn.Name() {
	case "RoundTrip": // http.RoundTripper
		if params.Len() == 1 && results.Len() == 2 && isNamed(params.At(0).Type(), "net/http", "Request") && isNamed(results.At(0).Type(), "net/http", "Response") {
			return "outgoing HTTP requests", true
		}
	case "Handle": // slog.Handler
		if params.Len() == 2 && results.Len() == 1 && isNamed(params.At(1).Type(), "log/slog", "Record") {
			return "log records", true
		}
	case "Collect": // prometheus.Collector
		if params.Len() != 1 {
			return "", false
		}
		if ch, ok := params.At(0).Type().Underlying().(*types.Chan); ok && isNamed(ch.Elem(), "github.com/prometheus/client_golang/prometheus", "Metric") {
			return "scrapes", true
		}
	}
	return "", false
}

// AtRegistration reports whether fn implements a method that, as its interface
// documents, is called when the object is registered, before others are:
// Describe of a prometheus.Collector.
func AtRegistration(fn *types.Func) bool {
	sig := fn.Signature()
	if fn.Name() != "Describe" || sig.Recv() == nil || sig.Params().Len() != 1 || sig.Results().Len() > 0 {
		return false
	}
	ch, ok := sig.Params().At(0).Type().Underlying().(*types.Chan)
	return ok && isNamed(ch.Elem(), "github.com/prometheus/client_golang/prometheus", "Desc")
}

// isRPC matches a method of a type that embeds the Unimplemented server that
// protoc-gen-go-grpc makes: func (s *server) Get(context.Context, *Req) (*Resp, error).
func isRPC(fn *ssa.Function) bool {
	sig := fn.Signature
	if sig.Recv() == nil || sig.Params().Len() < 1 || sig.Params().Len() > 2 {
		return false
	}
	obj, ok := ir.Func(fn)
	if !ok || !obj.Exported() {
		return false
	}
	t := sig.Recv().Type()
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		f := st.Field(i)
		if !f.Embedded() || !strings.HasPrefix(f.Name(), "Unimplemented") {
			continue // not the server's base
		}
		m, _, _ := types.LookupFieldOrMethod(f.Type(), true, obj.Pkg(), obj.Name())
		if m != nil {
			return true
		}
	}
	return false
}

// isNamed reports whether t, or what it points to, is the named type.
func isNamed(t types.Type, pkg, name string) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == pkg
}

// IsRequest reports whether t is one of the types that a server makes for each
// request.
func IsRequest(t types.Type) bool {
	return isNamed(t, "net/http", "ResponseWriter") || model.Parallel(t) != "" || isHTTPRequest(t) || extends(t)
}
