package decodes

import "github.com/golint-incidents/golint-incidents/internal/model"

// A Doubt is a function on the way to a decode whose name speaks against a finding, and
// nothing else does. The zero Doubt is none.
type Doubt struct {
	Func string
	Kind DoubtKind
}

// A DoubtKind is what a name says.
type DoubtKind int

const (
	// Seldom called, or not in production.
	Seldom DoubtKind = iota + 1
	// Keeps what it is given, for the next request or as what is read next.
	Keeps
	// Later calls what it is given, or to fill a cache.
	Later
)

// doubt returns what the name of a function says, or that of its type or package: that it
// is seldom called, or stands for the real one in tests, though it is in no test file.
func doubt(name string) Doubt {
	if model.Says("double", Short(name)) || model.Begins("rare", bare(name)) || model.ChangesSettings(bare(name)) {
		return Doubt{name, Seldom}
	}
	return Doubt{}
}
