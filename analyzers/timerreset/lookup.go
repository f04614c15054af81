package timerreset

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// A lookup answers what would else be asked of all functions of a package, for each of
// them: which ones touch a variable, which ones a call through a value or an interface may
// run.
type lookup struct {
	// touching lists the functions that do something to the timer in a variable, by what
	// that is, in the order of the package.
	touching map[variable]map[others][]*ssa.Function
	stores   map[variable][]*ssa.Store
	methods  map[string][]*ssa.Function // by name
	values   typeutil.Map               // of signatures, to the functions that values of them may be
	// caches of fieldsOfMethods and fieldsOfValues
	named map[string]map[*types.Var]bool
	typed typeutil.Map
}

// singleOps are the sets of one operation.
var singleOps = [...]others{othersReset, othersStop, othersReceive}

// newLookup indexes the functions of a surveyed package.
func newLookup(p *program) *lookup {
	l := &lookup{touching: make(map[variable]map[others][]*ssa.Function), stores: make(map[variable][]*ssa.Store),
		methods: make(map[string][]*ssa.Function), named: make(map[string]map[*types.Var]bool)}
	for _, fn := range p.funcs {
		for v, ops := range p.touches[fn] {
			if l.touching[v] == nil {
				l.touching[v] = make(map[others][]*ssa.Function)
			}
			for _, op := range singleOps {
				if ops&op != 0 {
					l.touching[v][op] = append(l.touching[v][op], fn)
				}
			}
		}
		if fn.Signature.Recv() != nil {
			l.methods[fn.Name()] = append(l.methods[fn.Name()], fn)
		}
		if p.exposed[fn] || fn.Parent() != nil {
			same, _ := l.values.At(fn.Signature).([]*ssa.Function)
			l.values.Set(fn.Signature, append(same, fn))
		}
		for st := range ir.Each[*ssa.Store](fn) {
			if v := p.variableAt(st.Addr); v != nil {
				l.stores[v] = append(l.stores[v], st)
			}
		}
	}
	return l
}

// fieldsOfMethods returns the fields that the methods of a name may write or touch.
func (l *lookup) fieldsOfMethods(p *program, name string) map[*types.Var]bool {
	out, ok := l.named[name]
	if !ok {
		out = p.allFields(l.methods[name])
		l.named[name] = out
	}
	return out
}

// fieldsOfValues returns the fields that functions of a signature may write or touch.
func (l *lookup) fieldsOfValues(p *program, sig *types.Signature) map[*types.Var]bool {
	out, ok := l.typed.At(sig).(map[*types.Var]bool)
	if !ok {
		same, _ := l.values.At(sig).([]*ssa.Function)
		out = p.allFields(same)
		l.typed.Set(sig, out)
	}
	return out
}

// allFields returns the fields that any of some functions may write or touch.
func (p *program) allFields(fns []*ssa.Function) map[*types.Var]bool {
	if len(fns) == 1 {
		return p.fields[fns[0]]
	}
	out := make(map[*types.Var]bool)
	for _, fn := range fns {
		for f := range p.fields[fn] {
			out[f] = true
		}
	}
	return out
}
