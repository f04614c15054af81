package ir

import (
	"go/types"
	"strings"
)

// noReturn reports whether fn, a function of the standard library, never
// returns to its caller. ctrlflow would know by facts, but the binary runs no
// analyzer on the standard library, which saves a seventh of a cold run.
func noReturn(fn *types.Func) bool {
	pkg := fn.Pkg()
	if pkg == nil {
		return false // a method of error
	}
	switch pkg.Path() {
	case "os":
		return fn.Name() == "Exit"
	case "runtime":
		return fn.Name() == "Goexit"
	case "log":
		return strings.HasPrefix(fn.Name(), "Fatal") || strings.HasPrefix(fn.Name(), "Panic")
	case "testing":
		switch fn.Name() {
		case "Fatal", "Fatalf", "FailNow", "Skip", "Skipf", "SkipNow":
			return true
		}
	}
	return false
}
