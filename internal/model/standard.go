package model

import (
	"go/types"
	"strings"
)

// standardRoots are the first elements of the standard library's import paths.
var standardRoots = func() map[string]bool {
	m := make(map[string]bool)
	for root := range strings.FieldsSeq(`archive arena bufio builtin bytes cmp compress container context crypto database
		debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os
		path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode
		unique unsafe weak`) {
		m[root] = true
	}
	return m
}()

// Standard reports whether pkg is of the standard library, as far as its path
// tells; nil, the package of error, is.
func Standard(pkg *types.Package) bool {
	if pkg == nil {
		return true
	}
	first, _, _ := strings.Cut(pkg.Path(), "/")
	return standardRoots[first]
}
