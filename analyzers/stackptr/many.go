package stackptr

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// A manyRun is a function that many goroutines run at once, each from its
// start.
type manyRun struct {
	fn  *ssa.Function
	why string
	pos token.Pos // of the go statement, if there is one
	// calls lead from the loop to the go statement, if it is not in the loop.
	calls []ssa.Instruction
	// passed is the number of times that control may pass by on the way there.
	passed int
	// request is set if the goroutine is that of a request: it may be short.
	request bool
}

// manyAnalyzer yields a [*finder] with the runs of a package. It exports what
// they call of the packages that import this one.
var manyAnalyzer = &analysis.Analyzer{
	Name:       "incidentmany",
	Doc:        "find the functions that many goroutines run, for stackptr",
	Run:        contain.Engine(runMany),
	Requires:   []*analysis.Analyzer{ir.Analyzer, parksAnalyzer},
	ResultType: reflect.TypeFor[*finder](),
	FactTypes:  []analysis.Fact{new(runFact)},
}

func runMany(pass *analysis.Pass) (any, error) {
	var facts []*runFact
	for _, imp := range pass.Pkg.Imports() {
		if fact := new(runFact); pass.ImportPackageFact(imp, fact) {
			facts = append(facts, fact)
		}
	}
	handlers := connHandlers(pass.Pkg)
	_, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).BuildNaive()
	m := &finder{funcs: funcs, pkg: pass.Pkg, parks: pass.ResultOf[parksAnalyzer].(*parks)}
	entries := goroutine.Entries(funcs, nil)
	streams := slices.ContainsFunc(funcs, func(fn *ssa.Function) bool { return streamHandler(fn) != nil })
	if len(facts) == 0 && len(handlers) == 0 && len(entries) == 0 && !streams && !starts(pass.Files) {
		return m, nil // nothing runs in many goroutines
	}
	m.resolve()
	m.reset()
	m.find(entries, readRuns(facts), handlers)
	if lines := m.lines(); lines != "" && !escape.IsStandard(pass.Pkg.Path()) {
		pass.ExportPackageFact(&runFact{lines})
	}
	return m, nil
}

// starts reports whether the package has go statements.
func starts(files []*ast.File) bool {
	found := false
	for _, f := range files {
		ast.Inspect(f, func(node ast.Node) bool {
			_, ok := node.(*ast.GoStmt)
			found = found || ok
			return !found
		})
	}
	return found
}

// find finds what runs once per request, which are the entries, and the goroutines that are started for
// each connection, message or request, here or as other packages tell:
//
//	for { conn, err := l.Accept(); go serve(conn) }
//
// The loop must end only when something happens, and the goroutine must get
// something that the loop made: one that a ticker starts, say, is soon done.
func (m *finder) find(entries []goroutine.Entry, told map[string]string, handlers map[*types.Func]string) {
	for _, e := range entries {
		if e.Heat == goroutine.Hot && e.Rounds == nil { // else one goroutine takes message after message
			m.run(manyRun{fn: e.Fn, why: "one goroutine per request runs it: " + e.Why, request: true})
		}
	}
	for _, fn := range m.funcs {
		if param := streamHandler(fn); param != nil {
			m.run(manyRun{fn: fn, why: "one goroutine per stream runs it: takes " + types.TypeString(param, (*types.Package).Name)})
		}
		for b, round := range rounds(fn) {
			by := serving{fn: fn, passed: decisions(round.usual)}
			in := func(at *ssa.BasicBlock) bool { return round.Blocks[at] }
			for _, e := range m.effects(b, in) {
				m.apply(e, in, by, "a goroutine is started in each round of a loop")
			}
		}
	}
	if len(told) > 0 {
		m.elsewhere(told)
	}
	m.handle(handlers)
	m.drain()
}

// drain looks at what serves.
func (m *finder) drain() {
	for len(m.work) > 0 {
		next := m.work[0]
		m.work = m.work[1:]
		for _, e := range m.effectsOf(next.fn) {
			by := next
			by.passed += e.passed
			m.apply(e, nil, by, "a goroutine is started for each request or connection")
		}
	}
}

// maxStarting bounds the decisions on the way to where a goroutine is started.
const maxStarting = 4

// decisions returns how often control may pass by what it usually comes to.
func decisions(usual bool) int {
	if usual {
		return 0
	}
	return 1
}

// A finder finds what many goroutines run.
type finder struct {
	*targets // nil before the first search
	funcs    []*ssa.Function
	pkg      *types.Package
	parks    *parks
	out      []manyRun
	// outside are calls of other packages' functions that serve: what they start,
	// many goroutines run.
	outside []manyRun
	runs    map[*ssa.Function]int     // by index in out
	outer   map[*ssa.Function]int     // by index in outside
	served  map[*ssa.Function]serving // what is called for each request or round
	noted   map[string]string         // what other packages may bring, and who calls it
	work    []serving
	known   map[*ssa.Function][]effect // of what serves
	within  map[*ssa.Function]bool     // functions of the package to look at, if not all
}

// serving is a function that is called for each of many, and the calls from the
// loop to it.
type serving struct {
	fn     *ssa.Function
	calls  []ssa.Instruction
	own    bool // each time on a goroutine of its own
	passed int  // as of a manyRun
}

// resolve makes function values known.
func (m *finder) resolve() {
	if m.targets == nil {
		m.targets = newTargets(m.funcs, m.parks.Hierarchy)
		m.known = make(map[*ssa.Function][]effect)
	}
}

// reset forgets what was found.
func (m *finder) reset() {
	m.out, m.outside, m.work = nil, nil, nil
	m.runs, m.outer = make(map[*ssa.Function]int), make(map[*ssa.Function]int)
	m.served, m.noted = make(map[*ssa.Function]serving), make(map[string]string)
}

// run adds a run, or puts it in place of one that control rather passes by.
func (m *finder) run(r manyRun) {
	if m.ignores(r.fn) || !noteRun(&m.out, m.runs, r) {
		return
	}
	m.serve(serving{r.fn, r.calls, true, r.passed})
}

// noteRun adds a run to a list of which index knows the places, or puts it in place of
// one that control rather passes by; whether it did.
func noteRun(list *[]manyRun, index map[*ssa.Function]int, r manyRun) bool {
	i, ok := index[r.fn]
	switch {
	case !ok:
		index[r.fn] = len(*list)
		*list = append(*list, r)
	case r.passed < (*list)[i].passed:
		(*list)[i] = r
	default:
		return false // is known
	}
	return true
}

// ignores reports whether a function is not to be looked at.
func (m *finder) ignores(fn *ssa.Function) bool {
	return m.within != nil && fn.Blocks != nil && !m.within[fn]
}

func (m *finder) serve(s serving) {
	if m.ignores(s.fn) {
		return
	}
	old, seen := m.served[s.fn]
	if (!seen || s.own && !old.own || s.own == old.own && s.passed < old.passed) && len(s.calls) < maxDepth {
		m.served[s.fn] = s
		m.work = append(m.work, s)
	}
}

// takesFrom reports whether one of the values, or something that a literal
// captures, comes from an instruction in one of the blocks, or if in is nil,
// from a parameter of the function.
func takesFrom(values []ssa.Value, in func(*ssa.BasicBlock) bool) bool {
	seen := make(map[ssa.Value]bool)
	var from func(v ssa.Value) bool
	from = func(v ssa.Value) bool {
		if v == nil || seen[v] || len(seen) > maxValues {
			return false
		}
		seen[v] = true
		if isTick(v.Type()) {
			return false // comes once in a while
		}
		switch x := v.(type) {
		case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin:
			return false
		case *ssa.Parameter:
			return in == nil
		case *ssa.FreeVar:
			return in == nil
		case *ssa.Alloc:
			return slices.ContainsFunc(storedIn(x), from)
		case *ssa.Call:
			if in != nil && in(v.(ssa.Instruction).Block()) {
				return true
			}
		case *ssa.UnOp:
			if x.Op == token.ARROW && in != nil && in(x.Block()) {
				return true
			}
		case *ssa.Select:
			if in != nil && in(x.Block()) {
				return true
			}
		}
		if instr, ok := v.(ssa.Instruction); ok {
			for _, op := range instr.Operands(nil) {
				if *op != nil && from(*op) {
					return true
				}
			}
		}
		return false
	}
	return slices.ContainsFunc(values, from)
}

// storedIn returns what is stored to a variable or its fields.
func storedIn(a *ssa.Alloc) []ssa.Value {
	var out []ssa.Value
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == a {
				out = append(out, ref.Val)
			}
		case *ssa.FieldAddr:
			for _, ref := range *ref.Referrers() {
				if st, ok := ref.(*ssa.Store); ok {
					out = append(out, st.Val)
				}
			}
		}
	}
	return out
}

// isTick reports whether t is what a ticker or the operating system sends.
func isTick(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	switch named.Obj().Pkg().Path() + "." + named.Obj().Name() {
	case "time.Time", "os.Signal":
		return true
	}
	return false
}
