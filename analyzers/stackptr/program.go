package stackptr

import (
	"go/ast"
	"go/token"
	"go/types"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
)

// program is what is known of the package.
type program struct {
	fset    *token.FileSet
	info    *types.Info
	finder  *finder
	parks   *parks
	escapes *escape.Result
	awaits  func(*types.Package) *awaitFact // of imported packages
	pending []token.Pos                     // of frames that importers may report

	objects map[*ssa.Function][]escape.Object // nil before they are loaded
	frames  map[*ssa.Function][]*frame
	passing map[calledIn]int
	looping map[*ssa.Function]bool // of loops
	inside  map[*ssa.Function]bool // of within
	steps   int                    // frames that were walked
	all     *found
	few     func() bool // whether no function has so many objects
}

func newProgram(pass *analysis.Pass) *program {
	facts := make(map[*types.Package]*awaitFact)
	return &program{
		fset:    pass.Fset,
		info:    pass.TypesInfo,
		finder:  pass.ResultOf[manyAnalyzer].(*finder),
		parks:   pass.ResultOf[parksAnalyzer].(*parks),
		escapes: pass.ResultOf[escape.Analyzer].(*escape.Result),
		few:     sync.OnceValue(func() bool { return !worthwhile(pass.Files) }),
		awaits: func(pkg *types.Package) *awaitFact {
			fact, ok := facts[pkg]
			if !ok {
				fact = new(awaitFact)
				pass.ImportPackageFact(pkg, fact) // empty if there is none
				facts[pkg] = fact
			}
			return fact
		},
		frames:  make(map[*ssa.Function][]*frame),
		passing: make(map[calledIn]int),
		looping: make(map[*ssa.Function]bool),
		inside:  make(map[*ssa.Function]bool),
	}
}

// load finds the objects of the package's functions.
func (p *program) load() {
	if p.objects != nil {
		return // they are there
	}
	p.objects = make(map[*ssa.Function][]escape.Object)
	if p.few() {
		return // not worth a look
	}
	pkg := p.escapes.Package()
	for _, fn := range p.finder.funcs {
		for _, o := range pkg.Objects(fn) {
			p.objects[o.Fn] = append(p.objects[o.Fn], o)
		}
	}
}

// search finds what is too heavy in what many goroutines run.
func (p *program) search() *found {
	if p.all != nil {
		return p.all
	}
	p.all = newFound()
	if len(p.finder.out)+len(p.finder.outside) == 0 || p.few() && !p.meets() {
		return p.all // no frame can have so many objects, or is in many goroutines
	}
	p.load()
	p.steps = 0
	for _, r := range p.finder.out {
		p.walk(r, nil, p.all)
	}
	for _, r := range p.finder.outside {
		p.meetStarted(r, p.all)
	}
	return p.all
}

// meets reports whether imported packages have frames that await somebody.
func (p *program) meets() bool {
	for _, imp := range p.finder.pkg.Imports() {
		if len(p.awaits(imp).Awaited) > 0 {
			return true
		}
	}
	return false
}

// manyObjects is the number of address operators, literals and calls below
// which no function is looked at: each makes one stack object at most, or two.
const manyObjects = 8

// worthwhile reports whether the package has a function with enough of what
// becomes stack objects.
func worthwhile(files []*ast.File) bool {
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue // no code
			}
			n := 0
			ast.Inspect(fn.Body, func(node ast.Node) bool {
				switch node := node.(type) {
				case *ast.UnaryExpr:
					if node.Op == token.AND {
						n++
					}
				case *ast.FuncLit, *ast.CompositeLit, *ast.CallExpr:
					n++
				}
				return true
			})
			if n >= manyObjects {
				return true
			}
		}
	}
	return false
}
