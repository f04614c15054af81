// Package ssatest builds the SSA of source text, for the table tests of engines.
package ssatest

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// The importer reads each package of the standard library once.
var (
	fset     = token.NewFileSet()
	standard = importer.ForCompiler(fset, "source", nil)
)

// Funcs returns the functions and methods that a package given as source declares, in
// the order of the source.
func Funcs(t testing.TB, source string) []*ssa.Function {
	t.Helper()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, info, err := ssautil.BuildPackage(&types.Config{Importer: standard},
		fset, types.NewPackage("p", "p"), []*ast.File{file}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []*ssa.Function
	for _, decl := range file.Decls {
		decl, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue // not a function
		}
		if fn := pkg.Prog.FuncValue(info.Defs[decl.Name].(*types.Func)); fn != nil {
			out = append(out, fn)
		}
	}
	return out
}

// Named returns the functions, not the methods, that a package given as source
// declares, by name.
func Named(t testing.TB, source string) map[string]*ssa.Function {
	t.Helper()
	out := make(map[string]*ssa.Function)
	for _, fn := range Funcs(t, source) {
		if fn.Signature.Recv() == nil {
			out[fn.Name()] = fn
		}
	}
	return out
}

// Calls returns the calls of the functions named a and b.
func Calls(fn *ssa.Function) (a, b ssa.Instruction) {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || call.Call.StaticCallee() == nil {
				continue // no call by name
			}
			switch call.Call.StaticCallee().Name() {
			case "a":
				a = instr
			case "b":
				b = instr
			}
		}
	}
	return a, b
}
