// Package contain keeps panics where they happen: one in an analyzer costs the findings of that
// analyzer in the package at hand, and nothing else.
//
// Every analyzer of the suite runs inside of it. An engine that panics yields
// the zero value of its result, and those that require it are not run; so
// drivers see no error, which some of them answer by dropping the findings of
// all analyzers. The rule on top says what was lost.
package contain

import (
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/measure"
)

// module is the path of this module.
const module = "github.com/golint-incidents/golint-incidents"

// Debug has reports of failures end with the stack. It is set by a flag.
var Debug bool

// inject, if set, is called at the start of each run, for tests to panic. Only
// builds with the tag panictest set it.
var inject func(pass *analysis.Pass)

// A Failure is a panic in an analyzer.
type Failure struct {
	Analyzer string // that panicked: a rule, or an engine below it
	Package  string
	function string // of the package that was analyzed, "" if it is not known
	value    any
	where    string // the function of this module that panicked
	stack    []byte
}

// Text returns one line for the user, of a rule that could not be run. With
// [Debug], the stack follows.
func (f *Failure) Text(rule string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "internal error in %s: %s in %s on package %s", f.Analyzer, oneLine(f.value), f.where, f.Package)
	if f.function != "" {
		fmt.Fprintf(&b, ", function %s", f.function)
	}
	fmt.Fprintf(&b, " (%s); the findings of %s in this package are lost; please report it at https://%s/issues", Version(), rule, module)
	if Debug {
		fmt.Fprintf(&b, "\n%s", f.stack)
	} else {
		b.WriteString(" with the stack that -debug prints")
	}
	return b.String()
}

// oneLine prints the value of a panic in one line.
func oneLine(value any) string {
	return strings.Join(strings.Fields(fmt.Sprint(value)), " ")
}

// failed holds the failures of engines, for those that require them.
var failed sync.Map // from key to *Failure

type key struct {
	pass any // the package's types, which the analyzers of one driver share
	a    *analysis.Analyzer
}

// Engine wraps the run function of an engine: after a panic, or one in an engine
// that it requires, its result is the zero value of its type.
func Engine(run func(*analysis.Pass) (any, error)) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (result any, err error) {
		f := Run(pass, func() { result, err = run(pass) })
		if f != nil {
			failed.Store(key{pass.Pkg, pass.Analyzer}, f)
		}
		if (f != nil || skips(pass)) && pass.Analyzer.ResultType != nil {
			return reflect.Zero(pass.Analyzer.ResultType).Interface(), nil
		}
		return result, err
	}
}

// Run calls the function that analyzes a package, and returns what it failed of:
// its own panic, or that of an engine that the analyzer requires. It calls
// nothing for packages that need no analysis, see [Standard].
func Run(pass *analysis.Pass, run func()) (f *Failure) {
	if skips(pass) {
		return nil
	}
	for _, engine := range pass.Analyzer.Requires {
		if f, ok := failed.Load(key{pass.Pkg, engine}); ok {
			return f.(*Failure)
		}
	}
	defer func() {
		if value := recover(); value != nil {
			f = newFailure(pass, value)
		}
	}()
	if inject != nil {
		inject(pass)
	}
	measure.Around(pass, run)
	return nil
}

// A located is the value of a panic, and where it came from.
type located struct {
	value any
	where string
	fn    *ssa.Function
	stack []byte
}

// On calls a function that looks at fn: what is said of a panic names fn then.
func On(fn *ssa.Function, run func()) {
	defer func() {
		switch value := recover().(type) {
		case nil:
			// no panic
		case *located:
			panic(value) // of a function within
		default:
			panic(&located{value, where(), fn, debug.Stack()})
		}
	}()
	run()
}

func newFailure(pass *analysis.Pass, value any) *Failure {
	f := &Failure{Analyzer: pass.Analyzer.Name, Package: pass.Pkg.Path()}
	l, ok := value.(*located)
	if !ok {
		l = &located{value: value, where: where(), stack: debug.Stack()}
	}
	f.value, f.where, f.stack = l.value, l.where, l.stack
	if l.fn != nil {
		f.function = name(l.fn)
	}
	return f
}

// name returns the name of a function; one that is half built may have none.
func name(fn *ssa.Function) (s string) {
	defer func() {
		if recover() != nil {
			s = "(no name)"
		}
	}()
	return fn.String()
}

// where returns the innermost function of this module that is panicking.
func where() string {
	pcs := make([]uintptr, 100)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		frame, more := frames.Next()
		local, ok := strings.CutPrefix(frame.Function, module+"/")
		if ok && !strings.HasPrefix(local, "internal/contain.where") && !strings.HasPrefix(local, "internal/contain.newFailure") &&
			!strings.HasPrefix(local, "internal/contain.On.") && !strings.HasPrefix(local, "internal/contain.Run.") {
			return fmt.Sprintf("%s (line %d)", local, frame.Line)
		}
		if !more {
			return "an unknown function"
		}
	}
}

// Revision returns the commit that was built, its time, and whether its files were changed;
// "" if go did not note it.
func Revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	noted := make(map[string]string)
	for _, s := range info.Settings {
		noted[s.Key] = s.Value
	}
	if info.Main.Path != module || noted["vcs.revision"] == "" {
		return "" // the commit is of another program, or of none
	}
	text := fmt.Sprintf("commit %s of %s", noted["vcs.revision"], noted["vcs.time"])
	if noted["vcs.modified"] == "true" {
		text += ", modified"
	}
	return text
}

// Version returns what was built, and with which Go.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "golint-incidents of unknown version, " + runtime.Version()
	}
	version := info.Main.Version
	for _, dep := range info.Deps {
		if dep.Path == module {
			version = dep.Version // as a part of another program
		}
	}
	return fmt.Sprintf("golint-incidents %s, %s", version, info.GoVersion)
}
