package cgoalloc

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
)

// An ending is how the memory of a site ended, over all paths.
type ending struct {
	losses  []loss             // returns, or ends of rounds, that leave it behind
	gone    map[token.Pos]bool // returns before which somebody else got it
	kept    bool               // somebody got it other than by a return without an error
	freed   bool
	by      freer // if freed
	freedAt token.Pos
	on      [3]bool // with what the status said where it was freed
	after   bool    // it was freed on a path that succeeded, after C was given it
	refused bool    // it was freed where the function fails, after C has seen it in a struct
	old     bool    // lost by the next round of a loop
	held    bool    // it was in a collection
	// overwritten tells where the last pointer to the memory is lost.
	overwritten token.Pos
}

// A loss is a return, or the end of a round of a loop, that leaves memory behind.
type loss struct {
	pos    token.Pos
	status status
	given  bool       // C may have it
	taker  string     // if this C function has taken it
	fails  bool       // the function returns an error
	field  *types.Var // of the struct in which C saw it, if it did
	rest   bool       // what else was in that struct was freed
}

// A status is what the result of the C call that filled a variable was tested for.
type status uint8

const (
	untested status = iota
	succeeded
	failed
)

// settle drops the losses that are none: returns that leave the memory behind on one
// path and hand it on by another, as which one is taken was decided before, as far as
// is known; those with the status with which there is no memory; and those of memory
// that C has taken, or may have.
func (e *ending) settle(pkg *program) {
	e.losses = slices.DeleteFunc(e.losses, func(l loss) bool {
		switch {
		case e.gone[l.pos]:
			return true
		case l.given && !(l.fails && e.after):
			return true
		case l.taker != "" && !pkg.borrows[l.taker]:
			return true
		case l.field != nil && !l.rest && !pkg.fields[l.field]:
			return true
		case l.field != nil && !l.fails && e.refused && !e.after:
			return true // else C has it
		}
		return e.absent(l.status)
	})
	slices.SortFunc(e.losses, func(a, b loss) int { return cmp.Compare(a.pos, b.pos) })
}

// absent reports whether there is no memory if the status is s, as far as the function
// tells: it frees with the other outcome only, or loses with both.
func (e *ending) absent(s status) bool {
	switch s {
	case untested:
		return false
	case succeeded:
		return !e.on[succeeded] && (e.on[failed] || !e.loses(failed))
	default:
		return !e.on[failed] && (e.on[succeeded] || !e.loses(succeeded))
	}
}

func (e *ending) loses(s status) bool {
	return slices.ContainsFunc(e.losses, func(l loss) bool { return l.status == s })
}
