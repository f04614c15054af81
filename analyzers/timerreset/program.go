package timerreset

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/summary"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// variable identifies a variable across the functions of a package: the field
// of a struct type, a global, a local that closures share, or a free variable.
type variable any // *types.Var, *ssa.Global, *ssa.Alloc or *ssa.FreeVar

// program is what is known of a package before any function is interpreted:
// which functions touch timers, and which variables they touch.
type program struct {
	src   *sources
	funcs []*ssa.Function
	// relevant functions, and those in whose literals this holds, name a timer
	// or set a variable of the function around them.
	relevant map[*ssa.Function]bool
	// timed functions call package time.
	timed map[*ssa.Function]bool
	// direct literals are only called or deferred where they are made.
	direct map[*ssa.Function]bool
	// touches tells what a function itself does to the timer in a variable.
	touches map[*ssa.Function]map[variable]others
	// reaches is touches including what the functions do that are called.
	reaches map[*ssa.Function]map[variable]bool
	// stores counts the stores to a variable; made holds the kinds stored.
	stores map[variable]map[*ssa.Function]int
	made   map[variable]map[kind]bool
	// sets tells in which variables a function stores timers.
	sets map[*ssa.Function]map[variable]bool
	// given variables are passed to some function that is not of package time.
	given map[variable]bool
	// fields tells which fields a function and its callees write or touch.
	fields map[*ssa.Function]map[*types.Var]bool
	// callers lists the functions that call a function; exposed functions
	// may also be called from elsewhere.
	callers map[*ssa.Function]map[*ssa.Function]bool
	exposed map[*ssa.Function]bool
	taken   map[*ssa.Function]bool // used as a value
	calls   map[*ssa.Function]map[*ssa.Function]bool
	// bindings maps a free variable to the variable that it stands for.
	bindings map[*ssa.FreeVar]ssa.Value
	// tickers are the places whose type is *time.Ticker.
	tickers map[*place.Place]bool
	// helper imports the summary of a function of another package.
	helper summary.Lookup[*helperFact]
	// private fields are exported, but of a struct type that is not.
	private map[*types.Var]bool
	// resetPhases collects, as bits, the phases in which a Reset was met under
	// the semantics since Go 1.23.
	resetPhases map[*ssa.CallCommon]uint
	// setters are literals, called on the spot, that set captured variables.
	setters map[*ssa.Function]bool
	// caches of ownVariables, touchedBy and othersOf
	own     map[*ssa.Function]map[variable]bool
	touched map[*ssa.CallCommon]map[*types.Var]bool
	shared  map[sharedKey]others
	lookup  *lookup
	code    *typestate.Code
}

// index surveys the functions of a package.
func index(src *sources, funcs []*ssa.Function) *program {
	p := &program{
		src:         src,
		funcs:       funcs,
		relevant:    make(map[*ssa.Function]bool),
		timed:       make(map[*ssa.Function]bool),
		direct:      typestate.InPlace(funcs, true),
		reaches:     make(map[*ssa.Function]map[variable]bool),
		touches:     make(map[*ssa.Function]map[variable]others),
		stores:      make(map[variable]map[*ssa.Function]int),
		made:        make(map[variable]map[kind]bool),
		sets:        make(map[*ssa.Function]map[variable]bool),
		given:       make(map[variable]bool),
		fields:      make(map[*ssa.Function]map[*types.Var]bool),
		callers:     make(map[*ssa.Function]map[*ssa.Function]bool),
		exposed:     make(map[*ssa.Function]bool),
		taken:       make(map[*ssa.Function]bool),
		calls:       make(map[*ssa.Function]map[*ssa.Function]bool),
		bindings:    make(map[*ssa.FreeVar]ssa.Value),
		tickers:     make(map[*place.Place]bool),
		private:     make(map[*types.Var]bool),
		resetPhases: make(map[*ssa.CallCommon]uint),
		setters:     make(map[*ssa.Function]bool),
		own:         make(map[*ssa.Function]map[variable]bool),
		touched:     make(map[*ssa.CallCommon]map[*types.Var]bool),
		shared:      make(map[sharedKey]others),
		code:        typestate.NewCode(funcs),
	}
	for _, fn := range funcs {
		for c := range ir.Each[*ssa.MakeClosure](fn) {
			for i, fv := range c.Fn.(*ssa.Function).FreeVars {
				p.bindings[fv] = c.Bindings[i]
			}
		}
	}
	for _, fn := range funcs {
		p.touches[fn] = make(map[variable]others)
		p.fields[fn] = make(map[*types.Var]bool)
		p.calls[fn] = make(map[*ssa.Function]bool)
		if obj, ok := ir.Func(fn); ok && obj.Exported() {
			p.exposed[fn] = true
		}
		for _, param := range fn.Params {
			if isTimerPtr(param.Type()) {
				p.relevant[fn] = true
			}
		}
		for instr := range ir.Each[ssa.Instruction](fn) {
			p.survey(fn, instr)
		}
	}
	p.close()
	if len(funcs) > 0 {
		if pkg := ir.Pkg(funcs[0]); pkg != nil {
			p.privateFields(pkg.Scope())
		}
	}
	return p
}

// privateFields notes the fields that only this package can name, because it
// does not export their struct.
func (p *program) privateFields(scope *types.Scope) {
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || obj.Exported() {
			continue // no type, or anybody's
		}
		if st := structOf(obj.Type()); st != nil {
			for f := range st.Fields() {
				p.private[f] = true
			}
		}
	}
}

// variableAt returns the variable at an address, nil if it has no identity
// across functions.
func (p *program) variableAt(addr ssa.Value) variable {
	switch addr := addr.(type) {
	case *ssa.FieldAddr:
		if f := place.FieldOf(addr.X.Type(), addr.Field); f != nil {
			return f
		}
	case *ssa.Global:
		return addr
	case *ssa.Alloc:
		return addr
	case *ssa.FreeVar:
		if b, ok := p.bindings[addr]; ok {
			return p.variableAt(b)
		}
		return addr
	}
	return nil
}

// timerVariable returns the variable that holds the timer v, or the timer
// whose channel v is.
func (p *program) timerVariable(v ssa.Value) variable {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return nil
		}
		if f, ok := v.X.(*ssa.FieldAddr); ok && isTimerPtr(f.X.Type()) {
			return p.timerVariable(f.X) // v is t.C
		}
		return p.variableAt(v.X)
	case *ssa.FieldAddr, *ssa.Alloc: // a timer by value
		return p.variableAt(v)
	case *ssa.Field:
		return place.FieldOf(v.X.Type(), v.Field)
	case *ssa.ChangeType:
		return p.timerVariable(v.X)
	}
	return nil
}

func (p *program) survey(fn *ssa.Function, instr ssa.Instruction) {
	if v, ok := instr.(ssa.Value); ok && (isTimerPtr(v.Type())) {
		p.relevant[fn] = true
	}
	switch instr := instr.(type) {
	case *ssa.FieldAddr:
		if isTimerPtr(instr.X.Type()) {
			p.relevant[fn] = true
		}
	case *ssa.Store:
		p.surveyStore(fn, instr)
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			p.touch(fn, p.timerVariable(instr.X), othersReceive)
		}
	case *ssa.Select:
		for _, st := range instr.States {
			if st.Dir == types.RecvOnly {
				p.touch(fn, p.timerVariable(st.Chan), othersReceive)
			}
		}
	case ssa.CallInstruction:
		p.surveyCall(fn, instr)
	}
	for _, op := range instr.Operands(nil) {
		g, ok := (*op).(*ssa.Function)
		if !ok {
			continue // not a function
		}
		if call, ok := instr.(*ssa.Call); ok && call.Call.Value == g {
			continue // called, not taken
		}
		if d, ok := instr.(*ssa.Defer); ok && d.Call.Value == g {
			continue // deferred, not taken
		}
		p.exposed[g] = true
		if started, ok := instr.(*ssa.Go); ok && started.Call.Value == g {
			continue // started, not taken
		}
		p.taken[g] = true
		if g.Synthetic != "" { // a bound method or a method expression
			for call := range ir.Each[ssa.CallInstruction](g) {
				if call.Common().StaticCallee() != nil {
					p.exposed[call.Common().StaticCallee()] = true
					p.taken[call.Common().StaticCallee()] = true
				}
			}
		}
	}
}

func (p *program) touch(fn *ssa.Function, v variable, ops others) {
	if v == nil {
		return // a timer without a name of its own
	}
	p.touches[fn][v] |= ops
	if obj, ok := v.(*types.Var); ok {
		p.fields[fn][obj] = true
	}
}

func (p *program) surveyStore(fn *ssa.Function, s *ssa.Store) {
	v := p.variableAt(s.Addr)
	if v == nil {
		return // an element or a pointee
	}
	if p.stores[v] == nil {
		p.stores[v] = make(map[*ssa.Function]int)
	}
	p.stores[v][fn]++
	if obj, ok := v.(*types.Var); ok {
		p.fields[fn][obj] = true
	}
	if !isTimerPtr(s.Val.Type()) {
		return // only timers have a kind
	}
	if p.sets[fn] == nil {
		p.sets[fn] = make(map[variable]bool)
	}
	p.sets[fn][v] = true
	if c, ok := s.Val.(*ssa.Const); !ok || !c.IsNil() {
		if p.made[v] == nil {
			p.made[v] = make(map[kind]bool)
		}
		p.made[v][constructedBy(s.Val)] = true
	}
	if f, ok := s.Addr.(*ssa.FieldAddr); ok {
		if _, fresh := deref(f.X).(*ssa.Alloc); fresh {
			return // a constructor fills a struct that nobody shares yet
		}
	}
	if _, isLocal := s.Addr.(*ssa.Alloc); isLocal && p.stores[v][fn] == 1 {
		return // the declaration
	}
	p.touch(fn, v, othersReset)
}

// constructedBy returns the kind of timer that v is made as.
func constructedBy(v ssa.Value) kind {
	if call, ok := v.(*ssa.Call); ok {
		switch timeFunc(&call.Call) {
		case "NewTimer":
			return kindTimer
		case "AfterFunc":
			return kindFunc
		case "NewTicker":
			return kindTicker
		}
	}
	return kindUnknown
}

func (p *program) surveyCall(fn *ssa.Function, instr ssa.CallInstruction) {
	call := instr.Common()
	name := timeFunc(call)
	if name != "" {
		p.timed[fn] = true
	}
	switch name {
	case "(*Timer).Stop", "(*Ticker).Stop":
		p.relevant[fn] = true
		p.touch(fn, p.timerVariable(call.Args[0]), othersStop)
		return
	case "(*Timer).Reset", "(*Ticker).Reset":
		p.relevant[fn] = true
		p.touch(fn, p.timerVariable(call.Args[0]), othersReset)
		return
	}
	for _, arg := range call.Args {
		if notPositive(arg) {
			p.relevant[fn] = true // perhaps an interval
		}
		if isTimerPtr(arg.Type()) {
			p.relevant[fn] = true
			v := p.timerVariable(arg)
			p.touch(fn, v, othersAll)
			p.given[v] = true
		}
	}
	if g := calleeOf(call); g != nil {
		if _, isGo := instr.(*ssa.Go); isGo {
			p.exposed[g] = true
		} else {
			p.calls[fn][g] = true
		}
		if p.callers[g] == nil {
			p.callers[g] = make(map[*ssa.Function]bool)
		}
		p.callers[g][fn] = true
	}
}
