package cgoalloc

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// cName returns the name of the C function that fn stands for, or "". cmd/cgo
// calls f _Cfunc_f, and _C2func_f where errno is wanted too.
func cName(fn *ssa.Function) string {
	if fn == nil || fn.Signature.Recv() != nil {
		return "" // C has no methods
	}
	name, ok := strings.CutPrefix(fn.Name(), "_Cfunc_")
	if !ok {
		name, ok = strings.CutPrefix(fn.Name(), "_C2func_")
	}
	switch {
	case !ok:
		return ""
	case name == "_CMalloc":
		return "malloc"
	}
	return name
}

// isGlue reports whether fn is a function that cmd/cgo calls around a C call,
// which does nothing to its arguments.
func isGlue(fn *ssa.Function) bool {
	switch fn.Name() {
	case "_cgoCheckPointer", "_cgoCheckResult", "_Cgo_use", "_cgo_runtime_cgocall":
		return true
	}
	return false
}

// isGenerated reports whether fn is from the file of types and stubs that
// cmd/cgo writes.
func isGenerated(fn *ssa.Function) bool {
	return cName(fn) != "" || strings.HasPrefix(fn.Name(), "_cgo") || strings.HasPrefix(fn.Name(), "_Cgo_") || strings.HasPrefix(fn.Name(), "_Cfunc_")
}

// hasWord reports whether one of the words of a C name is in the set.
func hasWord(name string, set map[string]bool) bool {
	for _, w := range model.Words(name) {
		if set[w] {
			return true
		}
	}
	return false
}

// set makes a set of words.
func set(list string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

var (
	// releasing words name C functions that end the life of an argument.
	releasing = set("free destroy release delete close unref cleanup dispose finish finalize deinit del unload term terminate shutdown teardown fini exit kill decref clear end drop remove")
	// lending words name C functions whose result belongs to somebody else.
	lending = set("get lookup peek find last current root first next default self parent at of name error errmsg str strerror message")
	// keeping words name C functions that may keep what they are given.
	// taking words name C functions that take the object that they are called on.
	taking  = set("own take adopt give transfer consume steal enqueue register install attach")
	keeping = set("set add append insert push put register attach install track own take adopt give transfer init consume steal enqueue send link bind")
)

// isRelease reports whether a C function's name says that it ends the life of
// an argument. It need not free it: what it does is evidence against a leak, not
// for a use after free.
func isRelease(name string) bool {
	return hasWord(name, releasing) || strings.HasSuffix(strings.ToLower(name), "free") || freesByName(name)
}

// freesByName reports whether a word of a C name begins with free, as in
// program_freecode.
func freesByName(name string) bool {
	return slices.ContainsFunc(model.Words(name), func(w string) bool {
		return strings.HasPrefix(w, "free") && !strings.HasPrefix(w, "freez") && w != "freetype"
	})
}
