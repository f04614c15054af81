package decodes

import (
	"fmt"
	"go/token"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// A Step is one call on the way from an entry point to a decode.
type Step struct {
	Func string // that is entered
	Pos  token.Position
}

// A Found is a decode that an entry point leads to.
type Found struct {
	Decode
	// Data is the origin of what is decoded, of this request.
	Data origin.Value
	// At is where the finding stands: the decode, or if that is in a helper that
	// decodes what it is given, the call that gives it.
	At token.Position
	// In is the function that At is in, which starts at InLine.
	In     string
	InLine int
	// Decoder is where the decoder itself is called.
	Decoder token.Position
	// Root is the entry point, and Steps lead from there to the decode.
	Root  Root
	Entry token.Position
	Steps []Step
	// Repeats is set if the decode or a call on the way is in a loop.
	Repeats bool
	// Store is set if a store of anything decodes what it has for a key.
	Store bool
	// MemoIn is the function that has the Memo.
	MemoIn string
	Doubt  Doubt
}

// Better reports whether f is a better witness than other: without doubt, of a hotter entry
// point, of a surer origin, of one that does more than serve settings, by a shorter way.
func (f Found) Better(other Found) bool {
	if doubtful := f.Doubt != (Doubt{}); doubtful != (other.Doubt != (Doubt{})) {
		return !doubtful
	}
	if f.Root.Heat != other.Root.Heat {
		return f.Root.Heat > other.Root.Heat
	}
	if f.Data.Class != other.Data.Class {
		return f.Data.Class < other.Data.Class
	}
	if s := f.Root.settings(); s != other.Root.settings() {
		return !s
	}
	if len(f.Steps) != len(other.Steps) {
		return len(f.Steps) < len(other.Steps)
	}
	return f.Root.Name < other.Root.Name
}

// settings reports whether an entry point, by its name, serves settings.
func (r Root) settings() bool { return model.Says("setting", bare(r.Name)) }

// grades of certainty, the surest first.
var grades = [...]string{"invariant", "setting", "other"}

// grade returns the index of f's grade.
func (f Found) grade() int {
	switch {
	case f.Store:
		return 2
	case f.Data.Invariant():
		return 0
	case f.Data.Setting():
		return 1
	}
	return 2
}

// cold reports whether f is of what is seldom asked for, or perhaps seldom.
func (f Found) cold() bool { return f.Root.Heat == int(goroutine.Cold) || f.Doubt != (Doubt{}) }

// key names the place of f and how sure and how hot it is: a cold finding does
// not stand for a hot one, which is reported where the cold one is not.
func (f Found) key() string { return f.keyOf(f.grade(), f.cold()) }

func (f Found) keyOf(grade int, cold bool) string {
	heat := ""
	if cold {
		heat = "cold "
	}
	return fmt.Sprintf("%s:%06d:%04d %s%s", f.At.Filename, f.At.Line, f.At.Column, heat, grades[grade])
}

// reported reports whether keys have one of f's place that is as hot and as
// sure.
func (f Found) reported(keys map[string]bool) bool {
	for grade := range f.grade() + 1 {
		if keys[f.keyOf(grade, false)] || f.cold() && keys[f.keyOf(grade, true)] {
			return true
		}
	}
	return false
}
