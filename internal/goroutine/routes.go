package goroutine

import (
	"go/constant"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// routes tells at which paths of requests functions are registered: those that are
// passed to a call together with a constant path.
type routes map[*ssa.Function][]route

// A route is a path, and the function in which it is registered: that may itself be
// registered at a path, as a group of routes is.
type route struct {
	path string
	in   *ssa.Function
}

func routesOf(funcs []*ssa.Function) routes {
	out := make(routes)
	for fn, call := range calls(funcs) {
		path := pathOf(call, 0)
		if path == "" {
			continue // registers at no path
		}
		for _, arg := range passed(call) {
			for _, target := range functions(arg) {
				out[target] = append(out[target], route{path, fn})
			}
		}
	}
	return out
}

// maxGroups is the number of groups of routes within each other.
const maxGroups = 5

// pathOf returns the constant paths among the arguments of a call, behind those of
// the calls that made its receiver. It is "" if the call has none itself.
func pathOf(call *ssa.CallCommon, depth int) string {
	path := ""
	for _, arg := range call.Args {
		c, ok := arg.(*ssa.Const)
		if !ok || c.Value == nil || c.Value.Kind() != constant.String {
			continue // no constant string
		}
		if s := constant.StringVal(c.Value); strings.Contains(s, "/") {
			path += " " + s
		}
	}
	if path == "" || depth == maxGroups {
		return path
	}
	recv := call.Value
	if !call.IsInvoke() {
		if call.Signature().Recv() == nil || len(call.Args) == 0 {
			return path
		}
		recv = call.Args[0]
	}
	if made, ok := recv.(*ssa.Call); ok {
		path = pathOf(made.Common(), depth+1) + path
	}
	return path
}

// passed returns the arguments of a call, and those of a variadic one by one.
func passed(call *ssa.CallCommon) []ssa.Value {
	if len(call.Args) == 0 {
		return nil
	}
	return slices.Concat(call.Args, callgraph.Variadic(call.Args[len(call.Args)-1]))
}

// path returns the path at which a function is registered, with the method if the
// registration says it, "" if there are none or several.
func (r routes) path(fn *ssa.Function) string {
	if len(r[fn]) != 1 {
		return ""
	}
	var b strings.Builder
	for _, part := range strings.Fields(r[fn][0].path) {
		if strings.HasPrefix(part, "/") {
			b.WriteString(strings.TrimSuffix(part, "/"))
		} else {
			b.WriteString(part + " ")
		}
	}
	if path := b.String(); path != "" && !strings.HasSuffix(path, " ") {
		return path
	}
	return b.String() + "/" // the root alone
}

// cold reports whether all paths at which a function is registered, by their words,
// are those of administrators or are asked for once in a while.
func (r routes) cold(fn *ssa.Function) bool { return r.coldBelow(fn, 0) }

func (r routes) coldBelow(fn *ssa.Function, depth int) bool {
	for _, at := range r[fn] {
		if !model.Says("cold", at.path) && (depth == maxGroups || !r.coldBelow(at.in, depth+1)) {
			return false
		}
	}
	return len(r[fn]) > 0
}
