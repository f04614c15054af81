package mapaccess

import (
	"cmp"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/happens"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Bounds of what is exported of a function.
const (
	maxWireAccesses = 24
	maxWireChain    = 4
	maxWireArgs     = 64
)

// An importer reads and writes the summaries of functions as facts.
type importer struct {
	pass *analysis.Pass
	Pkg  *Package
	ssa  *ssa.Package
	memo map[*types.Func]*Summary
	pkgs map[*types.Package]map[string]*wireFunc
	// variables are those of imported packages that are not exported.
	variables map[string]*place.Variable
	// hidden are the methods, and fields, of types that are not exported.
	methods map[string]*ssa.Function
	sums    map[*ssa.Function]*Summary
	fields  map[string]*types.Var
	owners  map[*types.Var]dynamic
}

func newImporter(pass *analysis.Pass, prog *Package, pkg *ssa.Package) *importer {
	return &importer{
		pass: pass, Pkg: prog, ssa: pkg,
		memo:      make(map[*types.Func]*Summary),
		pkgs:      make(map[*types.Package]map[string]*wireFunc),
		variables: make(map[string]*place.Variable),
		methods:   make(map[string]*ssa.Function),
		sums:      make(map[*ssa.Function]*Summary),
		fields:    make(map[string]*types.Var),
		owners:    make(map[*types.Var]dynamic),
	}
}

// export writes the summaries that other packages can come to need.
func (im *importer) export(funcs []*ssa.Function) {
	all := new(fact)
	for _, fn := range funcs {
		b := im.Pkg.Functions[fn]
		obj, ok := ir.Func(fn)
		if b == nil || !ok || !obj.Exported() || im.Pkg.InTest(fn.Pos()) {
			continue // not called from elsewhere
		}
		if f := im.encode(fn, b.Sum); f != nil {
			f.Name = obj.FullName()
			all.Funcs = append(all.Funcs, *f)
		}
	}
	if len(all.Funcs) == 0 {
		return // nothing to tell
	}
	slices.SortFunc(all.Funcs, func(a, b wireFunc) int { return cmp.Compare(a.Name, b.Name) })
	im.pass.ExportPackageFact(all)
}

// encode returns nil for a summary that says nothing. Accesses under locks that others
// cannot name are left out: they matter in their own package.
func (im *importer) encode(fn *ssa.Function, sum *Summary) *wireFunc {
	f := new(wireFunc)
	says := false
	for i, r := range sum.results {
		if !im.Pkg.relevant(fn.Signature.Results().At(i).Type()) {
			f.Results = append(f.Results, wireResult{})
			continue
		}
		w := wireResult{Fresh: r.fresh}
		if r.place != nil {
			w.Place, w.Known = encodePlace(fn, sum.results, r.place)
		}
		if r.dynamic.pkg != nil {
			w.Pkg, w.Type = r.dynamic.pkg.Path(), r.dynamic.name
		}
		says = says || w.Known || w.Fresh || w.Type != ""
		f.Results = append(f.Results, w)
	}
	for _, cb := range sum.calls {
		if cb.method != "" && cb.Thread == nil {
			continue // too many, and seldom anybody's business
		}
		at, ok := encodePlace(fn, sum.results, cb.Fn)
		must := encodeLocks(fn, sum, cb.must)
		if !ok || len(cb.may) != len(must) || len(cb.chain) > maxWireChain {
			continue // called under a lock that means nothing to others, or too far away
		}
		var args []wireArg
		for i, arg := range cb.args {
			if arg == nil || i > maxWireArgs {
				continue // nobody's business
			}
			if of, ok := encodePlace(fn, sum.results, arg); ok {
				args = append(args, wireArg{i, of})
			}
		}
		f.Calls = append(f.Calls, wireCallback{at, args, cb.method, must, encodeThread(cb.Thread), encodeSites(cb.chain)})
	}
	for _, a := range sum.accesses {
		at, ok := encodePlace(fn, sum.results, a.Place)
		must := encodeLocks(fn, sum, a.Must)
		if slices.ContainsFunc(a.Must, func(h lockset.Held) bool { return IsOnce(h.Place) }) {
			continue // what runs once is nobody else's business
		}
		if !ok || len(a.May) != len(must) || len(a.Chain) > maxWireChain || len(f.Accesses) >= maxWireAccesses {
			continue // guarded by what means nothing to others, too far away, or too many
		}
		f.Accesses = append(f.Accesses, wireAccess{at, uint8(a.Kind), uint8(a.Choice.exported()), must, encodeSite(a.At), encodeThread(a.Thread), encodeSites(a.Chain)})
	}
	for _, c := range sum.contents {
		if of, ok := encodePlace(fn, sum.results, c.of); ok {
			w := wireContent{Result: c.result, Of: of}
			for q := c.path; q.Parent != nil; q = q.Parent {
				w.Steps = append(w.Steps, int32(q.Field))
			}
			f.Contents = append(f.Contents, w)
		}
	}
	if !says && !slices.ContainsFunc(f.Accesses, func(a wireAccess) bool { return a.Place.Param <= firstResult }) {
		f.Results = nil
	}
	f.Params = len(fn.Params)
	f.Acquired, f.Released = encodeLocks(fn, sum, sum.locks.Acquired), encodeLocks(fn, sum, sum.locks.Released)
	f.Acquires, f.Releases = encodeObjects(fn, sum, sum.Sync.Acquires), encodeObjects(fn, sum, sum.Sync.Releases)
	_, f.Handler = goroutine.IsHandler(fn)
	f.Waits = sum.Sync.Any || len(sum.Sync.Waits) > 0
	if !says && len(f.Calls)+len(f.Accesses)+len(f.Acquired)+len(f.Released)+len(f.Acquires)+len(f.Releases)+len(f.Contents) == 0 && !f.Waits {
		return nil
	}
	return f
}

func encodeLocks(fn *ssa.Function, sum *Summary, set lockset.Set) []wireLock {
	var out []wireLock
	for _, h := range set {
		if at, ok := encodePlace(fn, sum.results, h.Place); ok {
			out = append(out, wireLock{at, uint8(h.Mode)})
		}
	}
	return out
}

func encodeObjects(fn *ssa.Function, sum *Summary, set happens.Objects) []wirePlace {
	var out []wirePlace
	for _, p := range set {
		if at, ok := encodePlace(fn, sum.results, p); ok {
			out = append(out, at)
		}
	}
	return out
}

// summary returns what another package has said of a function.
func (im *importer) summary(obj *types.Func) (*Summary, bool) {
	obj = obj.Origin()
	if sum, ok := im.memo[obj]; ok {
		return sum, sum != nil
	}
	im.memo[obj] = nil
	if obj.Pkg() == nil || obj.Pkg() == im.pass.Pkg {
		return nil, false
	}
	f := im.imported(obj.Pkg())[obj.FullName()]
	if f == nil {
		return nil, false
	}
	im.memo[obj] = im.decode(obj, dynamic{}, f)
	return im.memo[obj], true
}

// imported returns what another package has said of its functions.
func (im *importer) imported(pkg *types.Package) map[string]*wireFunc {
	funcs, ok := im.pkgs[pkg]
	if ok {
		return funcs
	}
	funcs = make(map[string]*wireFunc)
	im.pkgs[pkg] = funcs
	f := new(fact)
	if im.pass.ImportPackageFact(pkg, f) {
		for i := range f.Funcs {
			funcs[f.Funcs[i].Name] = &f.Funcs[i]
		}
	}
	return funcs
}

// decode returns the summary of a function; obj is nil for a method of a type that
// importers do not see.
func (im *importer) decode(obj *types.Func, hidden dynamic, f *wireFunc) *Summary {
	d := &decoder{Pkg: im.Pkg, obj: obj, hidden: hidden, global: im.global}
	sum := &Summary{}
	for range f.Params {
		d.params = append(d.params, new(ssa.Parameter))
	}
	sum.params = d.params
	for _, r := range f.Results {
		res := result{fresh: r.Fresh}
		if r.Known {
			res.place = d.place(r.Place)
		}
		if pkg := im.ssa.Prog.ImportedPackage(r.Pkg); pkg != nil {
			res.dynamic = dynamic{pkg.Pkg, r.Type}
		}
		res.root = new(ssa.Parameter)
		d.results = append(d.results, res.root)
		sum.results = append(sum.results, res)
	}
	for _, cb := range f.Calls {
		at, must := d.place(cb.Fn), d.locks(cb.Must)
		if at != nil && len(must) == len(cb.Must) {
			var args []*place.Place
			for _, arg := range cb.Args {
				if arg.I < 0 || arg.I > maxWireArgs {
					continue // no fact of ours
				}
				args = append(args, make([]*place.Place, max(0, arg.I+1-len(args)))...)
				args[arg.I] = d.place(arg.Of)
			}
			sum.calls = append(sum.calls, callback{Fn: at, args: args, method: cb.Method, must: must, may: must, Thread: cb.Thread.decode(), chain: decodeSites(cb.Chain)})
		}
	}
	for _, a := range f.Accesses {
		at, must := d.place(a.Place), d.locks(a.Must)
		if at != nil && len(must) == len(a.Must) {
			sum.accesses = append(sum.accesses, &Access{Place: at, Kind: Kind(a.Kind), Choice: Choice{How: How(a.How)}, Must: must, May: must, At: a.At.decode(), Thread: a.Thread.decode(), Chain: decodeSites(a.Chain), handled: f.Handler && a.Thread == nil})
		}
	}
	for _, c := range f.Contents {
		of, path := d.place(c.Of), d.path(c)
		if of != nil && path != nil {
			sum.contents = append(sum.contents, content{c.Result, path, of})
		}
	}
	sum.locks = lockset.Effect{Acquired: d.locks(f.Acquired), Released: d.locks(f.Released)}
	sum.locks.MayAcquired = sum.locks.Acquired
	sum.Sync = happens.Effect{Acquires: d.objects(f.Acquires), Releases: d.objects(f.Releases), Any: f.Waits}
	return sum
}

func (d *decoder) locks(set []wireLock) lockset.Set {
	var out lockset.Set
	for _, h := range set {
		if at := d.place(h.Place); at != nil {
			out = out.With(at, lockset.Mode(h.Mode))
		}
	}
	return out
}

func (d *decoder) objects(set []wirePlace) happens.Objects {
	var out happens.Objects
	for _, w := range set {
		out = out.With(d.place(w))
	}
	return out
}

// global returns a variable of an imported package, nil if that is not imported.
func (im *importer) global(w wirePlace) ssa.Value {
	pkg := im.ssa.Prog.ImportedPackage(w.Pkg)
	if pkg == nil {
		return nil
	}
	if g := pkg.Var(w.Name); g != nil {
		return g
	}
	key := w.Pkg + "." + w.Name
	v := im.variables[key]
	if v == nil {
		v = place.NewVariable(pkg.Pkg, w.Name, declaredType(pkg.Pkg, w.Type))
		im.variables[key] = v
	}
	return v
}

// declaredType returns the type that a package declares by a name, or a pointer to
// it; nil if importers do not see it.
func declaredType(pkg *types.Package, name string) types.Type {
	name, star := strings.CutPrefix(name, "*")
	tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
	switch {
	case !ok:
		return nil
	case star:
		return types.NewPointer(tn.Type())
	}
	return tn.Type()
}
