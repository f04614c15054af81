package maprace

import (
	"go/ast"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// Names of functions that run before an object is shared or after it no longer
// is, or that nobody calls in production.
var quietPrefixes = []string{
	"init", "initialise", "initialize", "new", "setup", "open", "restore", "configure", "bootstrap",
	"close", "stop", "shutdown", "destroy", "teardown", "cleanup", "finalize", "drain",
	"unmarshal", "decode", "deepcopy", "dump", "debug", "print",
	"start", "run", "serve", "listen", "reset",
}

// Parts of names that say that the caller holds the lock, or knows why none is
// needed.
var quietParts = []string{"locked", "nolock", "lockfree", "withlock", "unlocked", "withoutlock", "unsafe", "fortest", "fortesting"}

// A lock is spoken of as "lock", "mutex", "mu", "peersLock", "stateMu"; blocks
// and clocks are none.
const lockWord = `(?:\brw?locks?\b|\blocks?\b|\bmutex(?:es)?\b|\b\w*mu\b|(?-i:\b\w+(?:Lock|Mutex)\b))`

// holdsComment matches comments that say that callers hold a lock, or that a
// function or type is for one goroutine.
var holdsComment = regexp.MustCompile(`(?i)` +
	lockWord + `[^.]*\b(?:held|holds?|holding|taken|acquired?)\b` +
	`|\b(?:holds?|holding|held|acquired?|under|protected by|guarded by|with)\b[^.]*` + lockWord +
	`|\block(?:ed|ing)\b` +
	`|\bnot[ -](?:be )?(?:thread|goroutine|routine|concurren\w+)|\bnot safe\b|\bunsafe\b|\bsingle[ -](?:thread|goroutine)` +
	`|(?:\bnot\b|n't|\bnever\b|\bno\b|\bwithout\b)[^.]*\b(?:concurren\w+|in parallel|simultaneous\w*|goroutines?)\b` +
	`|\bconcurren\w+\b[^.]*(?:\bnot\b|n't|\bnever\b)` +
	`|\bbefore \w+ (?:is |are )?(?:start|serv|run|shar|used)`)

// startUp reports whether a function tells by its name that it runs before an
// object is shared, or after.
func startUp(fn *ssa.Function) bool {
	if fn.Parent() != nil {
		return false // it runs when it is called
	}
	name := strings.TrimPrefix(strings.ToLower(fn.Name()), "must")
	for _, prefix := range quietPrefixes {
		if strings.HasPrefix(name, prefix) && startsWord(fn.Name(), len(fn.Name())-len(name)+len(prefix)) {
			return true
		}
	}
	return false
}

// callerLocks reports whether a function tells, by its name or comment, that
// its callers hold the lock or know why none is needed.
func callerLocks(fn *ssa.Function) bool {
	name := strings.ToLower(fn.Name())
	for _, part := range quietParts {
		if strings.Contains(name, part) {
			return true
		}
	}
	decl, ok := ir.Syntax(fn).(*ast.FuncDecl)
	return ok && decl.Doc != nil && holdsComment.MatchString(decl.Doc.Text())
}

// startsWord reports whether name[n:] begins another word of a camel-case name.
func startsWord(name string, n int) bool {
	return n >= len(name) || name[n] < 'a' || name[n] > 'z'
}

// quietUse reports whether the function through which control enters for an
// access tells that it needs no lock of its own.
func quietUse(u use) bool {
	return lifecycle(u) || u.thread == nil && callerLocks(u.root)
}

// lifecycle reports whether an access is made while an object is not yet shared,
// or no longer: in a function whose name says so, unless its caller chooses the
// element: Close closes the object, CloseSubscriber(id) one of many in it.
func lifecycle(u use) bool {
	return u.thread == nil && (startUp(u.root) && !(u.chosen && u.at.fn == u.root) || configures(u))
}

// configures reports whether an access only reads, without any lock, in a setter
// that assigns fields just so: the object is being configured.
func configures(u use) bool {
	fn := u.root
	if u.kind == write || len(u.may) > 0 || !strings.HasPrefix(fn.Name(), "Set") || !startsWord(fn.Name(), len("Set")) || fn.Signature.Recv() == nil {
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
func (p *checker) locksItself(u use, lock *place.Place) bool {
	b := p.bodies[u.root]
	for _, block := range u.root.Blocks {
		for _, instr := range block.Instrs {
			if b.locks.Before(instr).Must.Mode(lock) != 0 {
				return true
			}
		}
	}
	return false
}
