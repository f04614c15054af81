package maprace

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/cfg"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// Ends of names that say that the caller holds the lock, or knows why none is needed.
var quietSuffixes = []string{"locked", "nolock", "lockfree", "withlock", "unlocked", "withoutlock", "unsafe", "fortest", "fortesting"}

// A lock is spoken of as "lock", "mutex", "mu", "peersLock", "stateMu"; blocks
// and clocks are none.
const lockWord = `(?:\brw?locks?\b|\blocks?\b|\bmutex(?:es)?\b|\b\w*mu\b|(?-i:\b\w+(?:Lock|Mutex)\b))`

// holdsComment matches comments that say that callers hold a lock, or that a
// function or type is for one goroutine.
var holdsComment = regexp.MustCompile(`(?i)` +
	lockWord + `[^.]*\b(?:held|holds?|holding|taken|acquired?)\b` +
	`|\b(?:holds?|holding|held|acquired?|under|protected by|guarded by|with)\b[^.]*` + lockWord +
	`|\block(?:ed|ing)\b[^.]*\b(?:caller|already|outside|before)` +
	`|\bnot[ -](?:be )?(?:thread|goroutine|routine|concurren\w+)|\bnot safe\b|\bunsafe\b|\bsingle[ -](?:thread|goroutine)` +
	`|(?:\bnot\b|n't|\bnever\b|\bwithout\b)[^.]*\b(?:concurren\w+|in parallel|simultaneous\w*|goroutines?)\b` +
	`|\bconcurren\w+\b[^.]*(?:\bnot\b|n't|\bnever\b)` +
	`|\bbefore \w+ (?:is |are )?(?:start|serv|run|shar|used)`)

// startUp reports whether a function tells by its name that it runs before an
// object is shared, or after. What such a function returns is an error or an object:
// StopReason is a getter.
func startUp(fn *ssa.Function) bool {
	return !answers(fn.Signature.Results()) && (opens(fn) || fn.Parent() == nil && model.Begins("close", fn.Name()))
}

// opens reports whether a function tells by its name that it runs before an object is
// shared. A literal runs when it is called.
func opens(fn *ssa.Function) bool {
	return fn.Parent() == nil && model.Begins("open", strings.TrimPrefix(strings.ToLower(fn.Name()[:1])+fn.Name()[1:], "must"))
}

// answers reports whether results tell the caller something: they are neither errors nor
// objects.
func answers(results *types.Tuple) bool {
	for i := range results.Len() {
		switch results.At(i).Type().Underlying().(type) {
		case *types.Pointer, *types.Interface, *types.Struct, *types.Signature:
		default:
			return true
		}
	}
	return false
}

// callerLocks reports whether a function tells, by its name or comment, that
// its callers hold the lock or know why none is needed.
func callerLocks(fn *ssa.Function) bool {
	name := strings.ToLower(fn.Name())
	for _, suffix := range quietSuffixes {
		if rest, ok := strings.CutSuffix(name, suffix); ok && (rest == "" || startsWord(fn.Name(), len(rest))) {
			return true
		}
	}
	if strings.HasPrefix(name, "unsafe") && startsWord(fn.Name(), len("unsafe")) {
		return true
	}
	decl, ok := ir.Syntax(fn).(*ast.FuncDecl)
	return ok && decl.Doc != nil && holdsComment.MatchString(decl.Doc.Text())
}

// startsWord reports whether name[n:] begins another word of a camel-case name.
func startsWord(name string, n int) bool {
	return n >= len(name) || name[n] < 'a' || name[n] > 'z'
}

// hinted reports whether words say that an access needs no lock of its own: the name or
// comment of the function through which control enters, or a comment above the access.
// Words are no evidence: they lower what is said of it.
func (p *checker) hinted(u mapaccess.Use) bool {
	return lifecycle(u) || u.Thread == nil && callerLocks(u.Root) || p.excused(u.At.Pos)
}

// lowered returns a finding whose confidence words lower.
func (f finding) lowered(words bool) finding {
	if words {
		f.confidence = report.ByName
	}
	return f
}

// lifecycle reports whether an access is made while an object is not yet shared,
// or no longer: in a function whose name says so, unless its caller chooses the
// element: Close closes the object, CloseSubscriber(id) one of many in it.
func lifecycle(u mapaccess.Use) bool {
	return u.Thread == nil && (startUp(u.Root) && !(u.Chosen && u.At.Fn == u.Root) || configures(u))
}

// startsAfter reports whether the function of an access starts a goroutine of its object
// after it, and none before: the object is only now put to work, as a rule.
//
//	func (b *book) OnStart() { b.load(); go b.save() }
func (p *checker) startsAfter(u mapaccess.Use) bool {
	b := p.Functions[u.Root]
	if u.Thread != nil || u.Root.Signature.Recv() == nil {
		return false
	}
	var at ssa.Instruction
	for _, ev := range b.Events {
		if slices.ContainsFunc(ev.Accesses, func(a *mapaccess.Access) bool { return a.At == u.At && len(a.Chain) == len(u.Chain) }) {
			at = ev.Instr
		}
	}
	if at == nil {
		return false // of another function
	}
	after := false
	for _, block := range u.Root.Blocks {
		for _, instr := range block.Instrs {
			start, ok := instr.(*ssa.Go)
			if !ok || !p.given(start, u.Root.Params[0]) {
				continue // no goroutine of the object
			}
			if cfg.Reaches(start, at, cfg.Cut{}) {
				return false
			}
			after = after || cfg.Reaches(at, start, cfg.Cut{})
		}
	}
	return after
}

// given reports whether a goroutine is given an object, or captures it.
func (p *checker) given(start *ssa.Go, obj *ssa.Parameter) bool {
	args := start.Call.Args
	if lit, ok := start.Call.Value.(*ssa.MakeClosure); ok {
		args = append(slices.Clip(args), lit.Bindings...)
	}
	return slices.ContainsFunc(args, func(v ssa.Value) bool { return p.Value(v) == p.Root(obj) || p.Deref(p.Value(v)) == p.Root(obj) })
}

// configures reports whether an access only reads, without any lock, in a setter
// that assigns fields just so: the object is being configured.
func configures(u mapaccess.Use) bool {
	fn := u.Root
	if u.Kind == mapaccess.Write || len(u.May) > 0 || !strings.HasPrefix(fn.Name(), "Set") || !startsWord(fn.Name(), len("Set")) || fn.Signature.Recv() == nil {
		return false
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			st, ok := instr.(*ssa.Store)
			if !ok {
				continue
			}
			addr, field := st.Addr.(*ssa.FieldAddr)
			if _, param := st.Val.(*ssa.Parameter); field && param && addr.X == fn.Params[0] {
				return true
			}
		}
	}
	return false
}

// locksItself reports whether the function through which control enters for an
// access takes a lock somewhere: then its callers do not.
func (p *checker) locksItself(u mapaccess.Use, lock *place.Place) bool {
	b := p.Functions[u.Root]
	for _, block := range u.Root.Blocks {
		for _, instr := range block.Instrs {
			if b.Locks.Before(instr).Must.Mode(lock) != 0 {
				return true
			}
		}
	}
	return false
}

// soleWriter reports whether the function that reads a map without its guard is
// the only one that writes to it, on one goroutine: nobody else changes what it
// reads, so it needs the lock for its writes only.
//
//	func (f *folder) walk() {              // go f.walk(), once
//		for _, name := range names {
//			if _, ok := f.rows[name]; !ok { f.add(name) }  // add locks
//		}
//	}
//
// A write of a method that nobody in sight calls does not count against it.
func (p *checker) soleWriter(g guard, grp *group, u mapaccess.Use) bool {
	if u.Kind == mapaccess.Write || !grp.onOneGoroutine(u) {
		return false
	}
	owner := ir.Declared(u.At.Fn)
	if owner == nil {
		return false // of another package
	}
	writes, onTheWay := false, make(map[*ssa.Function]bool) // functions that the owner calls
	for _, w := range grp.uses {
		if w.Kind == mapaccess.Write && w.Runs(owner) {
			writes = writes || p.mode(g, w) != 0
			onTheWay[ir.Declared(w.At.Fn)] = true
			for _, s := range w.Chain {
				onTheWay[ir.Declared(s.Fn)] = true
			}
		}
	}
	if !writes {
		return false
	}
	for _, w := range grp.uses {
		if w.Kind != mapaccess.Write || w.Initial || w.Runs(owner) {
			continue // its own, or before anybody has the map
		}
		if !onTheWay[w.Root] && !(w.Thread == nil && w.Entry == mapaccess.API && !p.Called[w.Root] && !mapaccess.DeclaredAPI(w.Root)) {
			return false
		}
	}
	return true
}

// onOneGoroutine reports whether a goroutine that is started once makes the access
// of a use, too, and none that is started several times.
func (grp *group) onOneGoroutine(u mapaccess.Use) bool {
	one := false
	for _, w := range grp.uses {
		if w.At.Pos != u.At.Pos || w.Thread == nil {
			continue
		}
		if w.Thread.Many {
			return false
		}
		one = true
	}
	return one
}
