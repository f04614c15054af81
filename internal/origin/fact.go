package origin

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/pending"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// A Fact is what a package tells those above it, of itself and of the user's packages
// below.
type Fact struct{ pending.Bundle }

// AFact marks Fact as a fact.
func (*Fact) AFact() {}

// origins is what a package tells those that import it.
type origins struct {
	Sums  []Summary // by name
	Impls []summary.Implementation[string]
	// Mutable names the package variables that do not hold configuration.
	Mutable []string
	// Own is set for a package of the user.
	Own bool
	// Vars is set if Mutable is complete.
	Vars bool
}

// take adds what an imported package, or one below it, told.
func (p *program) take(path string, o *origins) {
	for i := range o.Sums {
		sum := &o.Sums[i]
		sum.foreign = !o.Own
		p.sums[sum.Name] = sum
	}
	p.index.Add(o.Impls)
	p.imported[path] = o.Vars
	for _, name := range o.Mutable {
		p.mutable[path+"."+name] = true
	}
}

// export makes what importers are told.
func (p *program) export() *origins {
	out := &origins{Own: p.user, Vars: true}
	exported := make(map[string]bool)
	for _, fn := range p.funcs {
		sum := p.own[Name(fn)]
		if sum == nil || exported[sum.Name] {
			continue // a variant of another
		}
		if p.worth(fn, sum) {
			exported[sum.Name] = true
			out.Sums = append(out.Sums, *sum)
		}
	}
	slices.SortFunc(out.Sums, func(a, b Summary) int { return cmp.Compare(a.Name, b.Name) })
	out.Impls = summary.Implementations(p.pass.Pkg, func(fn *types.Func) (string, bool) {
		name := model.Name(fn)
		return name, exported[name] && (p.user || fn.Exported())
	})
	p.index.Add(out.Impls)
	for _, member := range p.pkg.Members {
		if v, ok := member.(*ssa.Global); ok && token.IsExported(v.Name()) && p.global(v) == Unknown {
			out.Mutable = append(out.Mutable, v.Name())
		}
	}
	slices.Sort(out.Mutable)
	return out
}

// worth reports whether importers should know a function: of a dependency, what decodes
// and what takes from configuration.
func (p *program) worth(fn *ssa.Function, sum *Summary) bool {
	if sum.Leads {
		return true
	}
	if p.user {
		return len(sum.Outs) > 0 || len(sum.Gives) > 0 || slices.ContainsFunc(sum.Results, func(v Value) bool { return v != Value{} })
	}
	return (fn.Parent() != nil || token.IsExported(fn.Name())) &&
		slices.ContainsFunc(sum.Results, func(v Value) bool { return v.Class == Config && v.Source != "" })
}
