package cgoalloc

import (
	"go/types"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

var (
	// making words name C functions that begin the life of their result.
	making = set("new create alloc make open dup copy clone parse load build init")
	// unmaking words name C functions that end it.
	unmaking = set("free destroy delete release close cleanup dispose unref finalize fini term deinit")
)

// partners returns the C functions that, by name and type, free what alloc
// returns, as X_free does for X_new: of those that the package calls
// somewhere, since cmd/cgo knows no others.
func (p *program) partners(alloc string, arg int) []string {
	made, ok := p.scope.Lookup("_Cfunc_" + alloc).(*types.Func)
	if !ok {
		return nil
	}
	stem, ok := without(alloc, making)
	if !ok {
		return nil
	}
	sig := made.Type().(*types.Signature)
	tuple, i := sig.Results(), 0
	if arg != result {
		tuple, i = sig.Params(), arg
	}
	if i >= tuple.Len() {
		return nil
	}
	want := tuple.At(i).Type()
	var out []string
	for _, name := range p.scope.Names() {
		free, ok := strings.CutPrefix(name, "_Cfunc_")
		if !ok {
			continue // not of C
		}
		if other, ok := without(free, unmaking); !ok || !slices.Equal(other, stem) {
			continue // of another thing
		}
		sig := p.scope.Lookup(name).Type().(*types.Signature)
		if sig.Results().Len() == 1 && pointerLike(sig.Results().At(0).Type()) {
			continue // makes something
		}
		params := sig.Params()
		if params.Len() == 1 && takes(params.At(0).Type(), want) {
			out = append(out, free)
		}
	}
	return out
}

// closers returns the C functions that, by their type, end the life of the struct
// that alloc returns by value, or fills: they take it and nothing else.
func (p *program) closers(alloc string, arg int) []string {
	made, ok := p.scope.Lookup("_Cfunc_" + alloc).(*types.Func)
	if !ok || arg != result {
		return nil
	}
	want := made.Signature().Results().At(0).Type()
	var out []string
	for _, name := range p.scope.Names() {
		free, ok := strings.CutPrefix(name, "_Cfunc_")
		if !ok || !hasWord(free, unmaking) {
			continue // not of C, or no end
		}
		params := p.scope.Lookup(name).(*types.Func).Signature().Params()
		if params.Len() == 1 && types.Identical(params.At(0).Type(), want) {
			out = append(out, free)
		}
	}
	return out
}

// without returns the words of a C name but the one that is in the set; false if
// there is not exactly one.
func without(name string, of map[string]bool) ([]string, bool) {
	all := model.Words(name)
	rest := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return of[w] })
	return rest, len(rest) == len(all)-1 && len(rest) > 0
}

// takes reports whether a parameter of type param can be what is of type t, or
// its address.
func takes(param, t types.Type) bool {
	if types.Identical(param, t) {
		return true
	}
	ptr, ok := param.Underlying().(*types.Pointer)
	return ok && types.Identical(ptr.Elem(), t)
}
