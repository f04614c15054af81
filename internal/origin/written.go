package origin

import (
	"go/types"
	"os"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/model"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// A filePath is what the path of a file is made of: texts, in their order, and the
// fields, variables and functions that the rest comes from. What a function is
// given is unknown.
type filePath struct {
	texts   []string
	objects map[types.Object]bool
	unknown bool
	// parts are the texts that are put together, with a hole, which is "", where
	// something else comes.
	parts []string
}

// maxPath bounds the expressions that a path is made of.
const maxPath = 8

// writers are the functions that write a file, with the index of its path.
var writers = map[string]int{
	"os.WriteFile": 0, "io/ioutil.WriteFile": 0, "os.Create": 0, "os.Rename": 1,
}

// written returns the paths of the files that the functions of a package write,
// those of tests apart: what a test writes, it cleans up.
func written(funcs []*ssa.Function) []filePath {
	callers := make(map[*ssa.Function][]*ssa.CallCommon)
	var calls []*ssa.CallCommon
	for _, fn := range funcs {
		if strings.HasSuffix(fn.Prog.Fset.Position(fn.Pos()).Filename, "_test.go") {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue // no call
				}
				callee := call.Common().StaticCallee()
				if callee == nil {
					continue // dynamic
				}
				callers[callee] = append(callers[callee], call.Common())
				if pathArgument(call.Common(), callee) >= 0 {
					calls = append(calls, call.Common())
				}
			}
		}
	}
	var out []filePath
	for _, call := range calls {
		callee := call.StaticCallee()
		arg := call.Args[pathArgument(call, callee)]
		p, ok := arg.(*ssa.Parameter)
		if !ok || len(callers[p.Parent()]) == 0 {
			out = append(out, pathOf(arg))
			continue
		}
		for _, by := range callers[p.Parent()] { // a helper that writes what it is told to
			if i := slices.Index(p.Parent().Params, p); i < len(by.Args) {
				out = append(out, pathOf(by.Args[i]))
			}
		}
	}
	return out
}

// pathArgument returns the index of the path of the file that a call writes, -1 if it
// writes none: by the table, by the flags of os.OpenFile, and for the functions of
// dependencies by their shape, which is that of os.WriteFile:
//
//	func(path string, data []byte or io.Reader, ...) error
func pathArgument(call *ssa.CallCommon, callee *ssa.Function) int {
	name := ir.Path(callee) + "." + callee.Name()
	if i, ok := writers[name]; ok {
		return i
	}
	if name == "os.OpenFile" {
		if flag, ok := call.Args[1].(*ssa.Const); ok && flag.Int64()&int64(os.O_WRONLY|os.O_RDWR) == 0 {
			return -1 // only reads
		}
		return 0
	}
	sig := callee.Signature
	if callee.Blocks != nil || sig.Recv() != nil || model.Standard(ir.Pkg(callee)) || sig.Params().Len() < 2 || sig.Results().Len() != 1 ||
		!types.Identical(sig.Results().At(0).Type(), types.Universe.Lookup("error").Type()) {
		return -1
	}
	path, data := sig.Params().At(0).Type(), sig.Params().At(1).Type()
	if basic, ok := path.Underlying().(*types.Basic); !ok || basic.Kind() != types.String {
		return -1
	}
	if _, ok := data.Underlying().(*types.Slice); ok && IsText(data) || types.IsInterface(data) && Readable(data) {
		return 0
	}
	return -1
}

// pathOf returns what a path is made of.
func pathOf(v ssa.Value) filePath {
	p := filePath{objects: make(map[types.Object]bool)}
	p.add(v, 0)
	return p
}

func (p *filePath) add(v ssa.Value, depth int) {
	if depth > maxPath {
		p.missing()
		return
	}
	switch v := v.(type) {
	case *ssa.Const:
		if s, ok := StringOf(v); ok {
			p.texts = append(p.texts, s)
			p.parts = append(p.parts, s)
		}
	case *ssa.BinOp:
		p.add(v.X, depth+1)
		p.add(v.Y, depth+1)
	case *ssa.Phi:
		parts := p.parts
		for _, edge := range v.Edges {
			p.add(edge, depth+1)
		}
		p.parts = parts
		p.hole()
	case *ssa.UnOp:
		p.add(v.X, depth+1)
	case *ssa.FieldAddr:
		p.field(v.X, v.Field)
	case *ssa.Field:
		p.field(v.X, v.Field)
	case *ssa.Global:
		p.objects[v.Object()] = true
		p.hole()
	case *ssa.MakeInterface:
		p.add(v.X, depth+1)
	case *ssa.Convert:
		p.add(v.X, depth+1)
	case *ssa.ChangeType:
		p.add(v.X, depth+1)
	case *ssa.Extract:
		p.add(v.Tuple, depth+1)
	case *ssa.Slice:
		if elems := callgraph.Variadic(v); elems != nil {
			for _, elem := range elems {
				p.add(elem, depth+1)
			}
			return
		}
		p.add(v.X, depth+1)
	case *ssa.Call:
		parts := p.parts
		for _, arg := range v.Call.Args {
			p.add(arg, depth+1)
		}
		fn, ok := ir.Func(v.Call.StaticCallee())
		if ok && composes(fn) {
			return
		}
		if ok {
			p.objects[fn.Origin()] = true
		}
		p.parts = parts // the arguments are no part of the path
		p.hole()
	default:
		p.missing()
	}
}

// missing notes that nobody knows what comes next.
func (p *filePath) missing() {
	p.unknown = true
	p.hole()
}

// hole notes that something else than a text comes next.
func (p *filePath) hole() {
	if n := len(p.parts); n == 0 || p.parts[n-1] != "" {
		p.parts = append(p.parts, "")
	}
}

// composes reports whether a function makes a path of its arguments alone: one of the
// packages that work on texts.
func composes(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "fmt", "path", "path/filepath", "strings":
		return true
	}
	return false
}

// field notes the i-th field of a struct, or of what a pointer to one points to.
func (p *filePath) field(x ssa.Value, i int) {
	p.hole()
	if ptr, ok := x.Type().Underlying().(*types.Pointer); ok {
		if st, ok := ptr.Elem().Underlying().(*types.Struct); ok {
			p.objects[st.Field(i).Origin()] = true
		}
	} else if st, ok := x.Type().Underlying().(*types.Struct); ok {
		p.objects[st.Field(i).Origin()] = true
	}
}

// same reports whether two paths may be those of one file: they are put together in the
// same way, of texts and what comes between these. Or they end in the same text, if both
// end in one, and are made of a field, variable or function in common, of nothing but
// texts, or both of what nobody knows.
func (p filePath) same(q filePath) bool {
	if texts := len(p.parts) - holes(p.parts); texts > 1 && texts < len(p.parts) && slices.Equal(p.parts, q.parts) {
		return true
	}
	if len(p.texts) > 0 && len(q.texts) > 0 && p.texts[len(p.texts)-1] != q.texts[len(q.texts)-1] {
		return false
	}
	if p.unknown || q.unknown {
		return p.unknown && q.unknown
	}
	if len(p.objects) == 0 && len(q.objects) == 0 {
		return slices.Equal(p.texts, q.texts)
	}
	for obj := range p.objects {
		if q.objects[obj] {
			return true
		}
	}
	return false
}

// holes counts the holes among the parts of a path.
func holes(parts []string) int {
	n := 0
	for _, part := range parts {
		if part == "" {
			n++
		}
	}
	return n
}
