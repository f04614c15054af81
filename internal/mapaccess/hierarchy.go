package mapaccess

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
)

// newHierarchy returns the methods behind calls of interface methods: those of
// the types of a package that it makes interfaces of outside its tests, and of those that
// it imports if they have told of the method.
func (p *Package) newHierarchy(pkg *ssa.Package, funcs []*ssa.Function) *callgraph.Hierarchy {
	h, imports := callgraph.NewHierarchy(), p.facts
	own := slices.DeleteFunc(slices.Clone(funcs), func(fn *ssa.Function) bool { return p.InTest(fn.Pos()) })
	converted := callgraph.Converted(own)
	for _, name := range pkg.Pkg.Scope().Names() {
		if tn, ok := pkg.Pkg.Scope().Lookup(name).(*types.TypeName); ok && converted[tn] {
			h.AddType(pkg, name, nil)
		}
	}
	for _, imp := range pkg.Pkg.Imports() {
		told := imports.imported(imp)
		for _, name := range receivers(told) { // not all types: most are never resolved otherwise
			h.AddType(pkg.Prog.Package(imp), name, func(fn *types.Func) bool { return told[fn.FullName()] != nil })
		}
	}
	return h
}

// receivers returns the names of the types of whose methods a package has told,
// sorted.
func receivers(told map[string]*wireFunc) []string {
	var out []string
	for name := range told {
		end := strings.LastIndexByte(name, ')') // (*path/of.Type).Method
		if end < 0 {
			continue // a function
		}
		recv := name[:end]
		out = append(out, recv[strings.LastIndexByte(recv, '.')+1:])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
