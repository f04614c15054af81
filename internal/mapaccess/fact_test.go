package mapaccess

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

// TestDecodeForeign decodes facts that speak of results and arguments which a function does
// not have: what they say of these is left out.
func TestDecodeForeign(t *testing.T) {
	funcs := ssatest.Funcs(t, `package p
func New() *map[string]int { return nil }`)
	p := analyze(&analysis.Pass{
		Fset:              funcs[0].Prog.Fset,
		Pkg:               funcs[0].Pkg.Pkg,
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		ExportPackageFact: func(analysis.Fact) {},
	}, funcs[0].Pkg, []*ssa.Function{funcs[0]})
	access := func(result int) wireAccess {
		return wireAccess{Place: wirePlace{Param: firstResult - result}, Kind: uint8(Write), Thread: &wireThread{}}
	}
	for _, c := range []struct {
		name   string
		result int
		want   int
	}{
		{"its result", 0, 1},
		{"a result that it does not have", 1, 0},
		{"one that nobody has", 1 << 40, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &wireFunc{Results: make([]wireResult, 5), Accesses: []wireAccess{access(c.result)}, Calls: []wireCallback{{Fn: wirePlace{Param: firstResult}, Args: []wireArg{{I: -1}, {I: 1 << 40}}}}}
			sum := p.facts.decode(funcs[0].Object().(*types.Func), dynamic{}, f)
			if len(sum.accesses) != c.want || len(sum.calls[0].args) != 0 {
				t.Errorf("got %d accesses, and %d arguments of a callback, want %d and none", len(sum.accesses), len(sum.calls[0].args), c.want)
			}
		})
	}
}
